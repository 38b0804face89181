"""Naming a row of a catalogue by typing.

One list stands on the page for every field: a choice of thousands in each row weighs megabytes.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from articles import identifiers
from articles.models import Source, Treatment
from articles.texts import comparable


@dataclass(frozen=True)
class Choice:
    """A row by its key: what names it on the form, what is told beside it, what else finds it."""

    key: int
    label: str
    hint: str
    names: tuple[str, ...]


class Catalogue:
    """The rows of one catalogue, in its order."""

    def __init__(self, model: type[Treatment | Source], choices: Sequence[Choice]) -> None:
        self.id = f"known-{model._meta.model_name}"
        self.add_url = reverse(f"admin:articles_{model._meta.model_name}_add")
        self.choices = tuple(_told_apart(choices))
        self._labels = {choice.key: choice.label for choice in self.choices}
        self._keys: defaultdict[str, set[int]] = defaultdict(set)
        for choice in self.choices:
            for name in filter(None, choice.names):
                self._keys[comparable(name)].add(choice.key)
        # Its own label finds a row, whatever else another is called.
        self._keys.update({comparable(choice.label): {choice.key} for choice in self.choices})

    def label(self, value: object) -> object:
        """The label of a key; what was typed stays as it is."""
        return self._labels.get(value, value) if isinstance(value, int) else value

    def find(self, text: str) -> int:
        """The key of the row of that name. Raises `ValidationError` unless it is just one."""
        keys = self._keys.get(comparable(text)) or self._keys.get(
            comparable(identifiers.bare(text)), set()
        )
        if len(keys) > 1:
            raise forms.ValidationError(_("Several are called so: choose one from the list."))
        if not keys:
            raise forms.ValidationError(self._unknown(text))
        return next(iter(keys))

    def _unknown(self, text: str) -> str:
        """That it is not there, and the way to add it with what was typed filled in."""
        bare = identifiers.bare(text)
        # Either form takes the one that it has.
        filled = {identifiers.field(bare): bare, "name": text}
        return format_html(
            '{} <a href="{}?{}" target="_blank" rel="noopener">{}</a>',
            _("“%(text)s” is not in the catalogue. Choose from the list, or add it there first:")
            % {"text": text},
            self.add_url,
            urlencode(filled),
            _("add it in a new tab"),
        )


class CatalogueField(forms.CharField):
    """A text that names a row of a catalogue; the cleaned value is the row's key."""

    def __init__(self, catalogue: Catalogue, **kwargs: Any) -> None:
        attrs = {"list": catalogue.id, "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs), **kwargs)
        self.catalogue = catalogue

    def prepare_value(self, value: object) -> object:
        return self.catalogue.label(value)

    def clean(self, value: object) -> int:
        return self.catalogue.find(super().clean(value))


def treatments() -> Catalogue:
    """Every treatment, found by its brand names too (one query)."""
    rows = Treatment.objects.all()
    return Catalogue(
        Treatment, [Choice(row.pk, row.name, row.brand_names, row.names) for row in rows]
    )


def sources() -> Catalogue:
    """Every source, found by its DOI, PMID and web address too (one query)."""
    return Catalogue(Source, [_source(row) for row in Source.objects.all()])


def _source(row: Source) -> Choice:
    hints = (row.authors, row.container, row.doi, row.pmid and f"PMID {row.pmid}")
    names = (row.title, row.doi, row.pmid, row.url)
    return Choice(row.pk, str(row), " · ".join(filter(None, hints)), names)


def _told_apart(choices: Sequence[Choice]) -> Iterator[Choice]:
    """The choices, with its key behind a label that several have."""
    times = Counter(comparable(choice.label) for choice in choices)
    for choice in choices:
        if times[comparable(choice.label)] > 1:
            yield replace(choice, label=f"{choice.label} [{choice.key}]")
        else:
            yield choice
