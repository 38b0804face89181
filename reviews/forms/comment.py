"""What somebody says about a version, and that a signer knows what is still open."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

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
    """The signer ticks every comment that is still open; without any there is nothing to tick."""

    acknowledged = forms.MultipleChoiceField(
        label=_("These comments are open. Tick each that you know of and sign all the same."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, threads: Sequence[Thread], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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


def _named(thread: Thread) -> str:
    """The comment in one line."""
    about = f"“{thread.comment.quote}”" if thread.comment.quote else thread.where
    return f"{thread.comment.author_name}, {about}: {thread.comment.text}"
