"""The catalogue of treatments that answers refer to."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.enums import TreatmentKind
from articles.models.validators import validate_no_control_characters, validate_slug


class TreatmentQuerySet(models.QuerySet["Treatment"]):
    def medicine_names(self) -> list[str]:
        """Every generic and brand name of a medicine (one query)."""
        medicines = self.filter(kind=TreatmentKind.MEDICINE).order_by("pk")
        return [name for one in medicines for name in one.names]


class Treatment(models.Model):
    """A treatment under its generic name, whatever it is used for."""

    slug = models.SlugField(_("address"), max_length=160, unique=True, validators=[validate_slug])
    name = models.CharField(
        _("generic name"), max_length=200, validators=[validate_no_control_characters]
    )
    brand_names = models.CharField(
        _("brand names"),
        max_length=400,
        blank=True,
        help_text=_("Separated by commas."),
        validators=[validate_no_control_characters],
    )
    kind = models.CharField(_("kind"), max_length=16, choices=TreatmentKind)
    rxnorm = models.CharField(_("RxNorm code"), max_length=16, blank=True)

    objects = TreatmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("treatment")
        verbose_name_plural = _("treatments")
        ordering: ClassVar = [Lower("name")]
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("name"), name="treatment_name_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="treatment_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(kind__in=TreatmentKind.values), name="treatment_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def brands(self) -> tuple[str, ...]:
        """The brand names, each on its own."""
        return tuple(brand.strip() for brand in self.brand_names.split(",") if brand.strip())

    @property
    def names(self) -> tuple[str, ...]:
        """The words by which prose names it, its own name first."""
        return (self.name, *self.brands)

    def get_absolute_url(self) -> str:
        return reverse("articles:treatment", args=[self.slug])
