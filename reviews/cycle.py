"""Which live answers need a new review on a day, and why. Derived: nothing here is stored."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import freshness
from articles.enums import Freshness, Retraction
from articles.models import Article, Publication
from reviews import events, staffing
from reviews.enums import OPEN, SENT_BACK, Outcome, Scope
from reviews.models import Reviewer, ReviewRecord, ReviewRequest
from reviews.models.requests import ReviewRequestQuerySet

CHUNK = 200


@dataclass(frozen=True)
class Answer:
    """A live answer that is due, overdue, lapsed or flagged.

    `flags` says in sentences what happened since the whole page was signed. `needs_new_version`:
    a cited source is retracted, or the original of a translation says something else, so that
    signing the same words again would not do.
    """

    article_id: int
    owner_id: int | None
    question: str
    condition: str
    url: str
    desk_url: str
    review_due_on: date
    freshness: Freshness
    flags: tuple[str, ...]
    needs_new_version: bool

    @property
    def why(self) -> str:
        """Why it needs a review, in words."""
        due = () if self.freshness == Freshness.CURRENT else (f"{self.freshness.label}.",)
        return " ".join((*due, *self.flags))


def needing_review(*, on: date) -> tuple[Answer, ...]:
    """Every live answer that is not simply current: flagged ones first, then by due date.

    Takes five queries, four when nothing is said against any source.
    """
    happened = events.happened(on=on)
    dated = Q(live__review_due_on__lte=_soon(on=on))
    found = _loaded(events.touched(happened) | dated).iterator(chunk_size=CHUNK)
    answers = [_answer(article, happened, on=on) for article in found]
    needing = [a for a in answers if a.flags or a.freshness != Freshness.CURRENT]
    return tuple(sorted(needing, key=lambda a: (not a.flags, a.review_due_on, a.article_id)))


def flagged(*, on: date) -> tuple[Answer, ...]:
    """The live answers to which something happened since they were signed, by due date.

    Takes as many queries as `needing_review`, and reads only the answers that name what happened.
    """
    happened = events.happened(on=on)
    found = _loaded(events.touched(happened)).iterator(chunk_size=CHUNK)
    answers = (_answer(article, happened, on=on) for article in found)
    return tuple(sorted((a for a in answers if a.flags), key=lambda a: a.review_due_on))


def due(*, on: date) -> QuerySet[Article]:
    """The live answers that are due soon, overdue or lapsed, the longest due first."""
    found = Article.objects.filter(live__review_due_on__lte=_soon(on=on))
    return found.order_by("live__review_due_on", "pk")


def answers(articles: QuerySet[Article], *, on: date) -> tuple[Answer, ...]:
    """Those live answers as values, without their flags (one query)."""
    nothing = events.Events({}, [], {})
    loaded = articles.select_related("condition", "live__revision", "live__rests_on")
    return tuple(_answer(article, nothing, on=on) for article in loaded)


def spoken_for() -> QuerySet[Article]:
    """The articles with an open request, or whose live words were sent back.

    A reviewer who sent back the live words wants a new version: asking again would not help.
    """
    sent_back = Q(
        state__in=SENT_BACK,
        revision=F("article__live__revision"),
        opened_at__gte=F("article__live__published_at"),
    )
    found = ReviewRequest.objects.filter(Q(state__in=OPEN) | sent_back, article=OuterRef("pk"))
    return Article.objects.filter(Exists(found))


def sent_back() -> ReviewRequestQuerySet:
    """The requests that reviewers sent back, until something newer is submitted."""
    newer = ReviewRequest.objects.filter(article=OuterRef("article"), pk__gt=OuterRef("pk"))
    return ReviewRequest.objects.filter(state__in=SENT_BACK).exclude(Exists(newer))


def reviewers_again(live: Publication, *, on: date) -> tuple[Reviewer, ...]:
    """Those who signed for the whole page of what is live and may sign for it again on that day."""
    signed = ReviewRecord.objects.filter(
        request__key=events.whole_page(live).approval,
        outcome=Outcome.APPROVED,
        scope=Scope.WHOLE_PAGE,
    )
    again = staffing.able(on=on).filter(pk__in=signed.values("reviewer")).select_related("user")
    return tuple(again.exclude(user__in=staffing.writers(live.revision)))


def waiting(*, on: date) -> Iterator[tuple[ReviewRequest, tuple[User, ...]]]:
    """Every request in review with the reviewers who have yet to decide it and may (three queries).

    Nobody is left where all who were asked may no longer sign.
    """
    requests = ReviewRequest.objects.in_review().select_related("revision")
    for request in requests.with_asked().prefetch_related("records"):
        decided = {record.reviewer_id for record in request.records.all()}
        yield (
            request,
            tuple(
                asked.reviewer.user
                for asked in request.asked
                if asked.reviewer_id not in decided and asked.reviewer.may_sign_on(on)
            ),
        )


def _soon(*, on: date) -> date:
    """The last day whose due answers count as due soon."""
    return on + timedelta(days=settings.DUE_SOON_DAYS)


def _loaded(wanted: Q) -> QuerySet[Article]:
    """Those live answers, with what their events say of them."""
    found = Article.objects.annotate(original_change=Subquery(events.change_of_the_original()))
    found = found.filter(wanted, live__isnull=False).order_by("pk")
    return found.select_related("condition", "live__revision", "live__rests_on")


def _answer(article: Article, happened: events.Events, *, on: date) -> Answer:
    live = article.live
    assert live is not None
    words = json.loads(live.revision.snapshot)
    changed = getattr(article, "original_change", None) is not None
    against = events.against(words, live, happened)
    return Answer(
        article_id=article.pk,
        owner_id=article.owner_id,
        question=words["question"],
        condition=words["condition"]["name"],
        url=article.get_absolute_url(),
        desk_url=reverse("admin:articles_article_change", args=[article.pk]),
        review_due_on=live.review_due_on,
        freshness=freshness.of(words["kind"], due_on=live.review_due_on, on=on),
        flags=(
            *events.flags(words, live, happened),
            # Not what changed in it: flags are mailed, and mail tells of no health beyond titles.
            *((_("The original has changed since this was translated."),) if changed else ()),
        ),
        needs_new_version=changed or any(s.retraction == Retraction.RETRACTED for s in against),
    )
