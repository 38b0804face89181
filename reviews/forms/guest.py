"""What a guest fills in, and what an editor fills in to invite one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.forms.voices import OpenForm, WordsField
from reviews.actions.commenting import LONGEST_QUOTE, LONGEST_TEXT
from reviews.models import PreviewLink


class GuestForm(OpenForm):
    """A guest's comment on the page, or on words of it."""

    quote = WordsField(
        label=_("Words it is about, if any: copy them from the page"),
        max_length=LONGEST_QUOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    text = WordsField(
        label=_("Your comment"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class InvitationForm(forms.Form):
    """Whom a preview link is for, and for how long."""

    guest = forms.CharField(label=_("Name of the guest"), max_length=200)
    days = forms.IntegerField(
        label=_("Days until it expires"), min_value=1, max_value=PreviewLink.MOST_DAYS, initial=14
    )
