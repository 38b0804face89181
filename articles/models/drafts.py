"""An article and its working draft: what editors change and readers never see."""

from datetime import date, timedelta
from itertools import groupby
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles import freshness
from articles.enums import Evidence, Freshness, Line, QuestionKind, RegulatoryStatus
from articles.languages import path_in
from articles.models.conditions import Condition
from articles.models.sources import Source
from articles.models.treatments import Treatment
from articles.models.validators import validate_no_control_characters, validate_slug


def lapsed(*, on: date) -> Q:
    """Picks the live articles whose answer is no longer shown on that day."""
    found = Q()
    # Kinds with the same days of grace share a condition: every page of readers asks this.
    for grace, kinds in groupby(sorted(QuestionKind, key=freshness.grace), key=freshness.grace):
        found |= Q(kind__in=list(kinds), live__review_due_on__lt=on - grace)
    return found


def fresh(state: Freshness, *, on: date) -> Q:
    """Picks the live articles of that freshness on that day (`freshness.of`)."""
    soon = on + timedelta(days=settings.DUE_SOON_DAYS)
    gone = lapsed(on=on)
    return {
        Freshness.CURRENT: Q(live__review_due_on__gt=soon),
        Freshness.DUE_SOON: Q(live__review_due_on__range=(on, soon)),
        Freshness.OVERDUE: Q(live__review_due_on__lt=on) & ~gone,
        Freshness.LAPSED: gone,
    }[state]


class ArticleQuerySet(models.QuerySet["Article"]):
    def public(self, *, on: date) -> "ArticleQuerySet":
        """The articles whose answer readers see on that day: live and not lapsed."""
        return self.filter(live__isnull=False).exclude(lapsed(on=on))

    def in_language(self, language: str) -> "ArticleQuerySet":
        """The answers written in that language."""
        return self.filter(language=language)

    def locked(self, article_id: int) -> "Article":
        """That article, locked until the transaction ends. Raises `Article.DoesNotExist`."""
        return self.select_for_update().get(pk=article_id)


class Article(models.Model):
    """One question about one condition, its working draft, and a pointer to what is live."""

    condition = models.ForeignKey(Condition, models.PROTECT, related_name="articles")
    kind = models.CharField(_("kind of question"), max_length=20, choices=QuestionKind)
    question = models.CharField(
        _("question"), max_length=300, validators=[validate_no_control_characters]
    )
    language = models.CharField(_("language"), max_length=8, default="en")
    translation_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=_("translation of"),
    )
    # What the translator worked from; a submission freezes it as `Revision.translates`.
    follows = models.ForeignKey(
        "articles.Publication", models.PROTECT, null=True, editable=False, related_name="+"
    )
    slug = models.SlugField(_("address"), max_length=160, validators=[validate_slug])

    origin_dataset = models.CharField(_("data set"), max_length=100, blank=True)
    external_id = models.CharField(_("identifier there"), max_length=200, blank=True)
    origin_url = models.URLField(_("original address"), max_length=500, blank=True)
    origin_licence = models.CharField(_("licence"), max_length=200, blank=True)

    short_answer = models.TextField(_("short answer"), blank=True)
    emergency_advice = models.TextField(_("emergency advice"), blank=True)
    body = models.TextField(_("body"), blank=True)
    questions_to_ask = models.TextField(
        _("questions to ask your team"), blank=True, help_text=_("One question a line.")
    )
    draft_version = models.PositiveIntegerField(_("draft version"), default=0, editable=False)

    # Who looks after it: the editor who started it, or else the first who submitted it.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="owned_articles",
        verbose_name=_("owner"),
    )
    live = models.OneToOneField(
        "articles.Publication",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="live_for",
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering: ClassVar = ["condition__name", "kind", "question"]
        permissions: ClassVar = [
            ("publish_article", "Can publish answers"),
            ("withdraw_article", "Can withdraw answers and treatments"),
        ]
        indexes: ClassVar = [
            # The library's figures: what is live by condition and kind, without the texts.
            models.Index(fields=["condition", "kind", "live"], name="answers_by_condition"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["condition", "language", "slug"], name="address_once_a_condition"
            ),
            models.UniqueConstraint(
                fields=["condition", "language"],
                condition=Q(kind=QuestionKind.OVERVIEW, origin_dataset=""),
                name="one_overview_a_condition_and_language",
            ),
            models.UniqueConstraint(
                fields=["translation_of", "language"], name="one_translation_a_language"
            ),
            models.CheckConstraint(
                condition=Q(translation_of=None, follows=None)
                | Q(translation_of__isnull=False, follows__isnull=False),
                name="a_translation_follows_a_version",
            ),
            models.UniqueConstraint(
                fields=["origin_dataset", "external_id"],
                condition=~Q(external_id=""),
                name="imported_once",
            ),
            models.CheckConstraint(condition=~Q(question=""), name="article_has_a_question"),
            models.CheckConstraint(
                condition=Q(kind__in=QuestionKind.values), name="question_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return path_in(self.language, "articles:answer", self.condition.slug, self.slug)


class TreatmentEntry(models.Model):
    """What the draft says about one treatment. A fact without a source stays empty."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="entries")
    treatment = models.ForeignKey(Treatment, models.PROTECT, related_name="entries")
    position = models.PositiveSmallIntegerField(_("order"))
    phase = models.CharField(_("phase of the disease"), max_length=120, blank=True)
    line = models.CharField(_("when it is tried"), max_length=16, choices=Line, blank=True)
    status = models.CharField(
        _("regulatory status"), max_length=16, choices=RegulatoryStatus, blank=True
    )
    region = models.CharField(_("status in"), max_length=60, blank=True)
    as_of = models.DateField(_("status as of"), null=True, blank=True)
    evidence = models.CharField(_("evidence level"), max_length=16, choices=Evidence, blank=True)
    evidence_note = models.CharField(
        _("indirect from what, or not assessed why"), max_length=300, blank=True
    )
    how_it_works = models.TextField(_("how it works"), blank=True)
    benefits = models.TextField(_("benefits"), blank=True)
    risks = models.TextField(_("risks"), blank=True)
    monitoring = models.TextField(_("monitoring"), blank=True)
    not_suitable_for = models.TextField(_("not suitable for"), blank=True)
    pregnancy = models.TextField(_("pregnancy and fertility"), blank=True)
    if_untreated = models.TextField(_("if untreated"), blank=True)
    if_it_does_not_work = models.TextField(_("if it does not work"), blank=True)
    daily_life = models.TextField(_("daily life"), blank=True)

    class Meta:
        verbose_name = _("treatment in an answer")
        verbose_name_plural = _("treatments in answers")
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["article", "treatment", "phase"], name="treatment_once_a_phase"
            ),
        ]

    def __str__(self) -> str:
        return str(self.treatment)


class CareTeamMember(models.Model):
    """A specialty that should look after the person, and what it is for."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="team")
    position = models.PositiveSmallIntegerField(_("order"))
    specialty = models.CharField(_("specialty"), max_length=120)
    purpose = models.TextField(_("what it is for"))

    class Meta:
        verbose_name = _("care team member")
        verbose_name_plural = _("care team")
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "specialty"], name="specialty_once"),
        ]

    def __str__(self) -> str:
        return self.specialty


class Citation(models.Model):
    """A source under the key by which this draft cites it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="citations")
    key = models.CharField(_("key"), max_length=64)
    source = models.ForeignKey(Source, models.PROTECT, related_name="citations")
    locator = models.CharField(_("where in it"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "key"], name="citation_key_once"),
        ]

    def __str__(self) -> str:
        return f"[^{self.key}]"


class DraftEdit(models.Model):
    """Who changed which version of a draft. Never changed: four eyes rest on it."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="edits")
    version = models.PositiveIntegerField(_("draft version"))
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="draft_edits")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("edit of a draft")
        verbose_name_plural = _("edits of drafts")
        ordering: ClassVar = ["article", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "version"], name="one_edit_a_version"),
            models.CheckConstraint(condition=Q(version__gt=0), name="versions_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} v{self.version}"
