"""What somebody says about a version, and that a signer knows what is still open."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from articles.models import Withdrawal
from articles.pages import alerts
from reviews.actions.commenting import Hook
from reviews.discussion import Thread
from reviews.enums import Anchor

# An empty anchor is words where some are quoted, and the whole page where none are.
_ANCHORS = [(anchor.value, anchor.label) for anchor in (Anchor.TREATMENT, Anchor.SOURCE)]


class CommentForm(forms.Form):
    """A comment and what it hangs on; the action says whether the version has that."""

    anchor = forms.ChoiceField(choices=[("", ""), *_ANCHORS], required=False)
    place = forms.CharField(max_length=400, required=False)
    quote = forms.CharField(label=_("Words it is about"), required=False)
    text = forms.CharField(label=_("Comment"), required=False)

    def hook(self) -> Hook:
        """What the valid form hangs on."""
        data = self.cleaned_data
        if data["anchor"]:
            return Hook(Anchor(data["anchor"]), place=data["place"])
        if data["quote"]:
            return Hook(Anchor.WORDS, place=data["place"], quote=data["quote"])
        return Hook()


class SaidForm(forms.Form):
    """A reply, or an answer to an objection."""

    text = forms.CharField(label=_("Comment"), required=False)


class AcknowledgementForm(forms.Form):
    """The signer ticks every comment that is still open, and every alert that ends; without any
    there is nothing to tick."""

    acknowledged = forms.MultipleChoiceField(
        label=_("These comments are open. Tick each that you know of and sign all the same."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    alerts = forms.MultipleChoiceField(
        label=_(
            "A signature for the whole page ends these safety alerts above it. Tick each that the "
            "words take into account."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, threads: Sequence[Thread], ending: Sequence[Withdrawal], **kwargs: Any
    ) -> None:
        """`threads` are open, and the alerts `ending` end with the signature."""
        super().__init__(*args, **kwargs)
        self.alert_keys = frozenset(alert.pk for alert in ending)
        warned = self.fields["alerts"]
        assert isinstance(warned, forms.ChoiceField)
        warned.choices = [(str(alert.pk), told(alert)) for alert in ending]
        self.keys = frozenset(thread.comment.pk for thread in threads)
        field = self.fields["acknowledged"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(thread.comment.pk), _named(thread)) for thread in threads]

    def clean_acknowledged(self) -> frozenset[int]:
        """Raises while a comment is not ticked."""
        ticked = frozenset(map(int, self.cleaned_data["acknowledged"]))
        if self.keys - ticked:
            raise forms.ValidationError(
                _("Tick every open comment, or go back and resolve it."), code="required"
            )
        return ticked

    def clean_alerts(self) -> frozenset[int]:
        """Raises while an alert is not ticked."""
        ticked = frozenset(map(int, self.cleaned_data["alerts"]))
        if self.alert_keys - ticked:
            raise forms.ValidationError(
                _("Tick every alert, or ask for changes that take it into account."),
                code="required",
            )
        return ticked


def told(alert: Withdrawal) -> str:
    """The alert in one line."""
    kind, treatment = alert.get_kind_display(), alerts.called(alert)[0]
    return f"{kind}, {treatment} ({alert.scope}), {date_format(alert.at)}: {alert.notice}"


def _named(thread: Thread) -> str:
    """The comment in one line."""
    about = f"“{thread.comment.quote}”" if thread.comment.quote else thread.where
    return f"{thread.comment.author_name}, {about}: {thread.comment.text}"
