"""Conditions, treatments and sources: stock forms whose every change is audited."""

from typing import Any, TypeVar

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Model, QuerySet
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from articles import identifiers
from articles.actions import catalogue
from articles.errors import RuleError
from articles.models import (
    Condition,
    ConditionCode,
    ConditionName,
    Source,
    SupportOrganisation,
    Treatment,
)
from reviews.desk import outcomes
from reviews.desk.signing import signed_in

Row = TypeVar("Row", bound=Model)
# Where a request carries the sentence with which an action refused it.
_REFUSAL = "healthinfo.refusal"


class AuditedAdmin(admin.ModelAdmin[Row]):
    """A stock form that writes through an action, most through `articles.actions.catalogue`.

    What an action refuses comes back as an error of the form, with everything as it was typed.
    """

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except RuleError as error:
            request.META[_REFUSAL] = str(error)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What a link fills in, with the address that the stock script would make of it.

        The script only follows what is typed, so it makes none of a name that is there already.
        """
        data: dict[str, Any] = super().get_changeform_initial_data(request)
        made = {
            field: slugify(" ".join(data[name] for name in names if name in data))
            for field, names in self.prepopulated_fields.items()
        }
        return made | data

    def get_form(
        self, request: HttpRequest, obj: Row | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm[Row]]:
        form = super().get_form(request, obj, change=change, **kwargs)
        if refusal := request.META.get(_REFUSAL):
            return _refused(form, refusal)
        return form

    def save_model(
        self, request: HttpRequest, obj: Row, form: ModelForm[Row], change: bool
    ) -> None:
        if change and not form.changed_data:
            # Nothing to audit; saving still locks the row, so that two editors of its names
            # and codes follow one another.
            super().save_model(request, obj, form, change)
        else:
            self._save(request, obj, form)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except RuleError as error:
            outcomes.as_message(request, error)
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", object_id)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().changelist_view(request, extra_context)
        except RuleError as error:
            outcomes.as_message(request, error)
            return redirect(request.path)

    def delete_model(self, request: HttpRequest, obj: Row) -> None:
        catalogue.delete(obj, by=signed_in(request), at=timezone.now())

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Row]) -> None:
        for obj in queryset:
            self.delete_model(request, obj)

    def save_formset(
        self,
        request: HttpRequest,
        form: ModelForm[Row],
        formset: BaseModelFormSet[Any, Any],
        change: bool,
    ) -> None:
        formset.save(commit=False)
        forms = {id(row.instance): row for row in formset.forms}
        for obj in formset.deleted_objects:
            self.delete_model(request, obj)
        for obj in (
            *(changed for changed, _fields in formset.changed_objects),
            *formset.new_objects,
        ):
            self.before_saving_row(request, obj)
            self._save(request, obj, forms[id(obj)])
        formset.save_m2m()

    def before_saving_row(self, request: HttpRequest, obj: Model) -> None:
        """Complete a row of an inline, about to be saved."""

    def _save(self, request: HttpRequest, obj: Model, form: ModelForm[Any]) -> None:
        catalogue.save(obj, changed=form.changed_data, by=signed_in(request), at=timezone.now())


def _refused(form: type[Any], refusal: str) -> type[Any]:
    """The same form, with the refusal as its error."""

    def clean(self: ModelForm[Any]) -> None:
        raise ValidationError(refusal)

    return type("Refused", (form,), {"clean": clean})


class NameInline(admin.StackedInline[ConditionName, Condition]):
    """Other names. Whoever sets the day of verification is recorded as the verifier."""

    model = ConditionName
    extra = 0
    fields = (("text", "relation"), ("language", "is_main"), ("verified_on", "verified_by"))
    readonly_fields = ("verified_by",)

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name == "language":
            label, initial = _("Language"), db_field.get_default()
            return forms.ChoiceField(label=label, choices=settings.LANGUAGES, initial=initial)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class CodeInline(admin.StackedInline[ConditionCode, Condition]):
    model = ConditionCode
    extra = 0
    fields = (("system", "code"), ("match", "source"))


class SupportInline(admin.StackedInline[SupportOrganisation, Condition]):
    """Patient organisations and helplines; readers see the day they were checked."""

    model = SupportOrganisation
    extra = 0
    fields = (("name", "country"), ("url", "contact"), "checked_on")
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


class ConditionAdmin(AuditedAdmin[Condition]):
    """A condition with its names, codes and support organisations."""

    list_display = ("name", "slug")
    search_fields = ("name", "names__text", "slug")
    prepopulated_fields = {"slug": ("name",)}
    # A box for keys with a look-up: thousands of conditions make a slow list, and the stock
    # autocomplete sets inline styles, which our Content Security Policy refuses.
    raw_id_fields = ("related",)
    inlines = (NameInline, CodeInline, SupportInline)

    def before_saving_row(self, request: HttpRequest, obj: Model) -> None:
        if isinstance(obj, ConditionName):
            obj.verified_by = signed_in(request) if obj.verified_on else None


class TreatmentAdmin(AuditedAdmin[Treatment]):
    """The catalogue of treatments."""

    list_display = ("name", "brand_names", "kind", "alert")
    list_filter = ("kind",)
    search_fields = ("name", "brand_names", "slug")
    prepopulated_fields = {"slug": ("name",)}
    readonly_fields = ("alert",)

    @admin.display(description=_("safety alert"))
    def alert(self, treatment: Treatment | None) -> SafeString | str:
        """The way to the screen that warns of it."""
        if treatment is None or not treatment.slug:
            return ""
        url = reverse("admin:alert_treatment", args=[treatment.pk])
        return format_html('<a href="{}">{}</a>', url, _("Warn of it, or lift an alert"))


class IdentifierField(forms.CharField):
    """A DOI or PMID, which people paste as a link."""

    def to_python(self, value: str | None) -> str:
        return identifiers.bare(super().to_python(value) or "")


class SourceAdmin(AuditedAdmin[Source]):
    """The bibliography."""

    list_display = ("title", "kind", "year", "publisher", "retraction")
    list_filter = ("kind", "retraction")
    search_fields = ("title", "authors", "doi", "pmid", "url")
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name in {"doi", "pmid"}:
            kwargs["form_class"] = IdentifierField
        return super().formfield_for_dbfield(db_field, request, **kwargs)
