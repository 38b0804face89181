"""Closing a request without publishing: a reviewer declines it, or an editor cancels it."""

import pytest

from articles.errors import Conflict, NotAllowed, NotReady
from articles.models import AuditEvent, Publication
from reviews.actions import deciding, requesting
from reviews.enums import AfterApproval, Outcome, State
from reviews.models import ReviewRequest
from tests import factories as f
from tests.tampering import words

pytestmark = pytest.mark.django_db


def decline(request: ReviewRequest, comment: str) -> None:
    deciding.decline(
        request.pk, reviewer=request.reviewers.get(), decision=f.decision(comment=comment), at=f.NOW
    )


def cancel(request: ReviewRequest, reason: str, role: str = "Editors") -> None:
    requesting.cancel(request.pk, reason=reason, by=f.user(role), at=f.NOW)


def test_declining_takes_a_reason_and_closes_the_request() -> None:
    request = f.request()
    with pytest.raises(NotReady, match="Reason: say why it should not appear"):
        decline(request, " ")
    decline(request, " Nobody should do this. ")
    request.refresh_from_db()
    record = request.records.get()
    assert (request.state, record.outcome) == (State.DECLINED, Outcome.DECLINED)
    assert (record.comment, record.review_due_on) == ("Nobody should do this.", None)
    assert AuditEvent.objects.latest().verb == "declined"
    assert not Publication.objects.exists()


def test_cancelling_takes_a_reason_and_closes_whatever_is_open() -> None:
    request = f.approved(f.request(after_approval=AfterApproval.HOLD))
    with pytest.raises(NotReady, match="Reason: say why it is cancelled"):
        cancel(request, " ")
    cancel(request, " The guideline changed. ")
    request.refresh_from_db()
    assert (request.state, request.cancelled_because) == (
        State.CANCELLED,
        "The guideline changed.",
    )
    # What was signed stays signed.
    assert request.records.count() == 1
    event = AuditEvent.objects.latest()
    assert (event.verb, words(event)) == (
        "cancelled",
        {"reason": "The guideline changed."},
    )
    with pytest.raises(Conflict, match="closed already"):
        cancel(request, "Again.")


def test_reviewers_do_not_cancel() -> None:
    with pytest.raises(NotAllowed, match="Only editors cancel"):
        cancel(f.request(), "No.", "Reviewers")
