"""What the search index keeps of a live answer, and what a result shows of it."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from articles import freshness
from articles.enums import QuestionKind
from articles.models import Article, Withdrawal
from articles.pages import alerts, reading
from articles.pages.values import Link


@dataclass(frozen=True)
class Searchable:
    """A live answer's own words, as signed. `text` is all of it that readers see, in Markdown."""

    article_id: int
    publication_id: int
    condition_id: int
    kind: str
    language: str
    lapses_on: date
    question: str
    text: str


@dataclass(frozen=True)
class Found:
    """An answer as a result; `body` is Markdown."""

    article_id: int
    path: str
    question: str
    kind: str
    kind_label: str
    condition: Link
    short_answer: str
    body: str
    last_reviewed_on: date
    lapses_on: date
    overdue: bool
    external_id: str


def searchable(articles: Collection[int]) -> Iterator[Searchable]:
    """What to keep of those articles that are live, by article (one query)."""
    live = Article.objects.filter(pk__in=articles, live__isnull=False).order_by("pk")
    # Columns instead of rows: a rebuild reads every answer, and needs nothing else of it.
    columns = live.values_list(
        *("pk", "live", "condition", "kind", "language"),
        *("live__review_due_on", "live__revision__snapshot"),
    )
    for key, publication_id, condition_id, kind, language, due_on, snapshot in columns:
        data = json.loads(snapshot)
        yield Searchable(
            article_id=key,
            publication_id=publication_id,
            condition_id=condition_id,
            kind=kind,
            language=language,
            lapses_on=freshness.lapses_on(kind, due_on=due_on),
            question=data["question"],
            text="\n".join(reading.prose(data)),
        )


def found(
    articles: Collection[int], *, language: str, standing: Sequence[Withdrawal], on: date
) -> dict[int, Found]:
    """Those of the articles whose text readers see on that day, given the standing alerts (one
    query).

    This is the last word on what a search shows: the index only says where to look.
    """
    public = Article.objects.public(on=on).in_language(language).filter(pk__in=articles)
    whole = public.select_related("condition", "live__revision", "live__rests_on")
    results = {}
    for article in whole.order_by():
        live = article.live
        assert live is not None
        data = json.loads(live.revision.snapshot)
        if any(alert.kind == "stop" for alert in alerts.about(data, live, standing)):
            continue
        results[article.pk] = Found(
            article_id=article.pk,
            path=article.get_absolute_url(),
            question=data["question"],
            kind=article.kind,
            kind_label=str(QuestionKind(article.kind).label),
            condition=Link(data["condition"]["name"], article.condition.get_absolute_url()),
            short_answer=data["short_answer"],
            body=data["body"],
            last_reviewed_on=live.last_reviewed_on,
            lapses_on=freshness.lapses_on(article.kind, due_on=live.review_due_on),
            overdue=on > live.review_due_on,
            external_id=article.external_id,
        )
    return results
