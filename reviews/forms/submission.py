"""Asking for a review: what changed, how much, who reads it, until when, and what then."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.changes import Floor
from articles.enums import ChangeClass
from reviews.enums import AfterApproval, Priority
from reviews.forms.conflicts import ConflictForm
from reviews.forms.reviewers import ReviewersField, offer
from reviews.models.reviewers import ReviewerQuerySet

# How long a reviewer is given unless the editor says otherwise.
USUAL_TIME = timedelta(days=14)


class AskForm(ConflictForm):
    """Whom to ask, and until when."""

    reviewers = ReviewersField()
    reason = forms.CharField(
        label=_("Why somebody whom it does not fit"),
        help_text=_("Needed only where you ask somebody of another specialty or language."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    priority = forms.ChoiceField(
        label=_("Priority"),
        choices=Priority,
        initial=Priority.NORMAL,
        required=False,
        widget=forms.RadioSelect,
    )
    due_on = forms.DateField(
        label=_("Answer wanted by"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    field_order: tuple[str, ...] = ("reviewers", "reason", "priority", "due_on", "conflict_note")

    def __init__(self, *args: Any, reviewers: ReviewerQuerySet, today: date, **kwargs: Any) -> None:
        """`reviewers` are those who may be asked (`staffing.candidates`)."""
        super().__init__(*args, **kwargs)
        self._today = today
        offer(self, reviewers)
        self.fields["due_on"].initial = today + USUAL_TIME

    def clean_priority(self) -> Priority:
        return Priority(self.cleaned_data["priority"] or Priority.NORMAL)

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        if due_on < self._today:
            raise forms.ValidationError(gettext("Choose today or a later day."))
        return due_on


class ReleaseForm(AskForm):
    """What readers are told of the change, and what follows an approval."""

    change_note = forms.CharField(
        label=_("What changed"),
        help_text=_("For readers, in a sentence or two: the history of the page shows it."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    correction = forms.CharField(
        label=_("Correction, if readers may have acted on an error"),
        help_text=_(
            "“We said …; it is …”. It stands above the answer for 90 days and in the log of "
            "corrections for good. The reviewer signs it too."
        ),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    after_approval = forms.ChoiceField(
        label=_("After approval"),
        choices=AfterApproval,
        initial=AfterApproval.PUBLISH,
        widget=forms.RadioSelect,
    )
    publish_on = forms.DateField(
        label=_("Publish on"),
        help_text=_("Only for “Publish on a date”: on that day, once approved."),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )
    field_order = (
        *("change_note", "correction", "change_class"),
        *("reviewers", "reason", "due_on", "priority"),
        *("after_approval", "publish_on", "conflict_note"),
    )

    def __init__(self, *args: Any, published: bool, **kwargs: Any) -> None:
        """`published`: the answer was public before, so that something can be corrected."""
        super().__init__(*args, **kwargs)
        if not published:
            del self.fields["correction"]

    def clean_after_approval(self) -> AfterApproval:
        return AfterApproval(self.cleaned_data["after_approval"])

    def clean_publish_on(self) -> date | None:
        """The day; none, whatever was typed, unless that is what follows an approval."""
        if self.cleaned_data.get("after_approval") != AfterApproval.SCHEDULE:
            return None
        day: date | None = self.cleaned_data["publish_on"]
        if day is None or day <= self._today:
            raise forms.ValidationError(gettext("Choose a day after today."))
        return day


class SubmissionForm(ReleaseForm):
    """A draft's new version, and how much it changes; the floor cannot be undercut."""

    change_class = forms.ChoiceField(
        label=_("How much it changes"), choices=ChangeClass, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, floor: Floor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._floor = floor
        field = self.fields["change_class"]
        field.initial = floor.change_class
        field.help_text = gettext("%(reason)s So it is at least: %(class)s.") % {
            "reason": floor.reason,
            "class": floor.change_class.label,
        }

    def clean_change_class(self) -> ChangeClass:
        chosen = ChangeClass(self.cleaned_data["change_class"])
        if self._floor.change_class == ChangeClass.MATERIAL != chosen:
            raise forms.ValidationError(
                gettext("It is material: %(reason)s") % {"reason": self._floor.reason}
            )
        if self.cleaned_data.get("correction") and chosen != ChangeClass.MATERIAL:
            raise forms.ValidationError(gettext("It is material: it corrects an error."))
        return chosen
