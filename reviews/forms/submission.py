"""Asking for a review: what changed, how much, who reads it, until when, and what then."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.changes import Floor
from articles.enums import ChangeClass
from articles.models import Article, DraftEdit, Revision, RevisionContributor
from reviews.enums import AfterApproval
from reviews.models import Reviewer

# How long a reviewer is given unless the editor says otherwise.
USUAL_TIME = timedelta(days=14)


def candidates(article: Article, *, by: User, on: date) -> QuerySet[Reviewer]:
    """Who may be asked on that day: able to sign, and neither an editor of it nor `by`."""
    editors = DraftEdit.objects.filter(article=article).values("editor")
    able = Reviewer.objects.able_to_sign(on=on).exclude(user=by).exclude(user__in=editors)
    return able.filter(user__in=User.objects.with_perm("reviews.decide_request"))


def able_to_reconfirm(article: Article, *, by: User, on: date) -> QuerySet[Reviewer]:
    """Those of the candidates who had no part in the live version either."""
    live = Revision.objects.filter(publications__live_for=article)
    wrote = RevisionContributor.objects.filter(revision__in=live).values("user")
    return candidates(article, by=by, on=on).exclude(user__in=wrote)


class AskForm(forms.Form):
    """Whom to ask, and until when."""

    reviewers = forms.ModelMultipleChoiceField(
        Reviewer.objects.none(),
        label=_("Reviewers to ask"),
        widget=forms.CheckboxSelectMultiple,
    )
    due_on = forms.DateField(
        label=_("Answer wanted by"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )

    def __init__(
        self, *args: Any, reviewers: QuerySet[Reviewer], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        field = self.fields["reviewers"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = reviewers
        self.fields["due_on"].initial = today + USUAL_TIME

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        if due_on < self._today:
            raise forms.ValidationError(gettext("Choose today or a later day."))
        return due_on


class SubmissionForm(AskForm):
    """What changed for readers and how much; the floor cannot be undercut."""

    change_note = forms.CharField(
        label=_("What changed"),
        help_text=_("For readers, in a sentence or two: the history of the page shows it."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    change_class = forms.ChoiceField(
        label=_("How much it changes"), choices=ChangeClass, widget=forms.RadioSelect
    )
    after_approval = forms.ChoiceField(
        label=_("After approval"),
        choices=AfterApproval,
        initial=AfterApproval.PUBLISH,
        widget=forms.RadioSelect,
    )
    field_order = ("change_note", "change_class", "reviewers", "due_on", "after_approval")

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
        return chosen

    def clean_after_approval(self) -> AfterApproval:
        return AfterApproval(self.cleaned_data["after_approval"])
