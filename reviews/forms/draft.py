"""The whole draft as one bundle of plain forms."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.forms.models import fields_for_model
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markdownx.widgets import MarkdownxWidget

from articles import drafts, markdown
from articles.drafts import Cited, Draft, Entry, Member
from articles.models import Article
from articles.texts import normalise
from reviews.forms import catalogue
from reviews.forms.rows import CitedRows, EntryRows, MemberRows, Row, Rows

TEXTS = ("question", "short_answer", "emergency_advice", "body", "questions_to_ask")


class BodyWidget(MarkdownxWidget):  # type: ignore[misc]  # markdownx ships no types
    """The Markdown editor of one article: its preview and uploads have addresses of our own."""

    def __init__(self, article: Article) -> None:
        super().__init__(attrs={"rows": 24})
        self._addresses = {
            "data-markdownx-urls-path": reverse(
                "admin:articles_article_preview", args=[article.pk]
            ),
            "data-markdownx-upload-urls-path": reverse(
                "admin:articles_article_upload", args=[article.pk]
            ),
        }

    def add_markdownx_attrs(self, attrs: dict[str, Any]) -> dict[str, Any]:
        return {**super().add_markdownx_attrs(attrs), **self._addresses}


class TextsForm(forms.Form):
    """The texts of a draft."""

    def __init__(self, article: Article, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= fields_for_model(Article, TEXTS)
        self.fields["body"].widget = BodyWidget(article)
        for name, rows in (("short_answer", 5), ("emergency_advice", 4), ("questions_to_ask", 5)):
            self.fields[name].widget.attrs["rows"] = rows
        for name in TEXTS[1:]:
            self.fields[name].validators.append(MaxLengthValidator(markdown.MAX_LENGTH))
        self.fields["short_answer"].help_text = gettext_lazy("Plain text, 240 to 600 characters.")
        self.fields["emergency_advice"].help_text = gettext_lazy(
            "When to call for help at once: Markdown, one sign a line."
        )


class DraftForms:
    """The forms of one article's draft, filled from what is stored or from what was posted."""

    def __init__(self, article: Article, posted: QueryDict | None = None) -> None:
        data = _normalised(posted) if posted is not None else None
        draft = drafts.of(article)
        self.treatments, self.sources = catalogue.treatments(), catalogue.sources()
        self.texts = TextsForm(
            article, data, initial={name: getattr(draft, name) for name in TEXTS}
        )
        self.entries = EntryRows(
            data,
            prefix="treatments",
            initial=_stored(draft.entries, data),
            form_kwargs={"catalogue": self.treatments},
        )
        self.team = MemberRows(data, prefix="team", initial=_stored(draft.team, data))
        self.citations = CitedRows(
            data,
            prefix="sources",
            initial=_stored(draft.citations, data),
            form_kwargs={"catalogue": self.sources},
        )

    @property
    def lists(self) -> tuple[Rows, ...]:
        """The lists of rows, in the order of the page."""
        return (self.entries, self.team, self.citations)

    def is_valid(self) -> bool:
        """Whether the draft can be kept; afterwards every form knows its errors."""
        valid = {rows.is_valid() for rows in self.lists}
        return self.texts.is_valid() and valid == {True}

    def draft(self) -> Draft:
        """What was written, as a value; only after `is_valid`."""
        return Draft(
            **self.texts.cleaned_data,
            entries=tuple(Entry(**_cells(row)) for row in self.entries.present()),
            team=tuple(Member(**_cells(row)) for row in self.team.present()),
            citations=tuple(Cited(**_cells(row)) for row in self.citations.present()),
        )

    def said(self) -> dict[str, str]:
        """Every field with words in it, by the name an editor knows it by; valid or not."""
        return dict(_once(self._said()))

    def _said(self) -> Iterator[tuple[str, str]]:
        for name in TEXTS:
            label = str(self.texts.fields[name].label)
            yield capfirst(label), self.texts[name].value() or ""
        for title, rows in (
            (_("Treatment"), self.entries),
            (_("Care team"), self.team),
            (_("Source"), self.citations),
        ):
            for row in rows.present():
                for name in _names(row):
                    label = f"{title} “{row.title()}”, {row.fields[name].label}"
                    yield label, row.text(name)
            if rows.can_order:
                order = _("%(list)s: order") % {"list": title}
                yield order, "\n".join(row.title() for row in rows.present())


def _stored(
    parts: Sequence[Entry | Member | Cited], data: QueryDict | None
) -> list[dict[str, Any]]:
    """The stored rows; none behind what was posted, where no row is a change of another."""
    return [asdict(part) for part in parts] if data is None else []


def _once(said: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Those with words, a number behind a label that came before: a row may be typed twice."""
    times: dict[str, int] = {}
    for label, text in said:
        times[label] = times.get(label, 0) + 1
        if text:
            yield f"{label} ({times[label]})" if times[label] > 1 else label, text


def _names(row: Row) -> list[str]:
    return [name for name in row.fields if name not in {"ORDER", "DELETE"}]


def _cells(row: Row) -> dict[str, Any]:
    return {name: row.cleaned_data[name] for name in _names(row)}


def _normalised(posted: QueryDict) -> QueryDict:
    """The same words as we keep them, so that lengths and differences are the real ones."""
    kept = QueryDict(mutable=True)
    for name, values in posted.lists():
        kept.setlist(name, [normalise(value) for value in values])
    return kept
