"""Choosing reviewers: suggested by specialty and by how much waits for them."""

from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from reviews.enums import Priority
from reviews.models import Reviewer
from reviews.models.reviewers import ReviewerQuerySet


class ReviewersField(forms.ModelMultipleChoiceField[Reviewer]):
    """Any of the reviewers it is offered (`suggested`), with what speaks for each."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Reviewer.objects.none(),
            label=_("Reviewers to ask"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_(
                "Those whom it fits come first, with the fewest reviews waiting. Whoever fits may "
                "claim what you leave open."
            ),
            **kwargs,
        )

    def label_from_instance(self, obj: Reviewer) -> str:
        """ "Dr A (Neurology, fits) · 2 reviews waiting"."""
        specialties = [specialty.name for specialty in obj.specialties.all()]
        fits: bool = getattr(obj, "fits")  # noqa: B009 - an annotation of `suggested`
        load: int = getattr(obj, "load")  # noqa: B009 - likewise
        standing = gettext("fits") if fits else gettext("another specialty or language")
        waiting = ngettext("%d review waiting", "%d reviews waiting", load) % load
        return f"{obj.name} ({', '.join([*specialties, standing])}) · {waiting}"


class ReassignForm(forms.Form):
    """Who is asked from now on, and why."""

    reviewers = ReviewersField()
    reason = forms.CharField(
        label=_("Why"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, reviewers: ReviewerQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, reviewers)


class RescheduleForm(forms.Form):
    """By when an answer is wanted, how urgently, and why that changes."""

    due_on = forms.DateField(
        label=_("Answer wanted by"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    priority = forms.TypedChoiceField(
        label=_("Priority"), choices=Priority, coerce=Priority, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Why"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReasonForm(forms.Form):
    """Why a request is cancelled, or handed back."""

    reason = forms.CharField(
        label=_("Why"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


def offer(form: forms.Form, reviewers: ReviewerQuerySet) -> None:
    """Let the form's `reviewers` be chosen from these."""
    field = form.fields["reviewers"]
    assert isinstance(field, ReviewersField)
    field.queryset = reviewers.prefetch_related("specialties")
