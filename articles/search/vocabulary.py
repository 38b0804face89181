"""The words of the index: how telling each is."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db import connection

from articles.search.engines import engine
from articles.search.schema import LIVE


@dataclass(frozen=True)
class Stem:
    """In how many answers a stem stands, and in how many heads."""

    answers: int
    heads: int


@dataclass(frozen=True)
class Vocabulary:
    """What the index knows of some stems. `total` is how many answers it has."""

    stems: Mapping[str, Stem]
    total: int

    def weight(self, stem: str) -> float:
        """How telling the stem is: the rarer the more (the inverse document frequency of BM25,
        Robertson and Zaragoza 2009, doi:10.1561/1500000019)."""
        answers = self.stems[stem].answers if stem in self.stems else 0
        return math.log(1 + (max(self.total - answers, 0) + 0.5) / (answers + 0.5))


def known(stems: Iterable[str], language: str) -> Vocabulary:
    """What the index knows of those stems in that language (one query)."""
    answers: defaultdict[str, int] = defaultdict(int)
    heads: defaultdict[str, int] = defaultdict(int)
    for stem, _word, in_answers, in_heads in words(["", *stems], language):
        answers[stem] += in_answers
        heads[stem] += in_heads
    total = answers.pop("", 0)
    return Vocabulary({stem: Stem(answers[stem], heads[stem]) for stem in answers}, total)


def words(stems: Collection[str], language: str) -> list[tuple[str, str, int, int]]:
    """Every word with one of those stems, as (stem, word, answers, heads) (one query)."""
    chosen = engine()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT stem, word, answers, heads FROM {LIVE.word} "
            f"WHERE language = %s AND {chosen.among('stem')}",
            [language, chosen.listed(list(stems))],
        )
        return [(stem, word, answers, heads) for stem, word, answers, heads in cursor.fetchall()]
