"""Who is asked for a review: claim one, hand it back, or let an editor ask others."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.actions import audit
from articles.errors import Conflict, NotReady, Unchanged
from articles.policies import may_edit, require
from articles.verification import seal
from reviews import staffing
from reviews.enums import State
from reviews.models import Assignment, ReviewDraft, Reviewer, ReviewRequest
from reviews.policies import why_not_claim, why_not_release
from reviews.staffing import Need


@transaction.atomic
def claim(request_id: int, *, reviewer: Reviewer, at: datetime) -> Assignment:
    """Take a review that still lacks a reviewer.

    Raises `NotAllowed` for those of another specialty and whoever could not sign it, and
    `Conflict` when nobody is wanted any more.
    """
    request = ReviewRequest.objects.locked(request_id)
    reviewer = Reviewer.objects.locked(reviewer.pk)
    why = why_not_claim(reviewer, request, on=timezone.localdate(at))
    require(not why, why)
    _require_in_review(request)
    if not request.vacancies:
        raise Conflict(_("Somebody else has this review by now."))
    claimed = Assignment.objects.create(
        request=request, reviewer=reviewer, named_by=reviewer.user, at=at
    )
    audit.record("claimed", request, claimed, by=reviewer.user, at=at)
    return claimed


@transaction.atomic
def release(request_id: int, *, reviewer: Reviewer, reason: str, at: datetime) -> Assignment:
    """Hand a review back before deciding it, so that somebody else may have it.

    Raises `NotAllowed` for whoever is not asked or has decided, `NotReady` without a reason.
    """
    request = ReviewRequest.objects.locked(request_id)
    why = why_not_release(reviewer, request)
    require(not why, why)
    _require_in_review(request)
    _require_reason(reason)
    released = request.assignments.standing().get(reviewer=reviewer)
    was = seal(released)
    _end(released, reason, at=at)
    told = {"was": was, "reason": reason.strip()}
    audit.record("released", request, released, by=reviewer.user, at=at, **told)
    return released


@transaction.atomic
def reassign(
    request_id: int, *, reviewers: Sequence[Reviewer], reason: str, by: User, at: datetime
) -> ReviewRequest:
    """Ask exactly these reviewers from now on; whoever has decided stays asked.

    Raises `NotReady` as `staffing.require_staffed` does and without a reason, `Unchanged` when
    they are those who are asked, `Conflict` when the request is no longer in review.
    """
    require(may_edit(by), _("Only editors ask reviewers."))
    request = ReviewRequest.objects.locked(request_id)
    _require_in_review(request)
    _require_reason(reason)
    before = {row.reviewer_id: row for row in request.assignments.standing()}
    decided = set(request.records.values_list("reviewer_id", flat=True))
    wanted = {reviewer.pk for reviewer in reviewers} | decided
    if wanted == set(before):
        raise Unchanged(_("They are the reviewers who are asked already."))
    asked = list(Reviewer.objects.filter(pk__in=wanted).select_related("user"))
    Reviewer.objects.lock(asked)
    new = [reviewer for reviewer in asked if reviewer.pk not in before]
    fit = staffing.require_staffed(
        request.revision,
        Need(request.approvals_required, request.for_medicines, request.two_because),
        asked=asked,
        new=new,
        reason=reason,
        on=timezone.localdate(at),
    )
    ended = [row for reviewer_id, row in before.items() if reviewer_id not in wanted]
    was = seal(*ended)
    for row in ended:
        _end(row, reason, at=at)
    begun = assign(request, new, fit=fit, reason=reason, by=by, at=at)
    told = {"reviewers": ", ".join(each.name for each in asked), "reason": reason.strip()}
    audit.record("reassigned", request, *ended, *begun, by=by, at=at, was=was, **told)
    return request


def assign(
    request: ReviewRequest,
    reviewers: Iterable[Reviewer],
    *,
    fit: Collection[int],
    reason: str,
    by: User,
    at: datetime,
) -> list[Assignment]:
    """Ask these reviewers, with the reason where they are not among those whom it fits."""
    return Assignment.objects.bulk_create(
        Assignment(
            request=request,
            reviewer=reviewer,
            named_by=by,
            at=at,
            reason="" if reviewer.pk in fit else reason.strip(),
        )
        for reviewer in reviewers
    )


def _end(assignment: Assignment, reason: str, *, at: datetime) -> None:
    ReviewDraft.objects.filter(
        request_id=assignment.request_id, reviewer_id=assignment.reviewer_id
    ).delete()
    assignment.ended_at = at
    assignment.ended_because = reason.strip()
    assignment.save(update_fields=["ended_at", "ended_because"])


def _require_in_review(request: ReviewRequest) -> None:
    if request.state != State.IN_REVIEW:
        raise Conflict(_("This request is no longer in review."))


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise NotReady([_("Reason: say why.")])
