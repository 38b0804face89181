"""The audit trail: one hash chain over everything that was done."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """One thing somebody did. `hash` covers every field and the previous event's hash."""

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="audit_events"
    )
    # Copied, so that the record reads the same after the account was renamed.
    actor_name = models.CharField(_("who"), max_length=200)
    verb = models.CharField(_("did"), max_length=40)
    object = models.CharField(_("to"), max_length=100, db_index=True)
    detail = models.TextField(_("detail"))
    at = models.DateTimeField(_("at"))
    previous_hash = models.CharField(_("previous hash"), max_length=64, unique=True)
    hash = models.CharField(_("hash"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering: ClassVar = ["pk"]
        get_latest_by = "pk"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(verb=""), name="audit_event_has_a_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.verb} {self.object}"
