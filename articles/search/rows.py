"""An answer as the index keeps it: its words by where they stand, made of stems."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from articles.models import Condition, ConditionName
from articles.pages import finding
from articles.search import analysis

# Marks of Markdown whose letters are no words of the answer: citations and addresses.
_MARKS = re.compile(r"\[\^[^\]\n]*\]|\]\([^)\n]*\)|https?://\S+")
# What people leave out at the end of a name, and how many words have to stay.
_LEFT_OUT = frozenset(map(analysis.stem, ("syndrome", "disease", "disorder")))
_LEFT = 2


@dataclass(frozen=True)
class Topic:
    """A condition with the names that stand for it in a language, what we call it first."""

    condition_id: int
    slug: str
    language: str
    names: tuple[str, ...]

    @cached_property
    def words(self) -> frozenset[str]:
        """The folded words of all its names."""
        return frozenset(word for name in self.names for word in analysis.words(name))

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """Each name in stems."""
        return tuple(" ".join(analysis.stems(name)) for name in self.names)


@dataclass(frozen=True)
class Row:
    """A live answer in stems.

    `title` has those of its question and its condition's name, `names` each name's stems with a
    bar between them, `words` the words behind all of them and, after a bar, those of the head:
    of its question and all names.
    """

    article_id: int
    publication_id: int
    topic: Topic
    kind: str
    language: str
    lapses_on: date
    question: str
    name: str
    synonyms: str
    asked: str
    body: str
    names: str
    words: str

    @property
    def title(self) -> str:
        """The stems of the question and of the condition's own name."""
        return f"{self.asked} {self.name}"


def topics(conditions: Collection[int], language: str) -> dict[int, Topic]:
    """Those conditions with their public names in that language, by key (two queries).

    The name in the site's own language is among them: people look for it in every language.
    """
    public = ConditionName.objects.public().filter(language=language, condition__in=conditions)
    names = defaultdict(list)
    # Columns instead of rows: a rebuild reads every name.
    for key, text, is_main in public.values_list("condition_id", "text", "is_main"):
        names[key].append((text, is_main))
    found = Condition.objects.filter(pk__in=conditions).values_list("pk", "slug", "name")
    made = {}
    for key, slug, name in found:
        # As `Condition.name_in` says.
        called = next((text for text, is_main in names[key] if is_main), name)
        texts = dict.fromkeys((called, name, *(text for text, _ in names[key])))
        made[key] = Topic(key, slug, language, tuple(texts))
    return made


def rows(articles: Collection[int]) -> list[Row]:
    """The rows of those articles that are live (one query, and two a language)."""
    made = []
    by_language = groupby(
        sorted(finding.searchable(articles), key=attrgetter("language")),
        key=attrgetter("language"),
    )
    for language, group in by_language:
        texts = list(group)
        known = topics({text.condition_id for text in texts}, language)
        made += [row(text, known[text.condition_id]) for text in texts]
    return made


def row(text: finding.Searchable, topic: Topic) -> Row:
    """The answer under its condition's names."""
    asked = analysis.words(text.question)
    body = analysis.words(_MARKS.sub(" ", text.text))
    head = sorted(topic.words.union(asked))
    return Row(
        article_id=text.article_id,
        publication_id=text.publication_id,
        topic=topic,
        kind=text.kind,
        language=text.language,
        lapses_on=text.lapses_on,
        question=text.question,
        name=topic.stems[0],
        synonyms=" ".join(topic.stems[1:]),
        asked=_stems(asked),
        body=_stems(body),
        names=joined_names(topic),
        words=f"{' '.join(dict.fromkeys((*head, *body)))}|{' '.join(head)}",
    )


def joined_names(topic: Topic) -> str:
    """The stems of each of its names, with a bar between names."""
    return "|".join(topic.stems)


@dataclass
class Tally:
    """How many rows have a word, and how many have it in their head, by language."""

    answers: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    heads: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, kept: Iterable[tuple[str, str]]) -> None:
        """Count rows, given as (language, `words`). The empty word stands in every row."""
        for language, words in kept:
            everywhere, head = words.split("|")
            self.answers[language].update(["", *everywhere.split()])
            self.heads[language].update(head.split())

    def counts(self) -> Iterator[tuple[str, str, int, int]]:
        """Each (language, word, answers, heads)."""
        for language, answers in self.answers.items():
            heads = self.heads[language]
            for word, count in answers.items():
                yield language, word, count, heads[word]


def keys(name: str) -> Iterator[str]:
    """The stems under which a name is found in a question: all of them, and without a last one
    that people leave out ("Parry-Romberg" for the syndrome) where two are left."""
    stems = analysis.stems(name)
    if stems:
        yield " ".join(stems)
    if len(stems) > _LEFT and stems[-1] in _LEFT_OUT:
        yield " ".join(stems[:-1])


def starts(name: str) -> Iterator[str]:
    """The name's folded words, from each of them on: what somebody may begin to type."""
    words = analysis.words(name)
    for position in range(len(words)):
        yield " ".join(words[position:])


def _stems(words: Iterable[str]) -> str:
    return " ".join(analysis.stemmed(words))
