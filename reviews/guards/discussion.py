"""Comments are kept as they were said; guests comment and never decide."""

from collections.abc import Sequence

from django.db import models

from articles.guards.sql import Dialect, Guard, differ, listed, never_deleted
from reviews.enums import OPEN, RESOLVABLE
from reviews.models import PreviewLink, ReviewComment

_COMMENT = "reviews_reviewcomment"
_LINK = "reviews_previewlink"
_REQUEST = "reviews_reviewrequest"
_RECORD = "reviews_reviewrecord"


def _changed(model: type[models.Model], *, except_for: Sequence[str]) -> str:
    """SQL that holds when a column changed that must not."""
    kept = [f.column for f in model._meta.concrete_fields if f.name not in except_for]
    return differ(kept)


def _lasts_too_long(dialect: Dialect) -> str:
    if dialect.vendor == "postgresql":
        return f"NEW.expires_at > NEW.created_at + interval '{PreviewLink.MOST_DAYS} days'"
    # A day's fraction in SQLite's arithmetic is exact to a millisecond only.
    return f"julianday(NEW.expires_at) - julianday(NEW.created_at) > {PreviewLink.MOST_DAYS}.00001"


DISCUSSION: tuple[Guard, ...] = (
    *never_deleted(ReviewComment),
    *never_deleted(PreviewLink),
    Guard(
        "guard_comment_only_resolves",
        _COMMENT,
        "UPDATE",
        f"{_changed(ReviewComment, except_for=('resolved_by', 'resolved_at'))} "
        "OR OLD.resolved_at IS NOT NULL",
        "only the resolution of a comment changes, and that once",
    ),
    Guard(
        "guard_comment_starts_unresolved",
        _COMMENT,
        "INSERT",
        "NEW.resolved_at IS NOT NULL",
        "a comment is resolved after it was made",
    ),
    Guard(
        "guard_comment_is_on_an_open_request",
        _COMMENT,
        "INSERT",
        f"NEW.anchor IN ({listed((*RESOLVABLE, 'objection'))}) AND NOT EXISTS (SELECT 1 "
        f"FROM {_REQUEST} q WHERE q.id = NEW.request_id AND q.state IN ({listed(OPEN)}) "
        "AND q.opened_at <= NEW.at)",
        "a comment is made on an open request, after it was asked for",
    ),
    Guard(
        "guard_comment_replies_within_its_request",
        _COMMENT,
        "INSERT",
        f"NEW.parent_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {_COMMENT} c "
        "WHERE c.id = NEW.parent_id AND c.request_id = NEW.request_id AND c.parent_id IS NULL)",
        "a reply belongs to a comment on the same request",
    ),
    Guard(
        "guard_comment_by_a_reviewer_in_their_own_name",
        _COMMENT,
        "INSERT",
        "NEW.reviewer_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM reviews_reviewer p "
        "WHERE p.id = NEW.reviewer_id AND p.user_id = NEW.author_id AND p.name = NEW.author_name)",
        "a reviewer comments in their own name",
    ),
    Guard(
        "guard_comment_by_a_guest_through_their_link",
        _COMMENT,
        "INSERT",
        f"NEW.guest_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {_LINK} l "
        "WHERE l.id = NEW.guest_id AND l.request_id = NEW.request_id AND l.revoked_at IS NULL "
        "AND l.created_at <= NEW.at AND l.expires_at > NEW.at AND l.guest = NEW.author_name) "
        "OR NEW.guest_id IS NOT NULL AND NEW.anchor NOT IN ('page', 'words')",
        "a guest comments on the version of a link that works",
    ),
    Guard(
        "guard_objection_is_answered_by_a_reviewer",
        _COMMENT,
        "INSERT",
        f"NEW.objection_id IS NOT NULL AND (NEW.reviewer_id IS NULL OR NOT EXISTS (SELECT 1 "
        f"FROM {_RECORD} r JOIN {_REQUEST} q ON q.id = r.request_id "
        f"JOIN {_REQUEST} n ON n.id = NEW.request_id WHERE r.id = NEW.objection_id "
        "AND r.outcome <> 'approved' AND q.article_id = n.article_id AND q.id < n.id))",
        "an objection is answered by a reviewer of a later version",
    ),
    Guard(
        "guard_reviewers_comment_is_resolved_by_a_reviewer",
        _COMMENT,
        "UPDATE",
        "NEW.resolved_by_id IS NOT NULL AND OLD.reviewer_id IS NOT NULL "
        "AND NEW.resolved_by_id <> OLD.author_id "
        f"AND NOT EXISTS (SELECT 1 FROM {_COMMENT} c JOIN reviews_reviewer p "
        "ON p.id = c.reviewer_id WHERE c.parent_id = OLD.id AND p.user_id = NEW.resolved_by_id)",
        "a reviewer settles their own comment, or another one who answered it",
    ),
    Guard(
        "guard_record_answers_every_objection",
        _RECORD,
        "INSERT",
        f"NEW.outcome = 'approved' AND EXISTS (SELECT 1 FROM {_REQUEST} n "
        f"JOIN {_REQUEST} q ON q.article_id = n.article_id "
        f"JOIN {_RECORD} r ON r.request_id = q.id "
        "WHERE n.id = NEW.request_id AND r.outcome <> 'approved' AND q.id < n.id "
        f"AND NOT EXISTS (SELECT 1 FROM {_COMMENT} c WHERE c.objection_id = r.id))",
        "an approval comes after every earlier objection was answered",
    ),
    Guard(
        "guard_preview_link_only_ends",
        _LINK,
        "UPDATE",
        f"{_changed(PreviewLink, except_for=('revoked_by', 'revoked_at'))} "
        "OR OLD.revoked_at IS NOT NULL",
        "only the revocation of a preview link changes, and that once",
    ),
    Guard(
        "guard_preview_link_starts_working",
        _LINK,
        "INSERT",
        "NEW.revoked_at IS NOT NULL",
        "a preview link is revoked after it was made",
    ),
    Guard(
        "guard_preview_link_expires",
        _LINK,
        "INSERT",
        _lasts_too_long,
        f"a preview link lasts {PreviewLink.MOST_DAYS} days at most",
    ),
)
