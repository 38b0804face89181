"""Every version of an answer that readers ever saw: when, why, who vouched, and the words.

A version is a publication, counted from one in each answer (`docs/adr/0008-versions.md`).
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import prefetch_related_objects
from django.utils.timezone import localdate

from articles.differences import Field
from articles.enums import PublicationKind
from articles.languages import path_in
from articles.models import Article, Publication, Withdrawal
from articles.pages import (
    alerts,
    comparing,
    corrections,
    fallen,
    loading,
    reading,
    reviewed,
    standing,
)
from articles.pages.standing import Standing
from articles.pages.values import Alert, AnswerPage, Erratum, Link, Review, Version

SHOWN_AT_ONCE = 25


class UnknownVersion(LookupError):
    """The answer has no version of that number, or its list no such page."""


@dataclass(frozen=True)
class Answer:
    """The answer whose versions these are, under the question that readers saw last."""

    question: str
    path: str
    language: str
    condition: Link
    history: str
    compare: str


@dataclass(frozen=True)
class Line:
    """A version in the list; readers saw it until `until`, which is None while they still do.

    What changed is told in words of the answer: empty while nobody may have those, and where
    the same words were found still accurate.
    """

    version: Version
    review: Review
    standing: Standing
    until: date | None
    change_note: str
    errata: tuple[Erratum, ...]
    correction: str


@dataclass(frozen=True)
class Choice:
    """A version to choose for a comparison."""

    number: int
    published_on: date


@dataclass(frozen=True)
class HistoryPage:
    """The versions of an answer, newest first; `newer` and `older` number pages of the list."""

    answer: Answer
    lines: tuple[Line, ...]
    choices: tuple[Choice, ...]
    newer: int | None
    older: int | None


@dataclass(frozen=True)
class VersionPage:
    """One version. `words` is None while nobody may have them, and `notice` says why it went."""

    answer: Answer
    line: Line
    newest: int
    words: AnswerPage | None
    alerts: tuple[Alert, ...]
    notice: str


@dataclass(frozen=True)
class Comparison:
    """Two versions; `fields` is None where nobody may have the words of one of them."""

    answer: Answer
    before: Line
    after: Line
    choices: tuple[Choice, ...]
    fields: tuple[Field, ...] | None


@dataclass(frozen=True)
class _Shelf:
    """An article's publications by number, and what has to be known to judge them."""

    article: Article
    rows: Sequence[tuple[int, datetime]]
    alerted: Sequence[Withdrawal]
    on: date


def history(condition: str, slug: str, *, language: str, page: int, on: date) -> HistoryPage:
    """A page of an answer's versions as they stand on that day (six queries).

    Raises `Article.DoesNotExist` when nothing was ever published there, `UnknownVersion` for a
    page that the list has not.
    """
    shelf = _shelf(condition, slug, language=language, on=on)
    newest = len(shelf.rows)
    last = newest - (page - 1) * SHOWN_AT_ONCE
    if page < 1 or last < 1:
        raise UnknownVersion(page)
    first = max(1, last - SHOWN_AT_ONCE + 1)
    found = _publications(shelf, {newest, *range(first, last + 1)})
    return HistoryPage(
        answer=_answer(shelf.article, found[newest]),
        lines=tuple(_line(shelf, n, found[n]) for n in range(last, first - 1, -1)),
        choices=_choices(shelf),
        newer=page - 1 if page > 1 else None,
        older=page + 1 if first > 1 else None,
    )


def version(condition: str, slug: str, *, language: str, number: int, on: date) -> VersionPage:
    """One version as it stands on that day (seven queries, six while nobody may have its words).

    Raises `Article.DoesNotExist` when nothing was ever published there, else `UnknownVersion`.
    """
    shelf = _shelf(condition, slug, language=language, on=on)
    newest = len(shelf.rows)
    found = _publications(shelf, {number, newest})
    publication = found[number]
    line = _line(shelf, number, publication)
    withdrawal = standing.withdrawal(publication)
    above = standing.above(publication, shelf.alerted)
    return VersionPage(
        answer=_answer(shelf.article, found[newest]),
        line=line,
        newest=newest,
        words=_words(publication, line, above) if line.standing.shown else None,
        alerts=above,
        notice=withdrawal.notice if withdrawal else "",
    )


def comparison(
    condition: str,
    slug: str,
    *,
    language: str,
    before: int | None,
    after: int | None,
    on: date,
) -> Comparison:
    """What differs between two versions, the newest two unless said (six queries).

    Raises `Article.DoesNotExist` when nothing was ever published there, else `UnknownVersion`.
    """
    shelf = _shelf(condition, slug, language=language, on=on)
    newest = len(shelf.rows)
    after = newest if after is None else after
    before = max(1, after - 1) if before is None else before
    found = _publications(shelf, {before, after, newest})
    lines = [_line(shelf, number, found[number]) for number in (before, after)]
    texts = [found[number].revision.snapshot for number in (before, after)]
    return Comparison(
        answer=_answer(shelf.article, found[newest]),
        before=lines[0],
        after=lines[1],
        choices=_choices(shelf),
        fields=comparing.between(*texts) if all(line.standing.shown for line in lines) else None,
    )


def _shelf(condition: str, slug: str, *, language: str, on: date) -> _Shelf:
    article = loading.published(condition, slug, language=language)
    prefetch_related_objects([article], "withdrawals")
    rows = article.publications.order_by("pk").values_list("pk", "published_at")
    return _Shelf(article, tuple(rows), alerts.standing(), on)


def _publications(shelf: _Shelf, numbers: Iterable[int]) -> dict[int, Publication]:
    """The publications of those numbers. Raises `UnknownVersion`."""
    wanted = {}
    for number in numbers:
        if not 1 <= number <= len(shelf.rows):
            raise UnknownVersion(number)
        wanted[shelf.rows[number - 1][0]] = number
    found = shelf.article.publications.filter(pk__in=wanted)
    found = found.select_related("revision", "rests_on").prefetch_related("revision__errata")
    return {wanted[row.pk]: row for row in found}


def _answer(article: Article, newest: Publication) -> Answer:
    published = json.loads(newest.revision.snapshot)
    address = (article.condition.slug, article.slug)
    return Answer(
        question=published["question"],
        path=article.get_absolute_url(),
        language=article.language,
        condition=Link(published["condition"]["name"], article.condition.get_absolute_url()),
        history=path_in(article.language, "articles:history", *address),
        compare=path_in(article.language, "articles:compare", *address),
    )


def _line(shelf: _Shelf, number: int, publication: Publication) -> Line:
    stands = standing.of(publication, shelf.alerted, on=shelf.on)
    review = reviewed.review(publication, on=localdate(publication.published_at))
    told = stands.shown and publication.kind != PublicationKind.RECONFIRM
    return Line(
        version=reviewed.version(shelf.article, number),
        review=review,
        standing=stands,
        until=_until(shelf, number),
        change_note=review.change_note if told else "",
        errata=corrections.errata(publication.revision) if told else (),
        correction=publication.revision.correction if told else "",
    )


def _until(shelf: _Shelf, number: int) -> date | None:
    """The day on which readers saw the version last: it was withdrawn, or a newer one came."""
    key = shelf.rows[number - 1][0]
    ends = [row.at for row in shelf.article.withdrawals.all() if row.publication_id == key]
    ends += [published_at for _key, published_at in shelf.rows[number : number + 1]]
    return localdate(min(ends)) if ends else None


def _words(publication: Publication, line: Line, above: tuple[Alert, ...]) -> AnswerPage:
    words = reading.answer(publication.revision.snapshot, slug=publication.article.slug)
    (page,) = fallen.marked([words])
    return replace(
        page, review=replace(line.review, version=line.version, errata=line.errata), alerts=above
    )


def _choices(shelf: _Shelf) -> tuple[Choice, ...]:
    moments = enumerate(shelf.rows, start=1)
    return tuple(Choice(number, localdate(at)) for number, (_key, at) in moments)[::-1]
