"""What readers tell us: experiences, and feedback. None of it is an answer, and it never is one."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.enums import (
    FeedbackKind,
    FeedbackState,
    VoiceRelation,
    VoiceRule,
    VoiceState,
)
from articles.models.conditions import Condition
from articles.models.drafts import Article
from articles.models.history import Publication, SiteText

_USER = settings.AUTH_USER_MODEL
# What an editor has to look at; urgent first, then the oldest.
WAITING = (VoiceState.URGENT, VoiceState.WAITING)
_DECIDED = (VoiceState.SHORTEN, VoiceState.PUBLISHED, VoiceState.DECLINED)
_VOTES = (FeedbackKind.HELPFUL, FeedbackKind.NOT_HELPFUL)


class ExperienceQuerySet(models.QuerySet["Experience"]):
    def published(self) -> "ExperienceQuerySet":
        """Those that readers may see, where the answer itself is shown."""
        return self.filter(state=VoiceState.PUBLISHED)

    def locked(self, pk: int) -> "Experience":
        """That experience, its answer locked before it. Raises `Experience.DoesNotExist`."""
        Article.objects.locked(self.values_list("article", flat=True).get(pk=pk))
        return self.select_for_update().get(pk=pk)


class Experience(models.Model):
    """Somebody's own story on one question, under a name they chose.

    The words are the author's: nobody else changes them. Deleting leaves the row as the bare
    fact, without the text, the name and the relation.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="experiences")
    pseudonym = models.CharField(_("name to show"), max_length=40, blank=True)
    # SHA-256 of the name as it is compared: one contributor is counted once a question.
    pseudonym_key = models.CharField(max_length=64, blank=True, editable=False)
    relation = models.CharField(_("relation"), max_length=16, choices=VoiceRelation, blank=True)
    text = models.TextField(_("experience"), blank=True)
    adult = models.BooleanField(_("18 or over"))
    consent = models.ForeignKey(SiteText, models.PROTECT, related_name="experiences")
    # SHA-256 of the private link's token, which we do not keep.
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=16, choices=VoiceState)
    received_at = models.DateTimeField(_("received at"))
    rule = models.CharField(_("rule not met"), max_length=16, choices=VoiceRule, blank=True)
    message = models.TextField(_("message to the author"), blank=True)
    decided_by = models.ForeignKey(_USER, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True)
    deleted_at = models.DateTimeField(_("deleted at"), null=True)

    objects = ExperienceQuerySet.as_manager()

    class Meta:
        verbose_name = _("experience")
        verbose_name_plural = _("experiences")
        ordering: ClassVar = ["pk"]
        default_permissions = ()
        permissions: ClassVar = [("triage_voices", "Can triage what readers sent")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["article", "pseudonym_key"],
                condition=Q(state=VoiceState.PUBLISHED),
                name="one_voice_a_contributor_and_question",
            ),
            models.CheckConstraint(condition=Q(adult=True), name="experience_of_an_adult"),
            models.CheckConstraint(
                condition=Q(state__in=VoiceState.values), name="experience_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_DECIDED)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="experience_was_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[VoiceState.SHORTEN, VoiceState.DECLINED]) | ~Q(message=""),
                name="experience_refusal_says_why",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=VoiceState.DELETED,
                    text="",
                    pseudonym="",
                    pseudonym_key="",
                    relation="",
                    message="",
                    rule="",
                    deleted_at__isnull=False,
                )
                | Q(
                    ~Q(state=VoiceState.DELETED),
                    ~Q(text=""),
                    ~Q(pseudonym=""),
                    ~Q(pseudonym_key=""),
                    relation__in=VoiceRelation.values,
                    deleted_at=None,
                ),
                name="experience_is_whole_or_deleted",
            ),
        ]

    def __str__(self) -> str:
        return f"{_('Experience')} {self.pk}"


class OpenQuestion(models.Model):
    """A question that people ask and no answer answers yet, in an editor's words."""

    condition = models.ForeignKey(Condition, models.PROTECT, related_name="open_questions")
    language = models.CharField(_("language"), max_length=8, default="en")
    wording = models.CharField(_("question"), max_length=300)
    answered_by = models.ForeignKey(
        Article,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    added_by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added at"))

    class Meta:
        verbose_name = _("question not yet answered")
        verbose_name_plural = _("questions not yet answered")
        ordering: ClassVar = ["wording"]
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["condition", "language", "wording"], name="open_question_once_a_condition"
            ),
            models.CheckConstraint(condition=~Q(wording=""), name="open_question_has_words"),
        ]

    def __str__(self) -> str:
        return self.wording


class Feedback(models.Model):
    """A vote or a report about an answer, or a question about a condition.

    Nothing says whose it is. `publication` is the version that the reader had before them.
    """

    kind = models.CharField(_("kind"), max_length=16, choices=FeedbackKind)
    article = models.ForeignKey(Article, models.PROTECT, null=True, related_name="feedback")
    publication = models.ForeignKey(Publication, models.PROTECT, null=True, related_name="feedback")
    condition = models.ForeignKey(Condition, models.PROTECT, null=True, related_name="feedback")
    # Of the page that it was sent from.
    language = models.CharField(_("language"), max_length=8, default="en")
    text = models.TextField(_("text"), blank=True)
    # Of the form that was sent: the same form sent twice is one message.
    key = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=16, choices=FeedbackState)
    received_at = models.DateTimeField(_("received at"))
    led_to = models.ForeignKey(Publication, models.PROTECT, null=True, related_name="+")
    question = models.ForeignKey(OpenQuestion, models.PROTECT, null=True, related_name="asked")
    decided_by = models.ForeignKey(_USER, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True)

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        ordering: ClassVar = ["pk"]
        default_permissions = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[*_VOTES, FeedbackKind.REPORT],
                    article__isnull=False,
                    publication__isnull=False,
                    condition=None,
                )
                | Q(
                    kind=FeedbackKind.QUESTION,
                    article=None,
                    publication=None,
                    condition__isnull=False,
                ),
                name="feedback_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=_VOTES, state=FeedbackState.COUNTED, text="")
                | Q(~Q(kind__in=_VOTES), ~Q(state=FeedbackState.COUNTED)),
                name="feedback_votes_are_counted",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=WAITING) | ~Q(text=""), name="feedback_that_waits_has_words"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[FeedbackState.COUNTED, *WAITING], decided_by=None)
                | Q(
                    state__in=[
                        FeedbackState.ACCEPTED,
                        FeedbackState.CHANGED,
                        FeedbackState.UNCHANGED,
                        FeedbackState.ASKED,
                        FeedbackState.DISMISSED,
                    ],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="feedback_was_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=FeedbackState.CHANGED, led_to__isnull=False)
                | Q(~Q(state=FeedbackState.CHANGED), led_to=None),
                name="feedback_change_names_its_version",
            ),
            models.CheckConstraint(
                condition=Q(state=FeedbackState.ASKED, question__isnull=False)
                | Q(~Q(state=FeedbackState.ASKED), question=None),
                name="feedback_asked_names_its_question",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
