"""Corrections as readers see them: above an answer for a time, and in a log for good."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from articles.enums import PublicationKind, WithdrawalKind
from articles.languages import path_in
from articles.models import Article, Publication, Revision, Withdrawal
from articles.pages import alerts, standing
from articles.pages.values import Correction, Erratum, Link

SHOWN_FOR = timedelta(days=90)
LOG_LENGTH = 25


@dataclass(frozen=True)
class CorrectionLine:
    """A line of the log, in the answer's language.

    `text` is empty while readers may not see the answer's words.
    """

    language: str
    answer: Link
    condition: Link
    corrected_on: date
    text: str


@dataclass(frozen=True)
class CorrectionsPage:
    """One page of the log of corrections, newest first; pages are counted from 1."""

    lines: tuple[CorrectionLine, ...]
    number: int
    count: int

    @property
    def newer(self) -> int | None:
        """The page before this one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def older(self) -> int | None:
        """The page after this one."""
        return self.number + 1 if self.number < self.count else None


def recent(articles: Collection[Article], *, on: date) -> Mapping[int, tuple[Correction, ...]]:
    """What was corrected in those answers within `SHOWN_FOR`, newest first, by key (one query)."""
    taken_back = Withdrawal.objects.filter(
        article=OuterRef("article"), kind=WithdrawalKind.WITHDRAW, publication__gte=OuterRef("pk")
    )
    published = _corrections().filter(
        article__in=[article.pk for article in articles], published_at__date__gt=on - SHOWN_FOR
    )
    found: defaultdict[int, tuple[Correction, ...]] = defaultdict(tuple)
    for publication in published.exclude(Exists(taken_back)):
        found[publication.article_id] += (of(publication.revision, on=_day(publication)),)
    return found


def of(revision: Revision, *, on: date) -> Correction:
    """The correction that a revision carries, as of the day on which it went public."""
    return Correction(revision.correction, on)


def errata(revision: Revision) -> tuple[Erratum, ...]:
    """What editors added beside the change note of a revision (one query unless prefetched)."""
    return tuple(Erratum(row.text, timezone.localdate(row.at)) for row in revision.errata.all())


def log(number: int, *, on: date) -> CorrectionsPage:
    """A page of the log as it reads on that day (four queries).

    Raises `django.core.paginator.InvalidPage` where there is no page of that number.
    """
    rows = _corrections().select_related("article__condition", "article__live__revision")
    rows = rows.select_related("revision", "rests_on", "article__live__rests_on")
    paginator = Paginator(rows.prefetch_related("article__withdrawals"), LOG_LENGTH)
    alerted = alerts.standing()
    found = paginator.page(number)
    return CorrectionsPage(
        tuple(_line(row, alerted, on=on) for row in found), number, paginator.num_pages
    )


def _corrections() -> QuerySet[Publication]:
    """The publications by which a correction went public, newest first; no later reconfirmation."""
    kinds = (PublicationKind.CORRECTION, PublicationKind.ROLL_BACK)
    found = Publication.objects.filter(kind__in=kinds).exclude(revision__correction="")
    return found.select_related("revision").order_by("-pk")


def _line(publication: Publication, alerted: list[Withdrawal], *, on: date) -> CorrectionLine:
    article, stands = publication.article, standing.of(publication, alerted, on=on)
    words: Mapping[str, Any] = json.loads(publication.revision.snapshot)
    about = path_in(article.language, "articles:condition", article.condition.slug)
    return CorrectionLine(
        language=article.language,
        answer=Link(words["question"], article.get_absolute_url()),
        condition=Link(words["condition"]["name"], about),
        corrected_on=_day(publication),
        text=publication.revision.correction if stands.shown else "",
    )


def _day(publication: Publication) -> date:
    return timezone.localdate(publication.published_at)
