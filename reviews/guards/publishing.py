"""A publication rests on its approvals, and says what their signers said."""

from articles.guards.sql import Dialect, Guard, listed
from reviews.enums import READY_TO_PUBLISH

_REQUEST = "reviews_reviewrequest"
_RECORD = "reviews_reviewrecord"
# The approvals a publication claims to rest on.
_APPROVALS = (
    f"FROM {_RECORD} r JOIN {_REQUEST} q ON q.id = r.request_id "
    "WHERE q.key = NEW.approval AND r.outcome = 'approved' "
    "AND r.revision_sha256 = (SELECT v.sha256 FROM articles_revision v "
    "WHERE v.id = NEW.revision_id)"
)

# What changes is material where nothing is live, or where the author or a signer says so.
_MATERIAL = (
    "(EXISTS (SELECT 1 FROM articles_article a WHERE a.id = NEW.article_id AND a.live_id IS NULL) "
    "OR EXISTS (SELECT 1 FROM articles_revision m WHERE m.id = NEW.revision_id "
    "AND m.proposed_class = 'material') "
    f"OR EXISTS (SELECT 1 {_APPROVALS} AND r.change_class = 'material'))"
)
# Of the approvals of what is material only those count that are for the whole page.
_COUNTING = f"{_APPROVALS} AND (r.scope = 'whole_page' OR NOT {_MATERIAL})"


def _signers_differ(dialect: Dialect) -> str:
    return (
        f"NEW.signers IS DISTINCT FROM '[' || (SELECT {dialect.join}(s.statement, ',') "
        f"FROM (SELECT r.statement {_APPROVALS} ORDER BY r.id) s) || ']'"
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


PUBLISHING: tuple[Guard, ...] = (
    Guard(
        "guard_publication_has_its_approvals",
        "articles_publication",
        "INSERT",
        f"NOT EXISTS (SELECT 1 FROM {_REQUEST} q WHERE q.key = NEW.approval "
        "AND q.revision_id = NEW.revision_id AND q.article_id = NEW.article_id "
        f"AND q.state IN ({listed(READY_TO_PUBLISH)}) "
        f"AND q.approvals_required <= (SELECT count(*) {_COUNTING}))",
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
    Guard(
        "guard_publication_of_medicines_has_their_reviewer",
        "articles_publication",
        "INSERT",
        f"EXISTS (SELECT 1 FROM {_REQUEST} q WHERE q.key = NEW.approval AND q.for_medicines "
        f"AND NOT EXISTS (SELECT 1 {_COUNTING} AND r.for_medicines))",
        "one of the signers of a medicine is a pharmacist or of a fitting specialty",
    ),
)
