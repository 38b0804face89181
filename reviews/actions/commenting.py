"""Saying something about a version under review, answering it, and settling it."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import quotations
from articles.actions import audit
from articles.errors import Conflict, NotReady
from articles.policies import require
from articles.texts import normalise
from reviews import discussion, policies, queues
from reviews.enums import Anchor
from reviews.models import ReviewComment, ReviewRequest

LONGEST_TEXT = 4000
LONGEST_QUOTE = 1000


@dataclass(frozen=True)
class Hook:
    """What a comment hangs on: words to quote, or a treatment or source by its `place`.

    For words, `place` is the field in which they were seen, where that is known.
    """

    anchor: Anchor = Anchor.PAGE
    place: str = ""
    quote: str = ""


@transaction.atomic
def comment(request_id: int, *, on: Hook, text: str, by: User, at: datetime) -> ReviewComment:
    """Say something about the request's version.

    Raises `NotAllowed`, and `NotReady` for an empty text, or for words, a treatment or a source
    that this version does not have.
    """
    request = ReviewRequest.objects.locked(request_id)
    why = policies.why_not_comment(by, request, on=timezone.localdate(at))
    require(not why, why)
    words = said(text)
    hook = hung(request, on)
    return _keep(
        ReviewComment(
            request=request, anchor=hook.anchor, place=hook.place, quote=hook.quote, text=words
        ),
        by=by,
        at=at,
    )


@transaction.atomic
def answer_objection(
    request_id: int, record_id: int, *, text: str, by: User, at: datetime
) -> ReviewComment:
    """A reviewer answers what an earlier reviewer objected to, before they may approve.

    Raises `NotAllowed` for anybody else, `NotReady` for an empty text.
    """
    request = ReviewRequest.objects.locked(request_id)
    why = policies.why_not_comment(by, request, on=timezone.localdate(at))
    require(not why, why)
    require(
        policies.speaks_as(by, request, on=timezone.localdate(at)) is not None,
        _("Only a reviewer answers what a reviewer objected to."),
    )
    record = discussion.objections(request).filter(pk=record_id).first()
    if record is None:
        raise Conflict(_("This is no objection to an earlier version of this answer."))
    answer = ReviewComment(
        request=request, anchor=Anchor.OBJECTION, objection=record, text=said(text)
    )
    return _keep(answer, by=by, at=at)


@transaction.atomic
def reply(comment_id: int, *, text: str, by: User, at: datetime) -> ReviewComment:
    """Answer a comment, on its own request, open or closed.

    Raises `NotAllowed`, and `NotReady` for an empty text.
    """
    parent = _locked(comment_id)
    require(
        policies.may_see_record(by, parent.request.article_id, on=timezone.localdate(at)),
        _("You were not asked to review this."),
    )
    return _reply(parent, text=text, by=by, at=at)


@transaction.atomic
def resolve(comment_id: int, *, text: str = "", by: User, at: datetime) -> ReviewComment:
    """Settle a comment, with a reply where there is something to say.

    Raises `NotAllowed` in a sentence that says who may, `Conflict` when it is settled already.
    """
    parent = _locked(comment_id)
    if parent.resolved_at is not None:
        raise Conflict(_("This comment is resolved already."))
    answers = bool(text.strip()) or parent.replies.filter(reviewer__user=by).exists()
    why = policies.why_not_resolve(by, parent, answers=answers, on=timezone.localdate(at))
    require(not why, why)
    if text.strip():
        _reply(parent, text=text, by=by, at=at)
    parent.resolved_by = by
    parent.resolved_at = max(at, parent.at)
    parent.save(update_fields=["resolved_by", "resolved_at"])
    audit.record("resolved comment", parent, by=by, at=at, sha256=parent.sha256)
    return parent


def _reply(parent: ReviewComment, *, text: str, by: User, at: datetime) -> ReviewComment:
    reply = ReviewComment(
        request=parent.request, anchor=Anchor.REPLY, parent=parent, text=said(text)
    )
    return _keep(reply, by=by, at=at)


def _locked(comment_id: int) -> ReviewComment:
    """The comment that a thread begins with, its article and request locked first."""
    request_id = ReviewComment.objects.values_list("request_id", flat=True).get(pk=comment_id)
    request = ReviewRequest.objects.locked(request_id)
    found = ReviewComment.objects.select_for_update().get(pk=comment_id)
    found.request = request
    if found.parent_id is not None:
        raise Conflict(_("This is a reply: answer the comment that it belongs to."))
    return found


def _keep(row: ReviewComment, *, by: User, at: datetime) -> ReviewComment:
    """Store it in the name in which this user speaks, with its hash."""
    # A clock that was moved back dates no comment before its request.
    row.at = max(at, row.request.opened_at)
    row.author = by
    row.reviewer = policies.speaks_as(by, row.request, on=timezone.localdate(row.at))
    name = row.reviewer.name if row.reviewer else by.get_full_name() or by.get_username()
    row.author_name = name[:200]
    row.sha256 = discussion.digest(row)
    row.save(force_insert=True)
    audit.record("commented", row, by=by, at=at, sha256=row.sha256)
    return row


def said(text: str) -> str:
    """The text as it is kept. Raises `NotReady` for an empty one, or one too long."""
    words = normalise(text)
    if not words:
        raise NotReady([_("Comment: it is empty.")])
    if len(words) > LONGEST_TEXT:
        raise NotReady([_("Comment: write at most %(max)d characters.") % {"max": LONGEST_TEXT}])
    return words


def hung(request: ReviewRequest, hook: Hook) -> Hook:
    """The hook with the place of its words. Raises `NotReady` when the version lacks it."""
    snapshot = request.revision.snapshot
    match hook.anchor:
        case Anchor.WORDS:
            return _quoted(request, normalise(hook.quote), near=hook.place)
        case Anchor.TREATMENT if hook.place in quotations.titles(snapshot, "treatments"):
            return Hook(hook.anchor, place=hook.place)
        case Anchor.SOURCE if hook.place in quotations.titles(snapshot, "citations"):
            return Hook(hook.anchor, place=hook.place)
        case Anchor.PAGE:
            return Hook()
    raise NotReady([_("Comment: this version has no such treatment or source.")])


def _quoted(request: ReviewRequest, quote: str, *, near: str) -> Hook:
    """Words of this version, or words of the one before that it left out."""
    if len(quote) > LONGEST_QUOTE:
        raise NotReady([_("Words: quote at most %(max)d characters.") % {"max": LONGEST_QUOTE}])
    base = queues.compared_with(request)
    for revision in filter(None, (request.revision, base)):
        if place := quotations.place_of(quote, revision.snapshot, near=near):
            return Hook(Anchor.WORDS, place=place, quote=quote)
    raise NotReady(
        [_("Words: they do not stand in this version in a row. Copy them from one passage.")]
    )
