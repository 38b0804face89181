"""Links by which somebody outside the desk reads one version and comments on it."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.models.validators import validate_no_control_characters
from reviews.models.requests import ReviewRequest

_USER = settings.AUTH_USER_MODEL


class PreviewLink(models.Model):
    """One guest's way to the words of one request, for a while. Only its revocation changes.

    The secret of the address is shown once and never stored: `token_sha256` recognises it.
    """

    # The database refuses more (`reviews/guards/discussion.py`).
    MOST_DAYS = 30

    request = models.ForeignKey(ReviewRequest, models.PROTECT, related_name="preview_links")
    guest = models.CharField(
        _("name of the guest"), max_length=200, validators=[validate_no_control_characters]
    )
    token_sha256 = models.CharField(_("hash of the token"), max_length=64, unique=True)
    created_by = models.ForeignKey(_USER, models.PROTECT, related_name="preview_links")
    created_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("expires at"))
    revoked_by = models.ForeignKey(
        _USER, models.PROTECT, null=True, related_name="revoked_preview_links"
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True)

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(guest=""), name="preview_link_names_its_guest"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="preview_link_lasts_a_while"
            ),
            models.CheckConstraint(
                condition=Q(revoked_by=None, revoked_at=None)
                | Q(revoked_by__isnull=False, revoked_at__isnull=False),
                name="preview_link_revocation_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.guest

    def works_at(self, moment: datetime) -> bool:
        """Whether the link itself has neither expired nor been revoked by then."""
        return self.revoked_at is None and moment < self.expires_at
