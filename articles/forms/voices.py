"""What readers fill in: plain forms that come back as typed, with messages naming the field."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from articles.actions.voices import Story
from articles.enums import VoiceRelation
from articles.texts import normalise

LONGEST_STORY = 3000
LONGEST_REPORT = 2000


def validate_readable(value: str) -> None:
    """Letters, marks and line breaks; no control characters, nor any that turn text around."""
    hidden = {"Cc", "Co", "Cs", "Cn"}
    for character in value:
        if character in "\n\r\t":
            continue
        turns = "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"
        if unicodedata.category(character) in hidden or turns:
            raise ValidationError(_("This text has invisible control characters."))


class WordsField(forms.CharField):
    """Text whose length counts a line break once, as browsers count it while somebody types."""

    default_validators = [validate_readable]

    def to_python(self, value: object) -> str:
        return normalise(super().to_python(value) or "")


class OpenForm(forms.Form):
    """A form that anybody may send (`articles.views.open_forms`)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for field in self.fields.values():
            ticked = isinstance(field, forms.BooleanField)
            missing = _("Please tick this box.") if ticked else _("Please fill this in.")
            field.error_messages["required"] = missing


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class StoryForm(OpenForm):
    """The words of an experience, by their author."""

    pseudonym = WordsField(
        label=_("Name to show"),
        min_length=2,
        max_length=40,
        help_text=_("A made-up name. Please do not use your real name."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    relation = forms.ChoiceField(
        label=_("How you relate to the condition"),
        choices=VoiceRelation.choices,
        widget=forms.RadioSelect,
    )
    text = WordsField(
        label=_("Your experience"),
        min_length=40,
        max_length=LONGEST_STORY,
        help_text=_("In your own words, from 40 to 3,000 characters."),
        widget=_area(10),
    )

    def story(self) -> Story:
        """What was written, once the form is valid."""
        data = self.cleaned_data
        return Story(data["pseudonym"], data["relation"], data["text"])


class ShareForm(StoryForm):
    """An experience with what makes it lawful to keep: age and explicit consent."""

    adult = forms.BooleanField(label=_("I am 18 or over"))
    consent = forms.BooleanField(label=_("I have read this text and agree to it"))
    # The version of the consent text that stood on the page.
    consent_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, newest: int) -> None:
        """A tick under another text than the newest is no consent to it: it is taken out."""
        changed = data is not None and data.get("consent_version") != str(newest)
        if data is not None and changed:
            data = data.copy()
            data.pop("consent", None)
        super().__init__(data)
        if changed:
            self.fields["consent"].error_messages["required"] = _(
                "The consent text has changed. Please read it again before you send."
            )


class WithdrawForm(OpenForm):
    """The author's wish to have their text deleted."""

    sure = forms.BooleanField(label=_("Yes, delete my text. This cannot be undone."))


class ReportForm(OpenForm):
    """Something is wrong or missing in an answer."""

    text = WordsField(
        label=_("What is wrong or missing?"),
        min_length=10,
        max_length=LONGEST_REPORT,
        help_text=_("Please leave out your name and anything that says who you are."),
        widget=_area(6),
    )
    # The hash of the words that stood on the page.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, live: str) -> None:
        super().__init__(data)
        self.live = live

    def clean(self) -> None:
        """Say that the answer has changed; sent once more, the report is about what it is now."""
        if self.cleaned_data.get("seen") != self.live:
            raise ValidationError(
                _("The page has changed since you opened it. Please look at it again.")
            )


class QuestionForm(OpenForm):
    """A question about a condition."""

    text = WordsField(
        label=_("Your question"),
        min_length=10,
        max_length=300,
        help_text=_("One question. Please leave out anything that says who you are."),
        widget=_area(3),
    )
