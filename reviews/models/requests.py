"""Requests to review one revision, and who is asked."""

import uuid
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Revision, Sealed
from reviews.enums import OPEN, AfterApproval, Priority, State
from reviews.models.reviewers import Reviewer, ReviewerQuerySet

_WHERE_IT_STANDS = ("state", "failure")


class ReviewRequestQuerySet(models.QuerySet["ReviewRequest"]):
    def open(self) -> "ReviewRequestQuerySet":
        """Whatever still waits for somebody."""
        return self.filter(state__in=OPEN)

    def in_review(self) -> "ReviewRequestQuerySet":
        """What waits for a reviewer."""
        return self.filter(state=State.IN_REVIEW)

    def with_asked(self) -> "ReviewRequestQuerySet":
        """With whoever is, or was, asked, and their accounts (one query)."""
        asked = Assignment.objects.select_related("reviewer__user")
        return self.prefetch_related(Prefetch("assignments", asked))

    def scheduled(self, *, on: date) -> "ReviewRequestQuerySet":
        """What was approved to be published on that day or before."""
        return self.filter(state=State.SCHEDULED, publish_on__lte=on)

    def locked(self, request_id: int) -> "ReviewRequest":
        """That request, its article locked first. Raises `ReviewRequest.DoesNotExist`."""
        article_id = self.values_list("article_id", flat=True).get(pk=request_id)
        Article.objects.locked(article_id)
        return self.select_for_update().get(pk=request_id)


class ReviewRequest(Sealed):
    """One revision put before its reviewers. Only its state, due date and priority ever change,
    and who is asked.

    Fewer are asked than approvals are required where whoever fits may claim the rest.
    """

    key = models.UUIDField(_("key"), unique=True, default=uuid.uuid4, editable=False)
    article = models.ForeignKey(Article, models.PROTECT, related_name="review_requests")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="review_requests")
    approvals_required = models.PositiveSmallIntegerField(_("approvals required"), default=1)
    for_medicines = models.BooleanField(
        _("one of them by a pharmacist or a fitting specialty"), default=False
    )
    # As the editor read it when submitting.
    two_because = models.TextField(_("why two"), blank=True)
    priority = models.CharField(
        _("priority"), max_length=8, choices=Priority, default=Priority.NORMAL
    )
    after_approval = models.CharField(
        _("after approval"), max_length=16, choices=AfterApproval, default=AfterApproval.PUBLISH
    )
    # The day, in the site's time zone, on which an approved version is published by itself.
    publish_on = models.DateField(_("publish on"), null=True, blank=True)
    # What changes, counted (`articles.outlines`): comparing the words is too slow for a list.
    outline = models.JSONField(_("what changes"), default=dict, editable=False)
    due_on = models.DateField(_("due"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="opened_requests"
    )
    opened_at = models.DateTimeField(_("waiting since"))
    # Declared by whoever opened it, for the reviewers to know.
    conflict_note = models.TextField(_("conflict of interest of who asked"), blank=True)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.IN_REVIEW)
    failure = models.CharField(_("why publishing failed"), max_length=500, blank=True)
    cancelled_because = models.TextField(_("why it was cancelled"), blank=True)

    objects = ReviewRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("review request")
        verbose_name_plural = _("review requests")
        ordering: ClassVar = ["due_on", "pk"]
        permissions: ClassVar = [("decide_request", "Can decide as a reviewer")]
        indexes: ClassVar = [
            models.Index(fields=["state", "due_on", "id"], name="requests_by_state_and_due"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(state__in=OPEN),
                name="one_open_request_an_article",
            ),
            models.CheckConstraint(
                condition=Q(approvals_required__gte=1), name="at_least_one_approval"
            ),
            models.CheckConstraint(
                condition=Q(approvals_required=1) | ~Q(two_because=""),
                name="two_approvals_have_their_reason",
            ),
            models.CheckConstraint(
                condition=Q(priority__in=Priority.values), name="request_priority_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="request_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(after_approval=AfterApproval.SCHEDULE, publish_on__isnull=False)
                | ~Q(after_approval=AfterApproval.SCHEDULE) & Q(publish_on=None),
                name="a_date_exactly_when_scheduled",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SCHEDULED) | Q(publish_on__isnull=False),
                name="what_is_scheduled_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(state=State.CANCELLED) & ~Q(cancelled_because="")
                | ~Q(state=State.CANCELLED) & Q(cancelled_because=""),
                name="a_cancelled_request_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision} · {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return self.state in OPEN

    @property
    def reviewers(self) -> ReviewerQuerySet:
        """Who is asked now."""
        return Reviewer.objects.filter(assignments__request=self, assignments__ended_at=None)

    @property
    def asked(self) -> tuple["Assignment", ...]:
        """Who is asked now, by name (no query after `with_asked`)."""
        standing = (row for row in self.assignments.all() if row.ended_at is None)
        return tuple(sorted(standing, key=lambda row: row.reviewer.name))

    @property
    def vacancies(self) -> int:
        """How many more may claim it."""
        return max(self.approvals_required - len(self.asked), 0)

    def get_absolute_url(self) -> str:
        return reverse("admin:reviews_reviewrequest_change", args=[self.pk])

    def whole(self) -> dict[str, Any]:
        """What it asks for; where it stands, signatures and publications tell."""
        return {
            name: value for name, value in super().whole().items() if name not in _WHERE_IT_STANDS
        }

    def is_overdue(self, *, on: date) -> bool:
        """Whether a reviewer should have answered before that day."""
        return self.state == State.IN_REVIEW and self.due_on < on


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def standing(self) -> "AssignmentQuerySet":
        """Those that hold: neither released nor taken back."""
        return self.filter(ended_at=None)


class Assignment(Sealed):
    """A reviewer who is, or was, asked for one request. Written once; only its end is added."""

    request = models.ForeignKey(ReviewRequest, models.PROTECT, related_name="assignments")
    reviewer = models.ForeignKey(Reviewer, models.PROTECT, related_name="assignments")
    # The reviewer themself where they claimed it.
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments_named"
    )
    at = models.DateTimeField(_("since"))
    reason = models.TextField(_("why they were asked"), blank=True)
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)
    ended_because = models.TextField(_("why it ended"), blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request", "reviewer"],
                condition=Q(ended_at=None),
                name="asked_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_because="")
                | Q(ended_at__isnull=False) & ~Q(ended_because=""),
                name="an_assignment_ends_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer} · {self.request}"

    @property
    def subject(self) -> models.Model:
        """The request that it is about."""
        return self.request
