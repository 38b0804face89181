"""What happened to live answers since they were signed: sources, alerts, signers, originals."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.enums import Retraction
from articles.models import AuditEvent, Publication, Source, Withdrawal
from articles.pages import alerts, translations
from reviews.enums import Outcome, Scope
from reviews.models import Reviewer, ReviewRecord


@dataclass(frozen=True)
class Standing:
    """What a publisher says against a source, and since when we know (None: nothing tells)."""

    title: str
    retraction: str
    since: datetime | None


@dataclass(frozen=True)
class Events:
    """What may have happened to live answers: by source, by alert, by approval."""

    sources: Mapping[int, Standing]
    alerts: list[Withdrawal]
    signers: Mapping[UUID, tuple[str, ...]]


def happened(*, on: date) -> Events:
    """Everything that may touch a live answer on that day (four queries)."""
    return Events(_standings(), alerts.standing(), _lost_signers(on=on))


def touched(events: Events) -> Q:
    """The live answers that an event may concern; `flags` looks more closely.

    It is for articles that are annotated with their `original_change`.
    """
    wanted = Q(translation_of__isnull=False, original_change__isnull=False)
    for source in events.sources:
        # Canonical JSON has one spelling, and a citation's title follows its source.
        wanted |= Q(live__revision__snapshot__contains=f'"source":{source},"title":')
    for alert in events.alerts:
        assert alert.treatment is not None
        named = Q(live__revision__snapshot__contains=f'"treatment":"{alert.treatment.slug}"')
        for name in alerts.names(alert.treatment, alert):
            named |= Q(live__revision__snapshot__icontains=_needle(name))
        wanted |= Q(live__last_reviewed_on__lte=timezone.localdate(alert.at)) & named
    if events.signers:
        wanted |= Q(live__approval__in=events.signers)
        wanted |= Q(live__rests_on__approval__in=events.signers)
    return wanted


def _needle(name: str) -> str:
    """The longest run of plain letters in a name: line breaks and accents are left to `flags`."""
    return max(re.findall(r"[A-Za-z0-9]+", name), key=len, default="")


def change_of_the_original() -> QuerySet[Publication, str]:
    """What changed materially in an original after its live translation was made from it."""
    made_from = "live__revision__translates"
    changed = translations.changing(
        OuterRef("translation_of"),
        since=OuterRef(made_from),
        words=OuterRef(f"{made_from}__revision"),
    )
    return changed.order_by("-pk").values_list("revision__change_note", flat=True)[:1]


def flags(words: Mapping[str, Any], live: Publication, events: Events) -> Iterator[str]:
    """In sentences, what happened since the whole page of that live snapshot was signed."""
    yield from map(_about_source, against(words, live, events))
    for alert in alerts.about(words, live, events.alerts):
        yield _("%(treatment)s has a safety alert: %(kind)s.") % {
            "treatment": alert.treatment,
            "kind": alert.kind_label,
        }
    yield from events.signers.get(whole_page(live).approval, ())


def against(words: Mapping[str, Any], live: Publication, events: Events) -> tuple[Standing, ...]:
    """The cited sources whose standing the signers of the whole page could not know."""
    return tuple(_against(words, whole_page(live), events.sources))


def whole_page(live: Publication) -> Publication:
    """The publication whose whole-page review the live words rest on."""
    return live.rests_on or live


def _standings() -> dict[int, Standing]:
    """The sources that are retracted or under an expression of concern (two queries)."""
    sources = Source.objects.exclude(retraction=Retraction.NONE)
    known = {f"source:{source.pk}": source for source in sources}
    since: dict[str, datetime] = {}
    if known:
        for event in AuditEvent.objects.filter(object__in=known, verb__in=("added", "changed")):
            if "retraction" in json.loads(event.detail).get("fields", "").split(", "):
                since[event.object] = event.at
    return {
        source.pk: Standing(source.title, source.retraction, since.get(key))
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


def _against(
    words: Mapping[str, Any], signed: Publication, sources: Mapping[int, Standing]
) -> Iterator[Standing]:
    for citation in words["citations"]:
        standing = sources.get(citation["source"])
        if standing is None or standing.retraction == citation["retraction"]:
            continue
        # A later review of the same words has weighed a concern; a retraction bars them for good.
        concern = standing.retraction == Retraction.CONCERN
        if concern and standing.since and standing.since < alerts.reviewed_at(signed):
            continue
        yield standing


def _about_source(source: Standing) -> str:
    if source.retraction == Retraction.RETRACTED:
        return _("The cited source “%(title)s” is retracted.") % {"title": source.title}
    return _("The cited source “%(title)s” is under an expression of concern.") % {
        "title": source.title
    }
