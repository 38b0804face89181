"""What people are asked of themselves before words of theirs, or by their hand, go on."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ConflictForm(forms.Form):
    """The conflict of interest of an editor who submits, or a publisher who publishes.

    Those that disqualify a reviewer do so here too (`model.md`, after the ICMJE's 36 months).
    """

    conflict_note = forms.CharField(
        label=_("Your own conflict of interest with this answer, if you have one"),
        help_text=_(
            "It is kept, and whoever may read the record sees it. Leave it to somebody else where "
            "within the last 36 months you, or a close relative, had pay, equity or a role in a "
            "trial from the maker of a product named here, or of a competitor."
        ),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
