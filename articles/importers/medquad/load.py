"""Storing topics: conditions merged by name, their names and codes, answers as drafts.

Nothing here publishes, and nothing that is stored is changed: what exists is the editors'.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import Prefetch

from articles.actions import audit
from articles.enums import NameRelation
from articles.importers.medquad import names
from articles.importers.medquad.validate import (
    CODE_MATCH,
    CODE_SYSTEM,
    DATASET,
    LICENCE,
    Answer,
    Topic,
)
from articles.models import Article, Condition, ConditionCode, ConditionName

_BATCH = 500


@dataclass(frozen=True)
class Loaded:
    """How many records a run stored, and how many of its answers were there before."""

    answers: int
    already_there: int
    beyond_limit: int
    conditions: int
    names: int
    codes: int


@dataclass(frozen=True)
class _Fresh:
    """A topic and those of its answers that are not stored yet."""

    topic: Topic
    key: str
    answers: tuple[Answer, ...]


@transaction.atomic
def load(topics: Sequence[Topic], *, limit: int | None, at: datetime) -> Loaded:
    """Store what is new among the first `limit` answers, everything or nothing.

    A condition is made for the sake of an answer. A file's names and codes are stored with its
    first answers or with its condition, and never again: an editor may have deleted them since.
    """
    found = [answer.external_id for topic in topics for answer in topic.answers]
    wanted = set(islice(found, limit))
    stored = set(
        Article.objects.filter(origin_dataset=DATASET).values_list("external_id", flat=True)
    )
    fresh = [_fresh(topic, wanted - stored) for topic in topics]
    conditions = {names.key(condition.name): condition for condition in Condition.objects.all()}
    made = _make_conditions(fresh, conditions)
    bringing = [one for one in fresh if one.answers or one.key in made]
    articles = Article.objects.bulk_create(_articles(bringing, conditions), batch_size=_BATCH)
    loaded = Loaded(
        answers=len(articles),
        already_there=len(wanted & stored),
        beyond_limit=len(found) - len(wanted),
        conditions=len(made),
        names=_make_names(bringing, conditions),
        codes=_make_codes(bringing, conditions),
    )
    if articles:
        _record(articles[0], loaded, at)
    return loaded


def _fresh(topic: Topic, external_ids: set[str]) -> _Fresh:
    answers = tuple(answer for answer in topic.answers if answer.external_id in external_ids)
    return _Fresh(topic, names.key(topic.name), answers)


def _make_conditions(fresh: Iterable[_Fresh], conditions: dict[str, Condition]) -> set[str]:
    """Store the conditions that answers need and add them to `conditions`; returns their keys."""
    slugs = {condition.slug for condition in conditions.values()}
    made: dict[str, Condition] = {}
    for one in fresh:
        if one.answers and one.key not in conditions and one.key not in made:
            slug = names.free_slug(one.topic.name, slugs, fallback="condition")
            slugs.add(slug)
            made[one.key] = Condition(name=one.topic.name, slug=slug)
    Condition.objects.bulk_create(made.values(), batch_size=_BATCH)
    conditions.update(made)
    return set(made)


def _articles(fresh: Iterable[_Fresh], conditions: dict[str, Condition]) -> Iterator[Article]:
    slugs: defaultdict[int, set[str]] = defaultdict(set)
    for condition_id, slug in Article.objects.values_list("condition_id", "slug"):
        slugs[condition_id].add(slug)
    for one in fresh:
        condition = conditions[one.key]
        for answer in one.answers:
            taken = slugs[condition.pk]
            slug = names.free_slug(answer.question, taken, fallback=answer.kind.replace("_", "-"))
            taken.add(slug)
            yield Article(
                condition=condition,
                kind=answer.kind,
                question=answer.question,
                slug=slug,
                body=answer.body,
                origin_dataset=DATASET,
                external_id=answer.external_id,
                origin_url=one.topic.url,
                origin_licence=LICENCE,
            )


def _make_names(fresh: Iterable[_Fresh], conditions: dict[str, Condition]) -> int:
    """Store the other names, unverified: nobody has checked them, so no reader meets them."""
    known = {(condition.pk, key) for key, condition in conditions.items()}
    for condition_id, text in ConditionName.objects.values_list("condition_id", "text"):
        known.add((condition_id, names.key(text)))
    made = []
    for one in fresh:
        condition = conditions[one.key]
        for synonym in one.topic.synonyms:
            identity = (condition.pk, names.key(synonym))
            if identity not in known:
                known.add(identity)
                made.append(
                    ConditionName(condition=condition, text=synonym, relation=NameRelation.EXACT)
                )
    return len(ConditionName.objects.bulk_create(made, batch_size=_BATCH))


def _make_codes(fresh: Iterable[_Fresh], conditions: dict[str, Condition]) -> int:
    known = set(
        ConditionCode.objects.filter(system=CODE_SYSTEM).values_list("condition_id", "code")
    )
    made = []
    for one in fresh:
        condition = conditions[one.key]
        for cui in one.topic.cuis:
            if (condition.pk, cui) not in known:
                known.add((condition.pk, cui))
                made.append(
                    ConditionCode(
                        condition=condition,
                        system=CODE_SYSTEM,
                        code=cui,
                        match=CODE_MATCH,
                        source=DATASET,
                    )
                )
    return len(ConditionCode.objects.bulk_create(made, batch_size=_BATCH))


def _record(first: Article, loaded: Loaded, at: datetime) -> None:
    """One audit event for the whole run, at its first answer."""
    audit.record(
        "imported",
        first,
        by=None,
        at=at,
        dataset=DATASET,
        answers=loaded.answers,
        conditions=loaded.conditions,
        names=loaded.names,
        codes=loaded.codes,
    )


def stored_marks() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every stored condition's name with all its names and UMLS codes (three queries)."""
    codes = Prefetch("codes", ConditionCode.objects.filter(system=CODE_SYSTEM))
    for condition in Condition.objects.prefetch_related("names", codes):
        known = (name.text for name in condition.names.all())
        yield condition.name, (condition.name, *known, *(c.code for c in condition.codes.all()))
