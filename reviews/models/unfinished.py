"""What a reviewer has filled in and not decided yet."""

import json
from collections.abc import Mapping, Sequence
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.models.requests import ReviewRequest
from reviews.models.reviewers import Reviewer


class ReviewDraft(models.Model):
    """A reviewer's unfinished decision, for their eyes only. No evidence: deciding deletes it."""

    request = models.ForeignKey(ReviewRequest, models.CASCADE, related_name="drafts")
    reviewer = models.ForeignKey(Reviewer, models.CASCADE, related_name="drafts")
    # The form as it was typed: field to list of texts, as JSON.
    form = models.TextField(_("what was filled in"))
    saved_at = models.DateTimeField(_("saved at"))

    class Meta:
        verbose_name = _("unfinished review")
        verbose_name_plural = _("unfinished reviews")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request", "reviewer"], name="one_unfinished_review_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer} · {self.request}"

    @property
    def typed(self) -> Mapping[str, Sequence[str]]:
        """What was filled in, by field."""
        values: Mapping[str, Sequence[str]] = json.loads(self.form)
        return values
