"""What reviewers signed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.enums import ChangeClass
from articles.models import Evidence
from reviews.enums import NOT_AGAIN, REFUSALS, Outcome, Scope
from reviews.models.requests import ReviewRequest
from reviews.models.reviewers import Reviewer


class ReviewRecord(Evidence):
    """One reviewer's decision on exactly one revision's words.

    `statement` is what was signed as canonical JSON; the database compares it with the
    columns, and a publication shows it byte for byte.
    """

    request = models.ForeignKey(ReviewRequest, models.PROTECT, related_name="records")
    reviewer = models.ForeignKey(Reviewer, models.PROTECT, related_name="records")
    revision_sha256 = models.CharField(_("hash of the words"), max_length=64)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome)
    scope = models.CharField(_("scope"), max_length=16, choices=Scope)
    change_class = models.CharField(_("change class"), max_length=16, choices=ChangeClass)
    checklist = models.TextField(_("checklist"))
    conflict = models.BooleanField(_("conflict of interest"))
    conflict_disqualifies = models.BooleanField(_("the conflict disqualifies"), default=False)
    conflict_note = models.TextField(_("which conflict"), blank=True)
    comment = models.TextField(_("comment"), blank=True)
    review_due_on = models.DateField(_("review again by"), null=True)
    reviewer_name = models.CharField(_("name then"), max_length=200)
    reviewer_slug = models.CharField(_("address then"), max_length=160)
    credentials = models.CharField(_("credentials then"), max_length=300)
    registration = models.CharField(_("registration then"), max_length=320)
    specialties = models.TextField(_("specialties then"), blank=True)
    # A pharmacist's, or of a specialty that looks after the condition.
    for_medicines = models.BooleanField(_("counts for medicines"), default=False)
    reauthenticated = models.CharField(_("signed in again by"), max_length=20)
    signed_at = models.DateTimeField(_("signed at"))
    # The day of `signed_at` in the site's own time zone: dates that readers see come from it.
    signed_on = models.DateField(_("signed on"))
    statement = models.TextField(_("signed statement"))
    statement_sha256 = models.CharField(_("hash of the statement"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("review record")
        verbose_name_plural = _("review records")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request", "reviewer"], name="one_record_a_request_and_reviewer"
            ),
            models.CheckConstraint(
                condition=Q(conflict=False, conflict_disqualifies=False)
                | Q(conflict=True) & ~Q(conflict_note=""),
                name="a_declared_conflict_has_a_note",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.APPROVED, conflict_disqualifies=True),
                name="no_approval_with_a_disqualifying_conflict",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.APPROVED, review_due_on__isnull=False)
                | Q(outcome__in=REFUSALS) & ~Q(comment=""),
                name="an_approval_has_a_due_date_and_a_refusal_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.APPROVED, reauthenticated__in=NOT_AGAIN),
                name="whoever_approved_signed_in_again",
            ),
            models.CheckConstraint(condition=Q(scope__in=Scope.values), name="scope_is_known"),
            models.CheckConstraint(
                condition=Q(change_class__in=ChangeClass.values), name="change_class_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer_name}: {self.get_outcome_display()}"
