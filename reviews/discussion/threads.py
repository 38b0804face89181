"""What was said about the versions of an answer, in threads, and which objections stand."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from articles import changes, quotations
from reviews.enums import RESOLVABLE, Anchor, Outcome
from reviews.models import ReviewComment, ReviewRecord, ReviewRequest


@dataclass(frozen=True)
class Thread:
    """A comment and its replies, oldest first, as seen from the version on the screen.

    `where` says what it hangs on, `gone` that this version no longer has it.
    """

    comment: ReviewComment
    replies: tuple[ReviewComment, ...]
    where: str
    gone: bool
    earlier: bool

    @property
    def open(self) -> bool:
        """Whether nobody has settled it."""
        return self.comment.resolved_at is None


@dataclass(frozen=True)
class Objection:
    """What a reviewer objected to in an earlier version, and what reviewers answered since."""

    record: ReviewRecord
    answers: tuple[ReviewComment, ...]


@dataclass(frozen=True)
class Discussion:
    """All of it up to one request: the open threads first, then the newest."""

    threads: tuple[Thread, ...]
    objections: tuple[Objection, ...]

    @property
    def open(self) -> tuple[Thread, ...]:
        """The threads that nobody has settled."""
        return tuple(thread for thread in self.threads if thread.open)


def of(request: ReviewRequest) -> Discussion:
    """What was said about the request's version and those before it (two queries)."""
    comments = list(
        ReviewComment.objects.told().filter(
            request__article=request.article_id, request__lte=request.pk
        )
    )
    replies, answers = defaultdict(list), defaultdict(list)
    for comment in comments:
        if comment.parent_id is not None:
            replies[comment.parent_id].append(comment)
        elif comment.objection_id is not None:
            answers[comment.objection_id].append(comment)
    found = (
        _thread(comment, replies[comment.pk], request)
        for comment in reversed(comments)
        if comment.anchor in RESOLVABLE
    )
    return Discussion(
        threads=tuple(sorted(found, key=lambda thread: not thread.open)),
        objections=tuple(
            Objection(record, tuple(answers[record.pk])) for record in objections(request)
        ),
    )


def objections(request: ReviewRequest) -> QuerySet[ReviewRecord]:
    """Decisions against earlier versions of the answer, oldest first."""
    earlier = ReviewRecord.objects.filter(
        request__article=request.article_id, request__lt=request.pk
    )
    told = earlier.select_related("request__revision").order_by("pk")
    return told.exclude(outcome=Outcome.APPROVED)


def unanswered(request: ReviewRequest) -> QuerySet[ReviewRecord]:
    """The objections that no reviewer of a later version has answered."""
    return objections(request).filter(answers=None)


def unresolved(request: ReviewRequest) -> QuerySet[ReviewComment]:
    """The open comments on the request's version and those before it."""
    comments = ReviewComment.objects.unresolved().told()
    return comments.filter(request__article=request.article_id, request__lte=request.pk)


def where(comment: ReviewComment) -> str:
    """What a comment hangs on, in words."""
    match comment.anchor:
        case Anchor.WORDS:
            return changes.label(comment.place)
        case Anchor.TREATMENT:
            return _("Treatment: %(name)s") % {"name": comment.place}
        case Anchor.SOURCE:
            return _("Source: %(name)s") % {"name": comment.place}
        case _:
            return str(Anchor(comment.anchor).label)


def _thread(
    comment: ReviewComment, replies: Sequence[ReviewComment], request: ReviewRequest
) -> Thread:
    return Thread(
        comment=comment,
        replies=tuple(replies),
        where=where(comment),
        gone=_is_gone(comment, request.revision.snapshot),
        earlier=comment.request_id != request.pk,
    )


def _is_gone(comment: ReviewComment, snapshot: str) -> bool:
    match comment.anchor:
        case Anchor.WORDS:
            return not quotations.place_of(comment.quote, snapshot)
        case Anchor.TREATMENT:
            return comment.place not in quotations.titles(snapshot, "treatments")
        case Anchor.SOURCE:
            return comment.place not in quotations.titles(snapshot, "citations")
        case _:
            return False
