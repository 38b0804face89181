"""Who may sign, and what: nobody approves their own words."""

from functools import partial

from django.contrib.auth.models import User

from articles.guards.sql import (
    Dialect,
    Guard,
    append_only,
    differ,
    kept_while,
    listed,
    never_deleted,
)
from reviews.enums import OPEN
from reviews.models import Reviewer, ReviewRecord, ReviewRequest

_FROZEN = (
    "id",
    "key",
    "article_id",
    "revision_id",
    "approvals_required",
    "for_medicines",
    "two_because",
    "after_approval",
    "publish_on",
    "outline",
    "opened_by_id",
    "opened_at",
    "conflict_note",
)
_REQUEST = "reviews_reviewrequest"
_RECORD = "reviews_reviewrecord"


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


def _due_before(dialect: Dialect, *, moved: str) -> str:
    # The site's day is at most one away from UTC's. Which day it is today only the action knows.
    return f"{moved}NEW.due_on < {dialect.day_before('NEW.opened_at')}"


# Whom the database knows to hold the right when they verify. Taking it away later undoes nothing.
_NO_VERIFIER = (
    "NEW.verified_by_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM auth_user u "
    "WHERE u.id = NEW.verified_by_id AND u.is_active AND (u.is_superuser OR EXISTS ("
    "SELECT 1 FROM auth_permission p JOIN django_content_type t ON t.id = p.content_type_id "
    "WHERE t.app_label = 'reviews' AND p.codename = 'verify_reviewer' AND ("
    "EXISTS (SELECT 1 FROM auth_user_groups g JOIN auth_group_permissions h "
    "ON h.group_id = g.group_id WHERE g.user_id = u.id AND h.permission_id = p.id) "
    "OR EXISTS (SELECT 1 FROM auth_user_user_permissions o "
    "WHERE o.user_id = u.id AND o.permission_id = p.id)))))"
)
_VERIFIED_ANEW = differ(("verified_by_id", "verification", "valid_until"))


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
    *(
        Guard(
            f"guard_reviewer_is_verified_by_an_administrator_{event.lower()}",
            "reviews_reviewer",
            event,
            anew + _NO_VERIFIER,
            "a reviewer is verified by an active administrator",
        )
        for event, anew in (("INSERT", ""), ("UPDATE", f"({_VERIFIED_ANEW}) AND "))
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
        differ(_FROZEN),
        "only the state, due date and priority of a request change",
    ),
    *(
        Guard(
            f"guard_request_is_due_after_it_was_asked_for_{event.lower()}",
            _REQUEST,
            event,
            partial(_due_before, moved="NEW.due_on <> OLD.due_on AND " * (event == "UPDATE")),
            "a request is due on the day that it is asked for, or later",
        )
        for event in ("INSERT", "UPDATE")
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
        "guard_record_calls_it_no_less_than_its_author",
        _RECORD,
        "INSERT",
        "NEW.outcome = 'approved' AND NEW.change_class <> 'material' "
        f"AND {_of_its_revision('proposed_class')} = 'material'",
        "an approval calls a change material where its author does",
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
)
