"""What a reviewer fills in."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from articles import freshness
from articles.enums import ChangeClass, QuestionKind
from reviews import checklists, completeness, queues
from reviews.completeness import Decision
from reviews.enums import Scope
from reviews.models import ReviewRequest

_LONGEST_TEXT = 4000


def _area(rows: int) -> dict[str, Any]:
    widget = forms.Textarea(attrs={"rows": rows})
    return {"required": False, "max_length": _LONGEST_TEXT, "widget": widget}


class _Points(forms.MultipleChoiceField):
    """The points of a checklist. Those of the longer one are dropped where the shorter is asked."""

    def to_python(self, value: object) -> list[str]:
        longer = set(checklists.items(QuestionKind.TREATMENT))
        given: list[str] = super().to_python(value)
        return [key for key in given if key not in longer or self.valid_value(key)]


class DecisionForm(forms.Form):
    """One reviewer's decision on the words whose hash was on the screen."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    scope = forms.ChoiceField(label=_("What you read"), widget=forms.RadioSelect)
    checklist = _Points(label=_("Checklist"), required=False, widget=forms.CheckboxSelectMultiple)
    change_class = forms.ChoiceField(label=_("How much it changes"), widget=forms.RadioSelect)
    conflict = forms.TypedChoiceField(
        label=_("Do you have a conflict of interest with this answer?"),
        choices=[("no", _("No")), ("yes", _("Yes"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
    conflict_note = forms.CharField(label=_("If yes, which"), **_area(2))
    conflict_disqualifies = forms.BooleanField(
        label=_("It disqualifies me from approving"),
        required=False,
        help_text=_(
            "It does when within the last 36 months you, or a close relative, had pay, equity or "
            "a role in a trial from the maker of a product named here, or of a competitor."
        ),
    )
    review_due_on = forms.DateField(
        label=_("Review again by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    comment = forms.CharField(label=_("Comment, or what has to change"), **_area(4))

    def __init__(
        self,
        *args: Any,
        review: ReviewRequest,
        scopes: Sequence[Scope],
        on: date,
        kept: Mapping[str, Sequence[str]] | None = None,
        **kwargs: Any,
    ) -> None:
        """`scopes` are those this reviewer may sign; `on` is the day of the decision.

        `kept` is what they had filled in before, and not decided.
        """
        latest = freshness.latest_due_date(review.article.kind, reviewed_on=on)
        classes, reason = possible_classes(review)
        kwargs["initial"] = {
            "sha256": review.revision.sha256,
            # What suffices comes first: a change of wording has a shorter screen.
            "scope": scopes[-1],
            "change_class": classes[0],
            "review_due_on": latest,
            **self._restored(kept or {}),
        }
        super().__init__(*args, **kwargs)
        self.sha256_on_screen = review.revision.sha256
        self._offer("scope", [(scope.value, scope.label) for scope in scopes])
        self._offer("change_class", [(item.value, item.label) for item in classes], reason)
        points = checklists.items(review.article.kind, self.reads)
        self._offer("checklist", list(points.items()))
        if len(scopes) > 1:
            self.fields["scope"].help_text = _(
                "Choose the whole page and go on: its longer checklist follows."
            )
        self.fields["review_due_on"].help_text = _("Not after %(latest)s.") % {
            "latest": date_format(latest)
        }

    @property
    def reads(self) -> Scope:
        """What the screen is for: as chosen, whether valid or not, or as it opens."""
        chosen = self["scope"].value()
        return Scope(chosen) if chosen in Scope.values else Scope.WHOLE_PAGE

    def _restored(self, kept: Mapping[str, Sequence[str]]) -> dict[str, Any]:
        known = (name for name in kept if name in self.base_fields and name != "sha256")
        return {
            name: list(kept[name]) if name == "checklist" else kept[name][0]
            for name in known
            if kept[name]
        }

    def clean_sha256(self) -> str:
        """Raises when the words on the reviewer's screen are not those of the request."""
        shown = str(self.cleaned_data["sha256"])
        if shown != self.sha256_on_screen:
            raise forms.ValidationError(
                _("The words on your screen are not the words of this request. Read them again."),
                code="conflict",
            )
        return shown

    def clean(self) -> dict[str, Any]:
        """A conflict that disqualifies is a conflict."""
        data = self.cleaned_data
        if data.get("conflict_disqualifies") and data.get("conflict") is False:
            self.add_error("conflict", _("You ticked that a conflict disqualifies you."))
        return data

    def decision(self, *, reauthenticated: str) -> Decision:
        """The valid form as a value; `reauthenticated` says how the reviewer signed in again."""
        data = self.cleaned_data
        return Decision(
            scope=Scope(data["scope"]),
            change_class=ChangeClass(data["change_class"]),
            checklist=tuple(data["checklist"]),
            conflict=data["conflict"] is True,
            conflict_disqualifies=data["conflict_disqualifies"],
            conflict_note=data["conflict_note"],
            comment=data["comment"],
            review_due_on=data["review_due_on"],
            reauthenticated=reauthenticated,
        )

    def _offer(self, name: str, choices: Sequence[tuple[str, Any]], help_text: str = "") -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        field.help_text = help_text


def possible_classes(review: ReviewRequest) -> tuple[tuple[ChangeClass, ...], str]:
    """The change classes a reviewer may choose from, and the reason for the lowest."""
    if queues.is_reconfirmation(review):
        return (ChangeClass.MATERIAL,), str(_("It asks for a review of everything once more."))
    floor = completeness.floor(review)
    if floor.change_class == ChangeClass.MATERIAL:
        return (ChangeClass.MATERIAL,), floor.reason
    if review.revision.proposed_class == ChangeClass.MATERIAL:
        return (ChangeClass.MATERIAL,), str(_("The editor calls it material."))
    return (ChangeClass.WORDING, ChangeClass.MATERIAL), floor.reason


def possible_scopes(review: ReviewRequest) -> tuple[Scope, ...]:
    """What a review of this request may cover: only the changes where all is wording."""
    if ChangeClass.WORDING in possible_classes(review)[0]:
        return (Scope.WHOLE_PAGE, Scope.CHANGES_ONLY)
    return (Scope.WHOLE_PAGE,)
