"""Which live answers need a new review on a day, and why. Derived: nothing here is stored."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import freshness
from articles.enums import ChangeClass, Freshness, Retraction
from articles.models import (
    Article,
    AuditEvent,
    DraftEdit,
    Publication,
    RevisionContributor,
    Source,
    Withdrawal,
)
from articles.pages import alerts
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


@dataclass(frozen=True)
class _Standing:
    """What a publisher says against a source, and since when we know (None: nothing tells)."""

    title: str
    retraction: str
    since: datetime | None


@dataclass(frozen=True)
class _Events:
    """What may have happened to live answers: by source, by alert, by approval."""

    sources: Mapping[int, _Standing]
    alerts: list[Withdrawal]
    signers: Mapping[UUID, tuple[str, ...]]


def needing_review(*, on: date) -> tuple[Answer, ...]:
    """Every live answer that is not simply current: flagged ones first, then by due date.

    Takes five queries, four when nothing is said against any source.
    """
    events = _Events(_standings(), alerts.standing(), _lost_signers(on=on))
    found = _candidates(events, on=on).iterator(chunk_size=CHUNK)
    answers = [_answer(article, events, on=on) for article in found]
    needing = [a for a in answers if a.flags or a.freshness != Freshness.CURRENT]
    return tuple(sorted(needing, key=lambda a: (not a.flags, a.review_due_on, a.article_id)))


def spoken_for() -> set[int]:
    """The ids of the articles with an open request, or whose live words were sent back (one query).

    A reviewer who sent back the live words wants a new version: asking again would not help.
    """
    sent_back = Q(
        state__in=SENT_BACK,
        revision=F("article__live__revision"),
        opened_at__gte=F("article__live__published_at"),
    )
    found = ReviewRequest.objects.filter(Q(state__in=OPEN) | sent_back)
    return set(found.values_list("article_id", flat=True))


def sent_back() -> ReviewRequestQuerySet:
    """The requests that reviewers sent back, until something newer is submitted."""
    newer = ReviewRequest.objects.filter(article=OuterRef("article"), pk__gt=OuterRef("pk"))
    return ReviewRequest.objects.filter(state__in=SENT_BACK).exclude(Exists(newer))


def reviewers_again(live: Publication, *, on: date) -> tuple[Reviewer, ...]:
    """Those who signed for the whole page of what is live and may sign for it again on that day."""
    wrote = Q(user__in=DraftEdit.objects.filter(article=live.article_id).values("editor")) | Q(
        user__in=RevisionContributor.objects.filter(revision=live.revision_id).values("user")
    )
    signed = ReviewRecord.objects.filter(
        request__key=_whole_page(live).approval, outcome=Outcome.APPROVED, scope=Scope.WHOLE_PAGE
    )
    able = Reviewer.objects.able_to_sign(on=on).filter(pk__in=signed.values("reviewer"))
    found = able.exclude(wrote).select_related("user")
    return tuple(r for r in found if r.user.has_perm("reviews.decide_request"))


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


def _standings() -> dict[int, _Standing]:
    """The sources that are retracted or under an expression of concern (two queries)."""
    sources = Source.objects.exclude(retraction=Retraction.NONE)
    known = {f"source:{source.pk}": source for source in sources}
    since: dict[str, datetime] = {}
    if known:
        for event in AuditEvent.objects.filter(object__in=known, verb__in=("added", "changed")):
            if "retraction" in json.loads(event.detail).get("fields", "").split(", "):
                since[event.object] = event.at
    return {
        source.pk: _Standing(source.title, source.retraction, since.get(key))
        for key, source in known.items()
    }


def _lost_signers(*, on: date) -> dict[UUID, tuple[str, ...]]:
    """By approval: who signed a whole page that is live, and could not sign on that day (a query).

    Only active accounts in good standing vouch for what is public.
    """
    live = Publication.objects.filter(live_for__isnull=False)
    keys = live.values_list(Coalesce("rests_on__approval", "approval"))
    records = ReviewRecord.objects.filter(
        outcome=Outcome.APPROVED, scope=Scope.WHOLE_PAGE, request__key__in=keys
    ).exclude(reviewer__in=Reviewer.objects.able_to_sign(on=on))
    lost: defaultdict[UUID, list[str]] = defaultdict(list)
    for record in records.select_related("reviewer__user", "request").order_by("pk"):
        lost[record.request.key].append(_why_lost(record.reviewer))
    return {key: tuple(why) for key, why in lost.items()}


def _why_lost(reviewer: Reviewer) -> str:
    name = {"name": reviewer.name}
    if reviewer.suspended:
        return _("%(name)s, who signed for the whole page, is suspended.") % name
    if not reviewer.user.is_active:
        return _("The account of %(name)s, who signed for the whole page, is not active.") % name
    return _("The verification of %(name)s, who signed for the whole page, is over.") % name


def _candidates(events: _Events, *, on: date) -> QuerySet[Article]:
    """The live answers that may need a review; `_answer` looks more closely."""
    wanted = Q(live__review_due_on__lte=on + timedelta(days=settings.DUE_SOON_DAYS))
    if events.sources:
        # Canonical JSON has one spelling, so this finds every citation of those sources.
        keys = "|".join(map(str, sorted(events.sources)))
        wanted |= Q(live__revision__snapshot__regex=f'"source":({keys})[,}}]')
    if events.alerts:
        newest = max(timezone.localdate(alert.at) for alert in events.alerts)
        wanted |= Q(live__last_reviewed_on__lte=newest)
    if events.signers:
        wanted |= Q(live__approval__in=events.signers)
        wanted |= Q(live__rests_on__approval__in=events.signers)
    change = _change_of_the_original()
    found = Article.objects.annotate(original_change=Subquery(change)).order_by("pk")
    wanted |= Q(original_change__isnull=False)
    return found.filter(wanted, live__isnull=False).select_related(
        "condition", "live__revision", "live__rests_on"
    )


def _change_of_the_original() -> QuerySet[Publication, str]:
    """What changed materially in an original after its live translation was made from it."""
    made_from = OuterRef("live__revision__translates")
    newer = Publication.objects.filter(article=OuterRef("translation_of"), pk__gt=made_from)
    material = newer.filter(revision__proposed_class=ChangeClass.MATERIAL)
    changed = material.exclude(revision=OuterRef("live__revision__translates__revision"))
    return changed.order_by("-pk").values_list("revision__change_note", flat=True)[:1]


def _answer(article: Article, events: _Events, *, on: date) -> Answer:
    live = article.live
    assert live is not None
    words = json.loads(live.revision.snapshot)
    note: str | None = getattr(article, "original_change", None)
    changed = (note,) if note is not None else ()
    against = list(_against(words, _whole_page(live), events.sources))
    return Answer(
        article_id=article.pk,
        question=words["question"],
        condition=words["condition"]["name"],
        url=article.get_absolute_url(),
        desk_url=reverse("admin:articles_article_change", args=[article.pk]),
        review_due_on=live.review_due_on,
        freshness=freshness.of(words["kind"], due_on=live.review_due_on, on=on),
        flags=(
            *map(_about_source, against),
            *(
                _("%(treatment)s has a safety alert: %(kind)s.")
                % {"treatment": alert.treatment, "kind": alert.kind_label}
                for alert in alerts.about(words, live, events.alerts)
            ),
            *events.signers.get(_whole_page(live).approval, ()),
            *(_("The original has changed: %(note)s") % {"note": note} for note in changed),
        ),
        needs_new_version=bool(changed)
        or any(s.retraction == Retraction.RETRACTED for s in against),
    )


def _against(
    words: Mapping[str, Any], signed: Publication, sources: Mapping[int, _Standing]
) -> Iterator[_Standing]:
    """The cited sources whose standing the signers of the whole page could not know."""
    for citation in words["citations"]:
        standing = sources.get(citation["source"])
        if standing is None or standing.retraction == citation["retraction"]:
            continue
        # A later review of the same words has weighed a concern; a retraction bars them for good.
        concern = standing.retraction == Retraction.CONCERN
        if concern and standing.since and standing.since < alerts.reviewed_at(signed):
            continue
        yield standing


def _about_source(source: _Standing) -> str:
    if source.retraction == Retraction.RETRACTED:
        return _("The cited source “%(title)s” is retracted.") % {"title": source.title}
    return _("The cited source “%(title)s” is under an expression of concern.") % {
        "title": source.title
    }


def _whole_page(live: Publication) -> Publication:
    """The publication whose whole-page review the live words rest on."""
    return live.rests_on or live
