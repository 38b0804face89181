"""The guards of the content side: what the database refuses, whoever asks."""

from articles.guards.sql import Guard, append_only, kept_while
from articles.guards.voices import VOICES
from articles.models import (
    Article,
    AuditEvent,
    Condition,
    DraftEdit,
    Erratum,
    Publication,
    Revision,
    RevisionContributor,
    SiteText,
    Source,
    Treatment,
    Withdrawal,
)

GENESIS = "0" * 64

_WITHDRAWN = (
    "EXISTS (SELECT 1 FROM articles_withdrawal w WHERE w.publication_id = {live} "
    "AND w.kind = 'withdraw' AND w.id = (SELECT max(x.id) FROM articles_withdrawal x "
    "WHERE x.publication_id = {live}))"
)

_EVIDENCE = (
    AuditEvent,
    DraftEdit,
    Erratum,
    Publication,
    Revision,
    RevisionContributor,
    SiteText,
    Withdrawal,
)

GUARDS: tuple[Guard, ...] = (
    *(guard for model in _EVIDENCE for guard in append_only(model)),
    *VOICES,
    *kept_while(
        Article,
        "EXISTS (SELECT 1 FROM articles_draftedit e WHERE e.article_id = OLD.id) "
        "OR EXISTS (SELECT 1 FROM articles_revision r WHERE r.article_id = OLD.id)",
        "an answer with a history stays",
    ),
    *kept_while(
        Condition,
        "EXISTS (SELECT 1 FROM articles_article a WHERE a.condition_id = OLD.id)",
        "a condition with answers stays",
    ),
    Guard(
        "guard_article_starts_unpublished",
        "articles_article",
        "INSERT",
        "NEW.live_id IS NOT NULL",
        "an article starts without a live publication",
    ),
    Guard(
        "guard_article_live_is_its_newest_publication",
        "articles_article",
        "UPDATE",
        "NEW.live_id IS NOT NULL AND NEW.live_id IS DISTINCT FROM "
        "(SELECT max(p.id) FROM articles_publication p WHERE p.article_id = NEW.id)",
        "live is the newest publication of its article",
    ),
    Guard(
        "guard_article_live_is_not_withdrawn",
        "articles_article",
        "UPDATE",
        f"NEW.live_id IS NOT NULL AND {_WITHDRAWN.format(live='NEW.live_id')}",
        "a withdrawn publication cannot be live",
    ),
    Guard(
        "guard_article_leaves_only_by_withdrawal",
        "articles_article",
        "UPDATE",
        "OLD.live_id IS NOT NULL AND NEW.live_id IS NULL "
        f"AND NOT {_WITHDRAWN.format(live='OLD.live_id')}",
        "a live answer is taken down by a withdrawal",
    ),
    Guard(
        "guard_article_keeps_its_identity",
        "articles_article",
        "UPDATE",
        "NEW.id <> OLD.id OR EXISTS (SELECT 1 FROM articles_publication p "
        "WHERE p.article_id = OLD.id) AND (NEW.condition_id <> OLD.condition_id "
        "OR NEW.slug <> OLD.slug OR NEW.kind <> OLD.kind OR NEW.language <> OLD.language "
        "OR NEW.translation_of_id IS DISTINCT FROM OLD.translation_of_id)",
        "a published answer keeps its address, kind and language",
    ),
    *(
        Guard(
            f"guard_article_translates_an_original_{event.lower()}",
            "articles_article",
            event,
            "NEW.translation_of_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM articles_article o "
            "JOIN articles_publication p ON p.id = NEW.follows_id AND p.article_id = o.id "
            "WHERE o.id = NEW.translation_of_id AND o.translation_of_id IS NULL "
            "AND o.condition_id = NEW.condition_id AND o.kind = NEW.kind "
            "AND o.language <> NEW.language)",
            "a translation follows a publication of an original in another language",
        )
        for event in ("INSERT", "UPDATE")
    ),
    Guard(
        "guard_article_goes_live_after_its_original",
        "articles_article",
        "UPDATE",
        "NEW.live_id IS NOT NULL AND NEW.live_id IS DISTINCT FROM OLD.live_id "
        "AND NEW.translation_of_id IS NOT NULL AND (NOT EXISTS (SELECT 1 FROM articles_article o "
        "WHERE o.id = NEW.translation_of_id AND o.live_id IS NOT NULL) "
        "OR EXISTS (SELECT 1 FROM articles_publication p "
        "JOIN articles_revision r ON r.id = p.revision_id JOIN articles_withdrawal w "
        "ON w.article_id = NEW.translation_of_id AND w.kind = 'withdraw' "
        "AND w.publication_id >= r.translates_id WHERE p.id = NEW.live_id))",
        "a translation is live only beside its original, and not of withdrawn words",
    ),
    Guard(
        "guard_article_takes_its_translations_along",
        "articles_article",
        "UPDATE",
        "OLD.live_id IS NOT NULL AND NEW.live_id IS NULL AND EXISTS (SELECT 1 "
        "FROM articles_article t WHERE t.translation_of_id = NEW.id AND t.live_id IS NOT NULL)",
        "a withdrawn answer takes its translations along",
    ),
    Guard(
        "guard_condition_keeps_its_address",
        "articles_condition",
        "UPDATE",
        "NEW.slug <> OLD.slug AND EXISTS (SELECT 1 FROM articles_article a "
        "JOIN articles_publication p ON p.article_id = a.id WHERE a.condition_id = OLD.id)",
        "a condition with a published answer keeps its address",
    ),
    Guard(
        # Snapshots name a treatment by its slug, and alerts find it there.
        "guard_treatment_keeps_its_address",
        "articles_treatment",
        "UPDATE",
        "NEW.slug <> OLD.slug AND EXISTS (SELECT 1 FROM articles_revision r "
        """WHERE r.snapshot LIKE '%"treatment":"' || OLD.slug || '"%')""",
        "a treatment that a version names keeps its address",
    ),
    *kept_while(
        Treatment,
        "EXISTS (SELECT 1 FROM articles_revision r "
        """WHERE r.snapshot LIKE '%"treatment":"' || OLD.slug || '"%')""",
        "a treatment that a version names stays",
    ),
    *kept_while(
        # The keys of a citation are sorted, so that its title follows its source.
        Source,
        "EXISTS (SELECT 1 FROM articles_revision r "
        """WHERE r.snapshot LIKE '%"source":' || OLD.id || ',"title"%')""",
        "a source that a version cites stays",
    ),
    Guard(
        "guard_revision_follows_its_article",
        "articles_revision",
        "INSERT",
        "NEW.based_on_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM articles_publication p "
        "WHERE p.id = NEW.based_on_id AND p.article_id = NEW.article_id)",
        "a revision is based on a publication of its own article",
    ),
    Guard(
        "guard_revision_says_what_it_translates",
        "articles_revision",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM articles_article a LEFT JOIN articles_publication p "
        "ON p.id = NEW.translates_id WHERE a.id = NEW.article_id "
        "AND p.article_id IS NOT DISTINCT FROM a.translation_of_id)",
        "a version of a translation, and no other, names a publication of its original",
    ),
    Guard(
        "guard_revision_restores_published_words",
        "articles_revision",
        "INSERT",
        "NEW.restores_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM articles_revision r "
        "JOIN articles_publication p ON p.revision_id = r.id WHERE r.id = NEW.restores_id "
        "AND r.article_id = NEW.article_id AND r.sha256 = NEW.sha256 "
        "AND r.snapshot = NEW.snapshot)",
        "what is brought back are the very words of a published version of the article",
    ),
    Guard(
        "guard_erratum_of_a_published_note",
        "articles_erratum",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM articles_publication p WHERE p.revision_id = NEW.revision_id)",
        "an erratum stands beside a change note that was published",
    ),
    Guard(
        "guard_publication_is_of_its_article",
        "articles_publication",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM articles_revision r "
        "WHERE r.id = NEW.revision_id AND r.article_id = NEW.article_id)",
        "a publication shows a revision of its own article",
    ),
    Guard(
        "guard_publication_kind_is_what_it_does",
        "articles_publication",
        "INSERT",
        "NEW.kind IS DISTINCT FROM (SELECT CASE WHEN r.id = (SELECT p.revision_id "
        "FROM articles_publication p WHERE p.article_id = NEW.article_id "
        "ORDER BY p.id DESC LIMIT 1) THEN 'reconfirm' WHEN r.restores_id IS NOT NULL "
        "THEN 'roll_back' WHEN r.correction <> '' THEN 'correction' ELSE 'publish' END "
        "FROM articles_revision r WHERE r.id = NEW.revision_id)",
        "the kind of a publication says what it does",
    ),
    Guard(
        "guard_publication_corrects_or_restores_by_a_whole_page_review",
        "articles_publication",
        "INSERT",
        "NEW.rests_on_id IS NOT NULL AND (NEW.kind IN ('roll_back', 'correction', 'reconfirm') "
        "OR EXISTS (SELECT 1 FROM articles_revision r "
        "WHERE r.id = NEW.revision_id AND r.proposed_class = 'material'))",
        "what is material, brought back or reconfirmed takes a review of the whole page",
    ),
    Guard(
        "guard_publication_rests_on_a_whole_page_review",
        "articles_publication",
        "INSERT",
        "NEW.rests_on_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM articles_article a "
        "JOIN articles_publication l ON l.id = a.live_id WHERE a.id = NEW.article_id "
        "AND COALESCE(l.rests_on_id, l.id) = NEW.rests_on_id "
        "AND l.last_reviewed_on = NEW.last_reviewed_on AND l.review_due_on >= NEW.review_due_on)",
        "a wording change keeps the dates of the live answer and of the review it rests on",
    ),
    Guard(
        "guard_withdrawal_of_its_own_publication",
        "articles_withdrawal",
        "INSERT",
        "NEW.publication_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM articles_publication p "
        "WHERE p.id = NEW.publication_id AND p.article_id = NEW.article_id)",
        "a withdrawal names a publication of its own article",
    ),
    Guard(
        "guard_audit_chain_does_not_fork",
        "articles_auditevent",
        "INSERT",
        "NEW.previous_hash IS DISTINCT FROM COALESCE((SELECT e.hash FROM articles_auditevent e "
        f"ORDER BY e.id DESC LIMIT 1), '{GENESIS}')",
        "an audit event follows the newest one",
    ),
)
