"""Answers on the front page: drafts to go on with, and live ones that need somebody."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import readiness
from articles.enums import Freshness
from articles.models import Article, DraftEdit, Revision, Withdrawal
from articles.policies import may_edit
from reviews import cycle, queues
from reviews.enums import Outcome
from reviews.frontpage.values import LONGEST, Line, WorkList
from reviews.models import ReviewRequest

# Finding what a draft lacks means reading it: only the latest are looked at.
LATEST = 2 * LONGEST


def lists(user: User, *, on: date) -> dict[str, WorkList]:
    """The lists of answers that concern this user on that day."""
    found: list[WorkList] = []
    if user.has_perm("reviews.decide_request"):
        found.append(_signed(user, on=on))
    if may_edit(user):
        found += [*_drafts(user), _flagged(on=on), _due(on=on), _withdrawn()]
    return {item.key: item for item in found}


def unsubmitted(user: User) -> QuerySet[Article]:
    """The user's answers whose draft was saved after it was last submitted.

    A version brought back has an older draft's words, so that the newest is not always the last.
    """
    latest = Revision.objects.filter(article=OuterRef("pk")).order_by("-draft_version")
    submitted = Coalesce(Subquery(latest.values("draft_version")[:1]), 0)
    return Article.objects.filter(owner=user, draft_version__gt=submitted)


def _drafts(user: User) -> Iterator[WorkList]:
    edits = DraftEdit.objects.filter(article=OuterRef("pk")).order_by("-version")
    drafts = unsubmitted(user)
    saved = drafts.annotate(saved_at=Subquery(edits.values("at")[:1]))
    latest = list(saved.select_related("condition").order_by("-saved_at", "pk")[:LATEST])
    problems = readiness.of_many([article.pk for article in latest])
    total = drafts.count()
    ready = [article for article in latest if not problems[article.pk]]
    among = _("Among your %(latest)d latest drafts of %(total)d.")
    url = f"{reverse('admin:articles_article_changelist')}?owner=mine"
    yield WorkList(
        key="ready",
        title=_("Ready to submit"),
        hint=among % {"latest": LATEST, "total": total} if total > LATEST else "",
        total=len(ready),
        lines=tuple(_draft(article, []) for article in ready[:LONGEST]),
        url=url,
    )
    others = [article for article in latest if problems[article.pk]]
    yield WorkList(
        key="drafts",
        title=_("My drafts"),
        hint=(
            _("Saved and not submitted. Only the latest are looked at.")
            if total > LATEST
            else _("Saved, not submitted, and not finished yet.")
        ),
        total=total - len(ready),
        lines=tuple(_draft(article, problems[article.pk]) for article in others[:LONGEST]),
        url=url,
    )


def _draft(article: Article, problems: list[str]) -> Line:
    saved_at = getattr(article, "saved_at")  # noqa: B009 - an annotation of the list
    missing = ngettext("%d thing is missing", "%d things are missing", len(problems))
    return Line(
        title=article.question,
        url=reverse("admin:articles_article_change", args=[article.pk]),
        about=_about(article.condition.name, article.get_kind_display()),
        says=(
            _("saved %(day)s") % {"day": date_format(localtime(saved_at), "j M Y, H:i")},
            *((missing % len(problems),) if problems else ()),
        ),
    )


def _flagged(*, on: date) -> WorkList:
    found = cycle.flagged(on=on)
    return WorkList(
        key="flagged",
        title=_("Flagged by events"),
        hint=_("Something happened since they were signed."),
        total=len(found),
        lines=tuple(map(_answer, found[:LONGEST])),
    )


def _due(*, on: date) -> WorkList:
    asked = ReviewRequest.objects.open().filter(article=OuterRef("pk"))
    found = cycle.due(on=on).exclude(Exists(asked))
    return WorkList(
        key="due",
        title=_("Due for review"),
        hint=_("Nobody is asked yet. The daily run asks who signed last."),
        total=found.count(),
        lines=tuple(map(_answer, cycle.answers(found[:LONGEST], on=on))),
    )


def _signed(user: User, *, on: date) -> WorkList:
    approvals = ReviewRequest.objects.filter(
        records__reviewer__user=user, records__outcome=Outcome.APPROVED
    )
    found = cycle.due(on=on).filter(live__approval__in=approvals.values("key"))
    return WorkList(
        key="signed",
        title=_("You signed, and due for review"),
        hint=_("Readers are told that you reviewed these."),
        total=found.count(),
        lines=tuple(
            _answer(answer, url=answer.url) for answer in cycle.answers(found[:LONGEST], on=on)
        ),
    )


def _answer(answer: cycle.Answer, *, url: str = "") -> Line:
    late = answer.freshness in (Freshness.OVERDUE, Freshness.LAPSED)
    return Line(
        title=answer.question,
        url=url or answer.desk_url,
        about=answer.condition,
        says=(_("due %(day)s") % {"day": date_format(answer.review_due_on, "j M Y")},),
        flags=(*((str(answer.freshness.label),) if late else ()), *answer.flags),
    )


def _withdrawn() -> WorkList:
    found = queues.to_repair()
    return WorkList(
        key="withdrawn",
        title=_("Withdrawn, to repair"),
        hint=_("Readers see a notice in their place."),
        total=found.count(),
        lines=tuple(_lines(found[:LONGEST])),
    )


def _lines(withdrawals: Iterable[Withdrawal]) -> Iterator[Line]:
    for withdrawal in withdrawals:
        article = withdrawal.article
        assert article is not None
        day = date_format(localtime(withdrawal.at), "j M Y")
        yield Line(
            title=article.question,
            url=reverse("admin:articles_article_change", args=[article.pk]),
            about=_about(article.condition.name, article.get_kind_display()),
            says=(_("withdrawn %(day)s: %(reason)s") % {"day": day, "reason": withdrawal.reason},),
        )


def _about(condition: str, kind: str) -> str:
    return f"{kind} · {condition}"
