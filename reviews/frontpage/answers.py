"""Live answers that need somebody, and withdrawn ones, on the front page."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles.enums import Freshness
from articles.models import Article, Withdrawal
from articles.policies import may_edit
from reviews import cycle, queues
from reviews.enums import Outcome
from reviews.frontpage import drafts
from reviews.frontpage.values import LONGEST, Line, Rows, Selection, WorkList
from reviews.models import ReviewRequest
from reviews.models.requests import ReviewRequestQuerySet

_ANSWERS = "articles_article_changelist"


def lists(user: User, *, on: date) -> dict[str, WorkList]:
    """The lists of answers that concern this user on that day."""
    found: list[WorkList] = []
    for selection in of_reviewers(user, on=on):
        signed = _signed(user, on=on)
        found.append(_due(selection, signed, on=on, public=True))
    if may_edit(user):
        flagged, due, withdrawn = _of_editors(on=on)
        found += [*drafts.lists(user), _flagged(flagged, on=on)]
        found += [_due(due, _unasked(on=on), on=on), _withdrawn(withdrawn)]
    return {item.key: item for item in found}


def selections(user: User, *, on: date) -> Iterator[Rows]:
    """What the list of answers can be narrowed to for this user."""
    if may_edit(user):
        yield from (*drafts.selections(user), *_of_editors(on=on))


def of_reviewers(user: User, *, on: date) -> Iterator[Rows]:
    """What the queue of requests can be narrowed to: reviewers have no list of answers."""
    if user.has_perm("reviews.decide_request"):
        yield Selection(
            "signed",
            _("You signed, and due for review"),
            "reviews_reviewrequest_changelist",
            lambda: _rests_on(_signed(user, on=on)),
            _("Readers are told that you reviewed these."),
        )


def _of_editors(*, on: date) -> tuple[Rows, Rows, Rows]:
    return (
        Selection(
            "flagged",
            _("Flagged by events"),
            _ANSWERS,
            lambda: Article.objects.filter(pk__in=[a.article_id for a in cycle.flagged(on=on)]),
            _("Something happened since they were signed."),
        ),
        Selection(
            "due",
            _("Due for review"),
            _ANSWERS,
            lambda: _unasked(on=on),
            _("Nobody is asked yet. The daily run asks who signed last."),
        ),
        Selection(
            "withdrawn",
            _("Withdrawn, to repair"),
            _ANSWERS,
            lambda: Article.objects.filter(pk__in=queues.to_repair().values("article")),
            _("Readers see a notice in their place."),
        ),
    )


def _unasked(*, on: date) -> QuerySet[Article]:
    """What is due, and nobody is asked to review."""
    asked = ReviewRequest.objects.open().filter(article=OuterRef("pk"))
    return cycle.due(on=on).exclude(Exists(asked))


def _signed(user: User, *, on: date) -> QuerySet[Article]:
    """What is due, and this user signed."""
    approvals = ReviewRequest.objects.filter(
        records__reviewer__user=user, records__outcome=Outcome.APPROVED
    )
    return cycle.due(on=on).filter(live__approval__in=approvals.values("key"))


def _rests_on(answers: QuerySet[Article]) -> ReviewRequestQuerySet:
    """The requests by which those answers went live, one an answer."""
    return ReviewRequest.objects.filter(key__in=answers.values("live__approval"))


def _flagged(selection: Rows, *, on: date) -> WorkList:
    # Not what the selection finds: the reasons would be looked up once more.
    found = cycle.flagged(on=on)
    return WorkList(selection, total=len(found), lines=tuple(map(_answer, found[:LONGEST])))


def _due(selection: Rows, found: QuerySet[Article], *, on: date, public: bool = False) -> WorkList:
    """`public` leads to the page that readers see: reviewers do not open drafts."""
    shown = cycle.answers(found[:LONGEST], on=on)
    lines = tuple(_answer(answer, public=public) for answer in shown)
    return WorkList(selection, total=found.count(), lines=lines)


def _answer(answer: cycle.Answer, *, public: bool = False) -> Line:
    late = answer.freshness in (Freshness.OVERDUE, Freshness.LAPSED)
    return Line(
        title=answer.question,
        url=answer.url if public else answer.desk_url,
        about=answer.condition,
        says=(_("due %(day)s") % {"day": date_format(answer.review_due_on, "j M Y")},),
        flags=(*((str(answer.freshness.label),) if late else ()), *answer.flags),
    )


def _withdrawn(selection: Rows) -> WorkList:
    found = queues.to_repair()
    return WorkList(selection, total=found.count(), lines=tuple(_lines(found[:LONGEST])))


def _lines(withdrawals: Iterable[Withdrawal]) -> Iterator[Line]:
    for withdrawal in withdrawals:
        article = withdrawal.article
        assert article is not None
        day = date_format(localtime(withdrawal.at), "j M Y")
        yield Line(
            title=article.question,
            url=reverse("admin:articles_article_change", args=[article.pk]),
            about=f"{article.get_kind_display()} · {article.condition.name}",
            says=(_("withdrawn %(day)s: %(reason)s") % {"day": day, "reason": withdrawal.reason},),
        )
