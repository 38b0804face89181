"""A publication needs an approval; nobody approves their own words."""

from django.contrib.auth.models import User

from articles.guards.sql import Dialect, Guard, append_only, kept_while, listed, never_deleted
from reviews.enums import OPEN, READY_TO_PUBLISH
from reviews.models import Reviewer, ReviewRecord, ReviewRequest

_FROZEN = (
    "id",
    "key",
    "article_id",
    "revision_id",
    "approvals_required",
    "for_medicines",
    "two_because",
    "priority",
    "after_approval",
    "publish_on",
    "outline",
    "due_on",
    "opened_by_id",
    "opened_at",
    "conflict_note",
)
_REQUEST = "reviews_reviewrequest"
_RECORD = "reviews_reviewrecord"
# The approvals a publication claims to rest on.
_APPROVALS = (
    f"FROM {_RECORD} r JOIN {_REQUEST} q ON q.id = r.request_id "
    "WHERE q.key = NEW.approval AND r.outcome = 'approved' "
    "AND r.revision_sha256 = (SELECT v.sha256 FROM articles_revision v "
    "WHERE v.id = NEW.revision_id)"
)


def _of_its_revision(column: str) -> str:
    return (
        f"(SELECT v.{column} FROM {_REQUEST} q JOIN articles_revision v "
        "ON v.id = q.revision_id WHERE q.id = NEW.request_id)"
    )


def _statement_differs(dialect: Dialect) -> str:
    pairs = {
        "revision": "NEW.revision_sha256",
        "name": "NEW.reviewer_name",
        "slug": "NEW.reviewer_slug",
        "credentials": "NEW.credentials",
        "registration": "NEW.registration",
        "specialties": "NEW.specialties",
        "outcome": "NEW.outcome",
        "scope": "NEW.scope",
        "conflict_note": "NEW.conflict_note",
        "change_note": _of_its_revision("change_note"),
        "correction": _of_its_revision("correction"),
    }
    return " OR ".join(
        f"{dialect.json('NEW.statement', key)} IS DISTINCT FROM {column}"
        for key, column in pairs.items()
    )


def _signers_differ(dialect: Dialect) -> str:
    return (
        f"NEW.signers IS DISTINCT FROM '[' || (SELECT {dialect.join}(s.statement, ',') "
        f"FROM (SELECT r.statement {_APPROVALS} ORDER BY r.id) s) || ']'"
    )


# Evidence names people by these columns.
_PEOPLE = (
    ("articles_article", "owner_id"),
    ("articles_draftedit", "editor_id"),
    ("articles_erratum", "by_id"),
    ("articles_revision", "submitted_by_id"),
    ("articles_revisioncontributor", "user_id"),
    ("articles_publication", "published_by_id"),
    ("articles_withdrawal", "by_id"),
    ("articles_auditevent", "actor_id"),
    ("articles_experience", "decided_by_id"),
    ("articles_feedback", "decided_by_id"),
    ("articles_openquestion", "added_by_id"),
    (_REQUEST, "opened_by_id"),
    ("reviews_assignment", "named_by_id"),
    ("reviews_reviewer", "user_id"),
    ("reviews_reviewer", "verified_by_id"),
    ("reviews_reviewcomment", "author_id"),
    ("reviews_reviewcomment", "resolved_by_id"),
    ("reviews_previewlink", "created_by_id"),
    ("reviews_previewlink", "revoked_by_id"),
)
_PERSON_IN_EVIDENCE = " OR ".join(
    f"EXISTS (SELECT 1 FROM {table} t WHERE t.{column} = OLD.id)" for table, column in _PEOPLE
)


def _backdated(dialect: Dialect) -> str:
    # The site's day is at most one away from UTC's.
    return (
        f"{dialect.days_apart('NEW.signed_on', 'NEW.signed_at')} > 1 OR EXISTS "
        f"(SELECT 1 FROM {_REQUEST} q WHERE q.id = NEW.request_id "
        "AND q.opened_at > NEW.signed_at)"
    )


def _signer_fell(dialect: Dialect) -> str:
    # The site's day is at most one away from UTC's.
    return (
        f"EXISTS (SELECT 1 FROM {_RECORD} r JOIN {_REQUEST} q ON q.id = r.request_id "
        "JOIN reviews_reviewer p ON p.id = r.reviewer_id JOIN auth_user u ON u.id = p.user_id "
        "WHERE q.key = NEW.approval AND r.outcome = 'approved' AND (p.suspended "
        "OR p.verified_by_id IS NULL OR NOT u.is_active "
        f"OR p.valid_until < {dialect.day_before('NEW.published_at')}))"
    )


RULES: tuple[Guard, ...] = (
    *kept_while(User, _PERSON_IN_EVIDENCE, "a person whom evidence names stays"),
    *append_only(ReviewRecord),
    *never_deleted(Reviewer),
    *never_deleted(ReviewRequest),
    Guard(
        "guard_reviewer_stays_one_person",
        "reviews_reviewer",
        "UPDATE",
        "NEW.user_id <> OLD.user_id OR NEW.id <> OLD.id",
        "a reviewer never becomes another person",
    ),
    Guard(
        # What they signed names it, and leads there.
        "guard_reviewer_keeps_their_address",
        "reviews_reviewer",
        "UPDATE",
        f"NEW.slug <> OLD.slug AND EXISTS (SELECT 1 FROM {_RECORD} r WHERE r.reviewer_id = OLD.id)",
        "a reviewer who signed keeps their address",
    ),
    Guard(
        "guard_request_starts_in_review",
        _REQUEST,
        "INSERT",
        "NEW.state <> 'in_review' OR NOT EXISTS (SELECT 1 FROM articles_revision v "
        "WHERE v.id = NEW.revision_id AND v.article_id = NEW.article_id)",
        "a request starts in review, for a revision of its own article",
    ),
    Guard(
        "guard_request_only_changes_state",
        _REQUEST,
        "UPDATE",
        " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _FROZEN),
        "only the state of a request changes",
    ),
    Guard(
        "guard_request_closed_stays_closed",
        _REQUEST,
        "UPDATE",
        f"OLD.state NOT IN ({listed(OPEN)})",
        "a closed request stays closed",
    ),
    Guard(
        "guard_record_names_its_open_request",
        _RECORD,
        "INSERT",
        f"NOT EXISTS (SELECT 1 FROM {_REQUEST} q JOIN articles_revision v "
        "ON v.id = q.revision_id WHERE q.id = NEW.request_id AND q.state = 'in_review' "
        "AND v.sha256 = NEW.revision_sha256)",
        "a review names the hash of its own open request",
    ),
    Guard(
        "guard_record_comes_from_a_verified_reviewer",
        _RECORD,
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM reviews_reviewer p JOIN auth_user u ON u.id = p.user_id "
        "WHERE p.id = NEW.reviewer_id AND p.verified_by_id IS NOT NULL "
        "AND p.valid_until >= NEW.signed_on AND NOT p.suspended AND u.is_active "
        "AND p.name = NEW.reviewer_name AND p.slug = NEW.reviewer_slug "
        "AND p.credentials = NEW.credentials "
        "AND p.register || ' ' || p.registration_number = NEW.registration)",
        "a review is signed by a verified reviewer in their own name",
    ),
    Guard(
        "guard_record_has_four_eyes",
        _RECORD,
        "INSERT",
        "EXISTS (SELECT 1 FROM reviews_reviewer p "
        f"JOIN {_REQUEST} q ON q.id = NEW.request_id WHERE p.id = NEW.reviewer_id AND ("
        "EXISTS (SELECT 1 FROM articles_revisioncontributor c "
        "WHERE c.revision_id = q.revision_id AND c.user_id = p.user_id) "
        "OR NEW.scope = 'whole_page' AND EXISTS (SELECT 1 FROM articles_draftedit e "
        "WHERE e.article_id = q.article_id AND e.editor_id = p.user_id)))",
        "nobody reviews what they wrote",
    ),
    Guard(
        "guard_record_is_not_backdated",
        _RECORD,
        "INSERT",
        _backdated,
        "a review is signed on its day, after it was asked for",
    ),
    Guard(
        "guard_record_statement_is_its_own",
        _RECORD,
        "INSERT",
        _statement_differs,
        "the signed statement says what the record says",
    ),
    Guard(
        "guard_withdrawal_by_nobody_suspended",
        "articles_withdrawal",
        "INSERT",
        "EXISTS (SELECT 1 FROM reviews_reviewer p WHERE p.user_id = NEW.by_id AND p.suspended)",
        "a suspended reviewer takes nothing back and lifts nothing",
    ),
    Guard(
        "guard_publication_has_its_approvals",
        "articles_publication",
        "INSERT",
        f"NOT EXISTS (SELECT 1 FROM {_REQUEST} q WHERE q.key = NEW.approval "
        "AND q.revision_id = NEW.revision_id AND q.article_id = NEW.article_id "
        f"AND q.state IN ({listed(READY_TO_PUBLISH)}) "
        f"AND q.approvals_required <= (SELECT count(*) {_APPROVALS}))",
        "a publication uses the approvals of that very revision",
    ),
    Guard(
        "guard_publication_signers_are_the_records",
        "articles_publication",
        "INSERT",
        _signers_differ,
        "the signers of a publication are those who signed",
    ),
    Guard(
        "guard_publication_signers_are_in_good_standing",
        "articles_publication",
        "INSERT",
        _signer_fell,
        "words go public on the strength of reviewers who may sign",
    ),
    Guard(
        "guard_publication_dates_are_the_reviewers",
        "articles_publication",
        "INSERT",
        "NEW.rests_on_id IS NULL AND (NEW.last_reviewed_on IS DISTINCT FROM "
        f"(SELECT min(r.signed_on) {_APPROVALS} AND r.scope = 'whole_page') "
        f"OR NEW.review_due_on > (SELECT min(r.review_due_on) {_APPROVALS}))",
        "only a whole-page review moves the date of the last review",
    ),
)
