"""The conditions that a text which leads nowhere may have meant."""

from collections.abc import Mapping
from datetime import date

from django.db import connection
from django.db.models import Exists, OuterRef
from rapidfuzz import fuzz, process

from articles.models import Article, Condition
from articles.pages.values import Link
from articles.search import analysis
from articles.search.schema import LIVE

_LONGEST_MISSPELLING = 100
# How much two spellings have in common, in percent of their letters.
_ALIKE = 60
# How many names are compared on either side of the place where the index would file the text:
# addresses that do not exist are asked for all day.
_AROUND = 250


def nearest(text: str, *, language: str, on: date) -> tuple[Link, ...]:
    """Up to three public conditions one of whose names is spelt much like `text`.

    Among the names that the index files next to it, however many there are (three queries).
    """
    typed = analysis.fold(text[:_LONGEST_MISSPELLING])
    names = _names_around(typed, language)
    links = _links({key for _, key in names}, language=language, on=on)
    shown = {analysis.fold(name): links[key] for name, key in names if key in links}
    close = process.extract(typed, list(shown), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=6)
    return tuple(dict.fromkeys(shown[name] for name, *_ in close))[:3]


def _names_around(typed: str, language: str) -> list[tuple[str, int]]:
    """Names of conditions with the condition's key, from both sides of the text's own place."""
    place = [language, " ".join(analysis.stems(typed))]
    names = f"SELECT text, condition_id FROM {LIVE.name} WHERE language = %s AND key"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM ({names} < %s ORDER BY key DESC LIMIT {_AROUND}) AS above UNION "
            f"SELECT * FROM ({names} >= %s ORDER BY key LIMIT {_AROUND}) AS below",
            [*place, *place],
        )
        return [(text, key) for text, key in cursor.fetchall()]


def _links(keys: set[int], *, language: str, on: date) -> Mapping[int, Link]:
    """Those of the conditions that have a public answer in that language, by key."""
    answers = Article.objects.public(on=on).in_language(language)
    public = Exists(answers.filter(condition=OuterRef("pk")))
    conditions = Condition.objects.filter(public, pk__in=keys).prefetch_related("names")
    return {
        condition.pk: Link(condition.name_in(language), condition.get_absolute_url())
        for condition in conditions
    }
