"""Where people with a condition find others: patient organisations and helplines."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.conditions import Condition
from articles.models.sources import validate_web_address
from articles.models.validators import validate_no_control_characters


class SupportOrganisation(models.Model):
    """A listing beside a condition's answers, never part of one; readers see when it was checked.

    An empty `country` means that it serves people everywhere.
    """

    condition = models.ForeignKey(Condition, models.CASCADE, related_name="organisations")
    name = models.CharField(_("name"), max_length=200, validators=[validate_no_control_characters])
    country = models.CharField(
        _("country"), max_length=100, blank=True, validators=[validate_no_control_characters]
    )
    contact = models.CharField(
        _("address or telephone"),
        max_length=300,
        blank=True,
        validators=[validate_no_control_characters],
    )
    url = models.URLField(
        _("web address"), max_length=500, blank=True, validators=[validate_web_address]
    )
    checked_on = models.DateField(_("checked on"))

    class Meta:
        verbose_name = _("support organisation")
        verbose_name_plural = _("support organisations")
        ordering: ClassVar = ["country", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["condition", "name", "country"], name="organisation_once_a_condition"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="organisation_has_a_name"),
            models.CheckConstraint(
                condition=~models.Q(contact="", url=""),
                name="organisation_can_be_reached",
                violation_error_message=_("Give a web address, or an address or telephone."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
