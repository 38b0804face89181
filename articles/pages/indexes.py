"""The A to Z: every public condition under each name that stands for it."""

from datetime import date
from itertools import groupby

from django.db.models import Prefetch

from articles.models import Article, Condition, ConditionName
from articles.pages.values import IndexEntry, IndexLetter


def a_to_z(*, on: date) -> tuple[IndexLetter, ...]:
    """Conditions with a public answer and their verified other names, by letter (two queries)."""
    conditions = Condition.objects.filter(
        pk__in=Article.objects.public(on=on).values("condition")
    ).prefetch_related(Prefetch("names", ConditionName.objects.public(), to_attr="public_names"))
    entries = []
    for condition in conditions:
        path = condition.get_absolute_url()
        entries.append(IndexEntry(condition.name, path, ""))
        names: list[ConditionName] = condition.public_names
        entries += [IndexEntry(name.text, path, condition.name) for name in names]
    entries.sort(key=lambda entry: entry.text.casefold())
    return tuple(
        IndexLetter(letter, tuple(group)) for letter, group in groupby(entries, key=_letter)
    )


def _letter(entry: IndexEntry) -> str:
    first = entry.text[0].upper()
    return first if "A" <= first <= "Z" else "0–9"
