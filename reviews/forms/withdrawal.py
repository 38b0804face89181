"""Taking back: the reason for the record and the notice to readers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.enums import WithdrawalKind

_LONGEST_TEXT = 4000


class WithdrawalForm(forms.Form):
    """Why an answer is taken down, and what readers are told instead."""

    reason = forms.CharField(
        label=_("Reason, for the record"),
        max_length=_LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    notice = forms.CharField(
        label=_("Notice to readers"),
        max_length=_LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Plain words. The page adds that nobody should stop a medicine because of it."),
    )


class AlertForm(WithdrawalForm):
    """A safety alert about a treatment, or its end."""

    kind = forms.ChoiceField(label=_("What to do"), widget=forms.RadioSelect)
    scope = forms.CharField(
        label=_("What it concerns"),
        max_length=300,
        help_text=_("For example: all uses, or one brand, or use in children."),
    )
    field_order = ("kind", "scope", "reason", "notice")

    def __init__(self, *args: Any, liftable: bool, **kwargs: Any) -> None:
        """`liftable`: an alert stands that could be lifted."""
        super().__init__(*args, **kwargs)
        choices = [
            (WithdrawalKind.CAUTION.value, _("Caution: a notice above every answer that names it")),
            (WithdrawalKind.STOP.value, _("Stop: withhold the text of every answer that names it")),
        ]
        if liftable:
            choices.append((WithdrawalKind.LIFT.value, _("Lift the alert that stands")))
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
