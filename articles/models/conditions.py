"""Conditions, the names people know them by, and their codes."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower, Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.enums import NAMES_THAT_STAND_FOR_IT, CodeMatch, NameRelation
from articles.models.validators import validate_no_control_characters, validate_slug


class Condition(models.Model):
    """A disease or health topic. It has no prose: its overview is an answer like any other."""

    slug = models.SlugField(_("address"), max_length=160, unique=True, validators=[validate_slug])
    name = models.CharField(
        _("name"), max_length=200, unique=True, validators=[validate_no_control_characters]
    )
    related = models.ManyToManyField("self", verbose_name=_("related conditions"), blank=True)

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        ordering: ClassVar = [Lower("name")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(name=""), name="condition_has_a_name"),
            models.CheckConstraint(condition=~models.Q(slug=""), name="condition_has_an_address"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("articles:condition", args=[self.slug])

    def name_in(self, language: str) -> str:
        """What pages in that language call it: its verified main name there, else `name`."""
        names = (n for n in self.names.all() if n.is_main and n.language == language)
        return next((n.text for n in names if n.is_public), self.name)


class ConditionNameQuerySet(models.QuerySet["ConditionName"]):
    def public(self) -> "ConditionNameQuerySet":
        """Names that may send a reader to the condition: verified, and standing for it."""
        return self.filter(relation__in=NAMES_THAT_STAND_FOR_IT, verified_on__isnull=False)


class ConditionName(models.Model):
    """Another name of a condition. Unverified, broader and narrower names stay at the desk."""

    condition = models.ForeignKey(Condition, models.CASCADE, related_name="names")
    text = models.CharField(_("name"), max_length=200, validators=[validate_no_control_characters])
    relation = models.CharField(_("relation"), max_length=16, choices=NameRelation)
    language = models.CharField(_("language"), max_length=8, default="en")
    is_main = models.BooleanField(
        _("main name in its language"),
        default=False,
        help_text=_("What pages in that language call the condition."),
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    verified_on = models.DateField(_("verified on"), null=True, blank=True)

    objects = ConditionNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("name of a condition")
        verbose_name_plural = _("names of conditions")
        ordering: ClassVar = [Lower("text")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("text"), "condition", "language", name="name_once_a_condition"
            ),
            models.UniqueConstraint(
                fields=["condition", "language"],
                condition=models.Q(is_main=True),
                name="one_main_name_a_language",
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="condition_name_has_text"),
            models.CheckConstraint(
                condition=models.Q(relation__in=NameRelation.values),
                name="name_relation_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_public(self) -> bool:
        """Whether it may send a reader to the condition (as `ConditionNameQuerySet.public`)."""
        return self.relation in NAMES_THAT_STAND_FOR_IT and self.verified_on is not None


class ConditionCode(models.Model):
    """The condition in a code system, and how well the code fits."""

    condition = models.ForeignKey(Condition, models.CASCADE, related_name="codes")
    system = models.CharField(_("code system"), max_length=32)
    code = models.CharField(_("code"), max_length=64)
    match = models.CharField(_("match"), max_length=16, choices=CodeMatch)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("code of a condition")
        verbose_name_plural = _("codes of conditions")
        ordering: ClassVar = ["system", "code"]
        # Whoever searches for a code types it in either case.
        indexes: ClassVar = [models.Index(Upper("code"), name="code_in_upper_case")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["condition", "system", "code"], name="code_once_a_condition"
            ),
            models.CheckConstraint(
                condition=models.Q(match__in=CodeMatch.values), name="code_match_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.code}"
