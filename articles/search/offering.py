"""What a page of results offers beside them: what we call what was named, ways to narrow."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from articles.enums import QuestionKind
from articles.pages.values import Link
from articles.search import analysis, rows
from articles.search.codes import Coded
from articles.search.engines import Candidate
from articles.search.rows import Topic
from articles.search.understanding import Named, Understood

# By how many conditions results can be narrowed: those with the most of them.
_CONDITIONS_SHOWN = 8
_NAMES_SHOWN = 3


@dataclass(frozen=True)
class Facet:
    """A kind or condition by which results can be narrowed, and how many there are."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class KnownAs:
    """A name that was searched for, and the condition as we call it."""

    searched: str
    condition: Link


@dataclass(frozen=True)
class Offered:
    """Facets, each over the results as the other one narrows them."""

    known_as: tuple[KnownAs, ...] = ()
    kinds: tuple[Facet, ...] = ()
    conditions: tuple[Facet, ...] = ()


def offered(
    asked: Understood | Coded,
    any_kind: Collection[Candidate],
    any_condition: Collection[Candidate],
    language: str,
) -> Offered:
    """What the results offer, given those of any kind and those about any condition (two
    queries)."""
    most = Counter(one.condition_id for one in any_condition).most_common(_CONDITIONS_SHOWN)
    answered = {one.condition_id for one in (*any_kind, *any_condition)}
    named = tuple(name for name in asked.named if name.condition_id in answered)
    keys = {*(key for key, _ in most), *(name.condition_id for name in named)}
    topics = rows.topics(keys, language)
    return Offered(
        known_as=_known_as(named, topics),
        kinds=_kinds(any_kind),
        conditions=tuple(
            Facet(topics[key].slug, topics[key].names[0], count) for key, count in most
        ),
    )


def _known_as(named: Sequence[Named], topics: Mapping[int, Topic]) -> tuple[KnownAs, ...]:
    known = []
    for name in named:
        topic = topics[name.condition_id]
        if analysis.stems(name.text) != analysis.stems(topic.names[0]):
            path = reverse("articles:condition", args=[topic.slug])
            known.append(KnownAs(name.text, Link(topic.names[0], path)))
    return tuple(dict.fromkeys(known))[:_NAMES_SHOWN]


def _kinds(any_kind: Collection[Candidate]) -> tuple[Facet, ...]:
    counts = Counter(one.kind for one in any_kind)
    return tuple(
        Facet(kind.value, str(kind.label), counts[kind]) for kind in QuestionKind if counts[kind]
    )
