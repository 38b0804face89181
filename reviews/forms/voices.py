"""What an editor decides about a text that a reader sent."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.actions.feedback import OUTCOMES
from articles.actions.voices import seen_as
from articles.enums import FeedbackKind, FeedbackState, VoiceRule, VoiceState
from articles.models import Article, Experience, Feedback, OpenQuestion

_LONGEST_TEXT = 2000


class ExperienceDecisionForm(forms.Form):
    """Publish, ask for a shorter text, or decline; for a published one, take it down."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    outcome = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    confirmed = forms.MultipleChoiceField(
        label=_("To publish it, confirm each"),
        choices=VoiceRule.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    rule = forms.ChoiceField(
        label=_("To decline it, the rule that it does not meet"),
        choices=[("", "–"), *VoiceRule.choices],
        required=False,
    )
    message = forms.CharField(
        label=_("Message to the author"),
        max_length=_LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("They see it at their private link. Needed unless you publish."),
    )
    lead_told = forms.BooleanField(required=False)
    field_order = ("lead_told", "outcome")

    def __init__(self, *args: Any, experience: Experience, lead: str, **kwargs: Any) -> None:
        """`lead` is whom an urgent text is told at once."""
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = seen_as(experience)
        published = experience.state == VoiceState.PUBLISHED
        choices = [("decline", _("Take it down") if published else _("Decline"))]
        if experience.state in {VoiceState.WAITING, VoiceState.URGENT}:
            choices = [("publish", _("Publish")), ("shorten", _("Ask to shorten it")), *choices]
        else:
            del self.fields["confirmed"]
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)
        outcome.choices = choices
        if experience.state == VoiceState.URGENT:
            self.fields["lead_told"].label = _("I have told %(lead)s") % {"lead": lead}
        else:
            del self.fields["lead_told"]


class FeedbackDecisionForm(forms.Form):
    """What became of a report, or of a question."""

    outcome = forms.ChoiceField(label=_("Outcome"), widget=forms.RadioSelect)
    question = forms.ModelChoiceField(
        label=_("The same as"), queryset=OpenQuestion.objects.none(), required=False
    )
    wording = forms.CharField(
        label=_("Or in your words, as readers will see it"), max_length=300, required=False
    )

    def __init__(self, *args: Any, feedback: Feedback, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)
        known = [(state.value, state.label) for state in OUTCOMES[FeedbackKind(feedback.kind)]]
        outcome.choices = [choice for choice in known if choice[0] != feedback.state]
        if feedback.kind == FeedbackKind.QUESTION:
            same = self.fields["question"]
            assert isinstance(same, forms.ModelChoiceField)
            same.queryset = OpenQuestion.objects.filter(
                condition=feedback.condition, language=feedback.language
            )
        else:
            del self.fields["question"], self.fields["wording"]

    def state(self) -> FeedbackState:
        """The outcome that was chosen, once the form is valid."""
        return FeedbackState(self.cleaned_data["outcome"])

    def words(self) -> str:
        """The wording of the question under which it counts."""
        same: OpenQuestion | None = self.cleaned_data["question"]
        return same.wording if same else str(self.cleaned_data["wording"])


class QuestionForm(forms.Form):
    """The words of a question not yet answered, and the answer that will answer it."""

    wording = forms.CharField(label=_("Question"), max_length=300)
    answered_by = forms.ModelChoiceField(
        label=_("Answered by"),
        queryset=Article.objects.none(),
        required=False,
        help_text=_("From the day on which readers see that answer, the question is not listed."),
    )

    def __init__(self, *args: Any, question: OpenQuestion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answers = self.fields["answered_by"]
        assert isinstance(answers, forms.ModelChoiceField)
        answers.queryset = Article.objects.filter(
            condition=question.condition, language=question.language
        )
