"""What anybody may check about the words behind a hash, once they were public."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone

from articles import snapshots
from articles.models import AuditEvent, Publication, Revision
from articles.pages import alerts, reviewed, standing
from articles.pages.standing import Standing
from articles.pages.values import Link, Version


@dataclass(frozen=True)
class Statement:
    """What somebody signed. It repeats the change note and the correction, so `text` is None
    unless anybody may have the words; its hash, who signed and when stay."""

    sha256: str
    signer: str
    signed_on: date
    text: str | None


@dataclass(frozen=True)
class Published:
    """One publication; `rests_on` is the hash whose whole-page review a wording change keeps.

    `event` is its place in the audit trail as (number, hash), None where the trail has lost it.
    """

    question: Link
    version: Version
    kind_label: str
    published_on: date
    last_reviewed_on: date
    review_due_on: date
    statements: tuple[Statement, ...]
    rests_on: str
    event: tuple[int, str] | None


@dataclass(frozen=True)
class Verification:
    """A hash that was published. `text` is None unless anybody may have the words."""

    sha256: str
    recomputed: str
    standing: Standing
    text: str | None
    publications: tuple[Published, ...]

    @property
    def holds(self) -> bool:
        """Whether the words we keep still give the hash."""
        return self.recomputed == self.sha256


def verification(sha256: str, *, on: date) -> Verification:
    """What is kept under a hash, as it stands on that day (four queries).

    Raises `Revision.DoesNotExist` unless words with that hash were ever published.
    """
    earlier = Publication.objects.filter(article=OuterRef("article"), pk__lte=OuterRef("pk"))
    publications = list(
        Publication.objects.filter(revision__sha256=sha256)
        .annotate(
            number=Subquery(
                earlier.order_by().values("article").annotate(n=Count("pk")).values("n")
            )
        )
        .select_related("article__condition", "article__live__revision", "article__live__rests_on")
        .select_related("revision", "rests_on__revision")
        .prefetch_related("article__withdrawals")
        .order_by("pk")
    )
    if not publications:
        raise Revision.DoesNotExist(sha256)
    revision = publications[-1].revision
    found = _standing(publications, on=on)
    recomputed = snapshots.digest(revision.snapshot)
    shown = found.shown and recomputed == sha256
    events = _events(publications)
    return Verification(
        sha256=sha256,
        recomputed=recomputed,
        standing=found,
        text=revision.snapshot if shown else None,
        publications=tuple(
            _published(row, row.number, events.get(row.pk), shown=found.shown)
            for row in publications
        ),
    )


def _standing(publications: Sequence[Publication], *, on: date) -> Standing:
    """The newest publication decides, for an answer's earlier ones share its fate.

    Where two answers have the very same words, the one that withholds them decides.
    """
    newest = {publication.article_id: publication for publication in publications}
    alerted = alerts.standing()
    found = [standing.of(publication, alerted, on=on) for publication in newest.values()]
    return next((one for one in found if not one.shown), found[-1])


def _published(
    publication: Publication, number: int, event: tuple[int, str] | None, *, shown: bool
) -> Published:
    article, revision = publication.article, publication.revision
    return Published(
        question=Link(json.loads(revision.snapshot)["question"], article.get_absolute_url()),
        version=reviewed.version(article, number),
        kind_label=publication.get_kind_display(),
        published_on=timezone.localdate(publication.published_at),
        last_reviewed_on=publication.last_reviewed_on,
        review_due_on=publication.review_due_on,
        statements=tuple(_statement(s, shown=shown) for s in json.loads(publication.signers)),
        rests_on=publication.rests_on.revision.sha256 if publication.rests_on else "",
        event=event,
    )


def _statement(data: Mapping[str, Any], *, shown: bool) -> Statement:
    # Canonical JSON has one spelling: these are the very bytes that were signed.
    signed = snapshots.canonical(data)
    return Statement(
        sha256=signed.sha256,
        signer=data["name"],
        signed_on=date.fromisoformat(data["signed_on"]),
        text=signed.text if shown else None,
    )


def _events(publications: Sequence[Publication]) -> Mapping[int, tuple[int, str]]:
    """Where the audit trail tells of each publication, by its key."""
    names = {f"publication:{publication.pk}": publication.pk for publication in publications}
    events = AuditEvent.objects.filter(verb="published", object__in=names)
    return {names[event.object]: (event.pk, event.hash) for event in events}
