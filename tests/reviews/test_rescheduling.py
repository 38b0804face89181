"""Editors want an open review sooner or later, with a reason and on record."""

import json
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User

from articles.errors import Conflict, NotAllowed, NotReady, Unchanged
from articles.models import AuditEvent
from articles.verification import seal
from reviews.actions import requesting
from reviews.enums import AfterApproval, Priority
from reviews.models import ReviewRequest
from tests import factories as f
from tests import publishing

pytestmark = pytest.mark.django_db
LATER = f.NOW + timedelta(days=1)
DUE = f.TODAY + timedelta(days=14)


def reschedule(
    request: ReviewRequest,
    *,
    due_on: date = DUE,
    priority: Priority = Priority.NORMAL,
    reason: str = "The guideline changed.",
    by: User | None = None,
) -> None:
    requesting.reschedule(
        request.pk,
        due_on=due_on,
        priority=priority,
        reason=reason,
        by=by or f.user("Editors"),
        at=LATER,
    )


def test_an_editor_wants_the_answer_sooner_and_it_is_told() -> None:
    request, editor = f.request(), f.user("Editors")
    was, sooner = seal(request), DUE - timedelta(days=7)
    reschedule(request, due_on=sooner, priority=Priority.URGENT, reason=" Soon. ", by=editor)
    request.refresh_from_db()
    assert (request.due_on, request.priority) == (sooner, "urgent")
    event = AuditEvent.objects.latest()
    assert (event.verb, event.object, event.actor, event.at) == (
        "rescheduled",
        f"reviewrequest:{request.pk}",
        editor,
        LATER,
    )
    assert json.loads(event.detail) == {
        "due_before": "2026-04-21",
        "due_on": "2026-04-14",
        "priority_before": "normal",
        "priority": "urgent",
        "reason": "Soon.",
        "was": was,
        "whole": seal(request),
    }


@pytest.mark.parametrize("role", ["Reviewers", ""])
def test_only_whoever_may_assign_reschedules(role: str) -> None:
    with pytest.raises(NotAllowed, match="Only editors"):
        reschedule(f.request(), priority=Priority.URGENT, by=f.user(role))


def test_a_reason_and_a_day_that_is_not_past_are_asked_for_by_name() -> None:
    request = f.request()
    with pytest.raises(NotReady) as caught:
        reschedule(request, due_on=f.TODAY, reason=" ")
    assert caught.value.problems == (
        "Answer wanted by: choose today or a later day.",
        "Reason: say why.",
    )
    reschedule(request, due_on=LATER.date())
    request.refresh_from_db()
    assert request.due_on == LATER.date()


def test_what_is_overdue_becomes_urgent_without_another_day() -> None:
    request = f.request(at=f.NOW - timedelta(days=30))
    overdue = request.due_on
    reschedule(request, due_on=overdue, priority=Priority.URGENT)
    request.refresh_from_db()
    assert (request.due_on, request.priority) == (overdue, "urgent")


def test_the_same_day_and_priority_change_nothing() -> None:
    with pytest.raises(Unchanged):
        reschedule(f.request())


def test_a_closed_request_is_told() -> None:
    with pytest.raises(Conflict, match="closed already"):
        reschedule(f.approved(f.request()), priority=Priority.URGENT)
    held = f.approved(f.request(after_approval=AfterApproval.HOLD))
    reschedule(held, priority=Priority.URGENT)


def test_nobody_asks_for_an_answer_by_a_day_that_is_past() -> None:
    past = f.TODAY - timedelta(days=1)
    rule = "^Answer wanted by: choose today or a later day.$"
    article = f.published()
    with pytest.raises(NotReady, match=rule):
        publishing.submitted(f.save(article, body="New.[^smith]"), due_on=past)
    with pytest.raises(NotReady, match=rule):
        publishing.rolling_back(publishing.second_version(), due_on=past)
    assert ReviewRequest.objects.open().count() == 0
    assert publishing.submitted(f.article(), due_on=f.TODAY).pk
