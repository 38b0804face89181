"""The A to Z: every public condition under each name that stands for it."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Prefetch

from articles.models import Article, Condition, ConditionName


@dataclass(frozen=True)
class IndexEntry:
    """A line of the A to Z; `see` names the condition when `text` is another name of it."""

    text: str
    path: str
    see: str


@dataclass(frozen=True)
class IndexLetter:
    """A letter of the A to Z with its entries."""

    letter: str
    entries: tuple[IndexEntry, ...]


def a_to_z(*, language: str, on: date) -> tuple[IndexLetter, ...]:
    """Conditions with a public answer in that language under each name, by letter (two queries)."""
    entries = sorted(
        _entries(language, on=on), key=lambda entry: (_letter(entry), _plain(entry.text))
    )
    return tuple(
        IndexLetter(letter, tuple(group)) for letter, group in groupby(entries, key=_letter)
    )


def _entries(language: str, *, on: date) -> list[IndexEntry]:
    public = Article.objects.public(on=on).in_language(language)
    conditions = Condition.objects.filter(pk__in=public.values("condition"))
    names = ConditionName.objects.public().filter(language=language)
    entries = []
    for condition in conditions.prefetch_related(Prefetch("names", names)):
        path, shown = condition.get_absolute_url(), condition.name_in(language)
        entries.append(IndexEntry(shown, path, ""))
        others = (name.text for name in condition.names.all() if name.text != shown)
        entries += [IndexEntry(text, path, shown) for text in others]
    return entries


def _plain(text: str) -> str:
    """The text as an index files it: without case and accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _letter(entry: IndexEntry) -> str:
    first = _plain(entry.text)[:1].upper()
    return first if "A" <= first <= "Z" else "0–9"
