"""The rows of a draft: treatments, care team, sources.

A row has no primary key. What is posted is the whole list, so nothing can be forged, and a row
that somebody else deleted meanwhile is still here.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, RegexValidator
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from articles import markdown
from articles.drafts import FACTS
from articles.models import CareTeamMember, Citation, TreatmentEntry
from reviews.forms.catalogue import Catalogue, CatalogueField

_PLACED = {DELETION_FIELD_NAME, ORDERING_FIELD_NAME}
_TREATMENT_FIELDS = (
    *("phase", "line", "status", "region", "as_of", "evidence", "evidence_note"),
    *FACTS,
)
_MAX_ROWS = 100


class Row(forms.Form):
    """One row. A row without words is no row, whatever its order says."""

    # The fields that tell one row from another, for people.
    identity: tuple[str, ...] = ()

    @property
    def removed(self) -> bool:
        """Whether the box to remove it is ticked."""
        return bool(self[DELETION_FIELD_NAME].value())

    def has_changed(self) -> bool:
        return bool(set(self.changed_data) - _PLACED)

    def title(self) -> str:
        """What tells it from the other rows, valid or not."""
        return " · ".join(filter(None, (self.text(name) for name in self.identity)))

    def text(self, name: str) -> str:
        """What stands in that field, valid or not, as a person reads it."""
        value = self[name].value()
        labels = getattr(self.fields[name], "choices", ())
        return next(
            (str(label) for key, label in labels if key and str(key) == str(value)),
            "" if value is None else str(value),
        )


class EntryRow(Row):
    """What the draft says about one treatment of the catalogue."""

    identity = ("treatment", "phase")

    def __init__(self, *args: Any, catalogue: Catalogue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["treatment"] = CatalogueField(catalogue, label=_("Treatment"))
        self.fields["treatment"].help_text = _("By a part of its name or of a brand name.")
        self.fields |= fields_for_model(TreatmentEntry, _TREATMENT_FIELDS)
        self.fields["as_of"].widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")
        _prose(self.fields[name] for name in FACTS)


class MemberRow(Row):
    """A specialty of the care team and what it is for."""

    identity = ("specialty",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= fields_for_model(CareTeamMember, ("specialty", "purpose"))
        _prose([self.fields["purpose"]])


class CitedRow(Row):
    """A source of the catalogue under its citation key."""

    identity = ("key",)

    def __init__(self, *args: Any, catalogue: Catalogue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = fields_for_model(Citation, ("key", "locator"))
        self.fields["key"] = own["key"]
        self.fields["source"] = CatalogueField(catalogue, label=_("Source"))
        self.fields["source"].help_text = _("By a part of its title, by DOI or PMID.")
        self.fields["locator"] = own["locator"]
        self.fields["key"].help_text = _("Cite it as [^key].")
        self.fields["key"].validators.append(
            RegexValidator(
                r"\A[A-Za-z0-9][A-Za-z0-9_-]*\Z",
                _("Begin with a letter or digit; then also hyphens and underscores."),
            )
        )


class Rows(forms.BaseFormSet[Row]):
    """The rows of one kind: every posted one counts as new, and each says something else."""

    def add_fields(self, form: Row, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields[DELETION_FIELD_NAME].label = _("Remove it")

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    def clean(self) -> None:
        titles: set[tuple[Any, ...]] = set()
        for row in self.present():
            if not row.is_valid():
                continue
            title = tuple(row.cleaned_data[name] for name in row.identity)
            if title in titles:
                row.add_error(None, _("This row is listed twice."))
                raise forms.ValidationError(
                    _("“%(title)s” is listed twice."), params={"title": row.title()}
                )
            titles.add(title)

    def present(self) -> list[Row]:
        """The rows with words that are not to be removed, in the order wished."""
        rows = [row for row in self.forms if self._counts(row) and not row.removed]
        return sorted(rows, key=_place) if self.can_order else rows

    def _counts(self, row: Row) -> bool:
        return row.has_changed() if self.is_bound else bool(row.initial)


def _rows(row: type[Row], *, blank: int, can_order: bool) -> type[Rows]:
    made = forms.formset_factory(
        row, Rows, extra=blank, can_order=can_order, can_delete=True, max_num=_MAX_ROWS
    )
    assert issubclass(made, Rows)
    return made


EntryRows = _rows(EntryRow, blank=1, can_order=True)
MemberRows = _rows(MemberRow, blank=1, can_order=True)
# Sources stand on the page in the order in which the text cites them.
CitedRows = _rows(CitedRow, blank=2, can_order=False)


def _place(row: Row) -> float:
    try:
        return float(row[ORDERING_FIELD_NAME].value())
    except (TypeError, ValueError):
        return float("inf")


def _prose(fields: Iterable[forms.Field]) -> None:
    # As a validator, not `max_length`: a browser would cut off what is pasted, and say nothing.
    for field in fields:
        field.widget.attrs["rows"] = 4
        field.validators.append(MaxLengthValidator(markdown.MAX_LENGTH))
