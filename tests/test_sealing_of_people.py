"""Who was asked, by when, and who vouches for whom: what is lawful holds, what is not is found."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from articles.actions import audit
from articles.models import AuditEvent
from articles.verification import seal
from reviews.actions import assigning, deciding, mailing, requesting
from reviews.enums import Priority
from reviews.models import Assignment, Reviewer, ReviewRequest
from tests import factories as f
from tests import publishing, vouching
from tests.tampering import ROW_CHANGED, run, unguarded

pytestmark = pytest.mark.django_db
LATER = f.NOW + timedelta(hours=1)


def found() -> list[str]:
    """The lines of both commands."""
    outcomes = (run("verify_audit"), run("verify_article", "--all"))
    return [line for out, error in outcomes if error for line in out.splitlines()]


def newest(verb: str) -> int:
    return AuditEvent.objects.filter(verb=verb).latest().pk


def where(request: ReviewRequest) -> str:
    article = request.article
    return f"{article.condition.slug}/{article.slug}, version 1, review request {request.pk}"


def reschedule(request: ReviewRequest, *, days: int = 30) -> None:
    requesting.reschedule(
        request.pk,
        due_on=f.TODAY + timedelta(days=days),
        priority=Priority.URGENT,
        reason="Soon.",
        by=f.user("Editors"),
        at=LATER,
    )


def cancel(request: ReviewRequest) -> None:
    requesting.cancel(request.pk, reason="No.", by=f.user("Editors"), at=LATER)


def test_a_letter_written_while_somebody_changes_the_due_date_seals_nothing() -> None:
    request = f.request()
    stale = ReviewRequest.objects.get(pk=request.pk)
    reschedule(request)
    audit.record(mailing.REMINDED, stale, by=None, at=LATER, to=1)
    assert found() == []


@pytest.mark.parametrize("lawful", [reschedule, cancel])
def test_a_forged_request_stays_found_after_a_lawful_change(
    lawful: Callable[[ReviewRequest], None],
) -> None:
    request = f.request()
    with unguarded():
        ReviewRequest.objects.update(conflict_note="None.")
    lawful(request)
    asked = newest("asked for review")
    assert found() == [f"{where(request)}: {ROW_CHANGED} {asked} tells of"]


def test_a_forged_assignment_stays_found_after_its_end() -> None:
    request, reviewer = f.request(), f.reviewer()
    row = request.assignments.get()
    with unguarded():
        Assignment.objects.update(reason="Asked by the ministry.")
    assigning.reassign(
        request.pk, reviewers=[reviewer], reason="Away.", by=f.user("Editors"), at=LATER
    )
    place = f"{where(request)}, assignment {row.pk} of {row.reviewer}"
    assert found() == [f"{place}: {ROW_CHANGED} {newest('asked for review')} tells of"]


def test_a_forged_reviewer_stays_found_after_a_lawful_change() -> None:
    reviewer = vouching.enrolled()
    with unguarded():
        Reviewer.objects.update(credentials="Professor")
    later = Reviewer.objects.get()
    later.standing_conflicts = "Shares."
    vouching.saved(later)
    place = f"reviewer {reviewer.pk} ({reviewer})"
    assert found() == [f"{place}: {ROW_CHANGED} {newest('added')} tells of"]


def test_specialties_given_or_taken_by_hand_are_found() -> None:
    reviewer = vouching.enrolled()
    line = f"reviewer {reviewer.pk} ({reviewer}): {ROW_CHANGED} {newest('added')} tells of"
    reviewer.specialties.add(f.specialty("Pharmacy", pharmacy=True))
    assert found() == [line]
    reviewer.specialties.clear()
    assert found() == [line]
    reviewer.specialties.set([f.specialty()])
    assert found() == []


def standing(state: str) -> ReviewRequest:
    """A request that came into that state as it should."""
    request = f.request()
    if state == "published":
        f.approved(request)
    elif state == "stale":
        publishing.submitted(f.save(request.article, body="New.[^smith]"))
    elif state == "declined":
        decision, reviewer = f.decision(comment="Never."), request.reviewers.get()
        deciding.decline(request.pk, reviewer=reviewer, decision=decision, at=f.NOW)
    request.refresh_from_db()
    assert request.state == state
    return request


@pytest.mark.parametrize(
    ("state", "forged"),
    [
        ("published", "in_review"),
        ("published", "declined"),
        ("declined", "in_review"),
        ("declined", "changes_requested"),
        ("stale", "declined"),
        ("in_review", "published"),
        ("in_review", "stale"),
        ("in_review", "changes_requested"),
    ],
)
def test_a_state_that_nothing_tells_of_is_found(state: str, forged: str) -> None:
    request = standing(state)
    assert found() == []
    with unguarded():
        ReviewRequest.objects.filter(pk=request.pk).update(state=forged)
    what = "changed: its signatures, publication and later requests do not give its state"
    assert found() == [f"{where(request)}: {what}"]


def test_a_request_put_in_by_hand_is_found() -> None:
    request = f.request()
    cancel(request)
    request.pk, request.key = None, "6f1b0b0a-5d6c-4b8e-9d3e-6a3f1b1a2c3d"
    request.save(force_insert=True)
    assert found() == [f"{where(request)}: no audit event tells of it"]


def test_an_assignment_put_in_by_hand_is_found() -> None:
    row = f.assigned(f.request(), f.reviewer())
    place = f"{where(row.request)}, assignment {row.pk} of {row.reviewer}"
    assert found() == [f"{place}: no audit event tells of it"]


def test_an_assignment_put_in_by_hand_stays_found_after_its_end() -> None:
    row = f.assigned(f.request(), f.reviewer())
    assigning.release(row.request_id, reviewer=row.reviewer, reason="Away.", at=LATER)
    place = f"{where(row.request)}, assignment {row.pk} of {row.reviewer}"
    assert found() == [f"{place}: no audit event tells of it"]


def test_a_reviewer_put_in_by_hand_is_found() -> None:
    vouching.enrolled()
    forged = f.reviewer()
    assert found() == [f"reviewer {forged.pk} ({forged}): no audit event tells of it"]


def test_rows_from_before_seals_are_no_fault() -> None:
    older, added = f.reviewer(), f.reviewer()
    audit.record("added", added, by=added.verified_by, at=f.NOW, name=added.name)
    article = f.published(by=older)
    revision = f.live(article).revision
    asked = ReviewRequest.objects.create(
        article=article,
        revision=revision,
        due_on=f.TODAY,
        opened_by=revision.submitted_by,
        opened_at=f.NOW,
    )
    audit.record("asked for review", asked, by=asked.opened_by, at=f.NOW)
    f.assigned(asked, older)
    vouching.enrolled()
    assert found() == []
    # From then on what happens to them is told of.
    reschedule(asked)
    assert found() == []
    with unguarded():
        ReviewRequest.objects.filter(pk=asked.pk).update(priority="normal")
    assert len(found()) == 1


def test_an_event_tells_what_the_rows_that_it_changes_were_and_are() -> None:
    first, second = f.reviewer(), f.reviewer()
    request = f.request(reviewers=[first])
    ended = request.assignments.get()
    was = seal(ended)
    assigning.reassign(
        request.pk, reviewers=[second], reason="Away.", by=f.user("Editors"), at=LATER
    )
    told = json.loads(AuditEvent.objects.latest().detail)
    ended.refresh_from_db()
    begun = request.assignments.get(reviewer=second)
    assert (told["was"], told["whole"]) == (was, seal(ended, begun))
    assert was != seal(ended)


def test_a_reviewer_deleted_by_hand_is_found_at_each_event_that_tells_of_them() -> None:
    reviewer = vouching.enrolled()
    reviewer.suspended = True
    vouching.saved(reviewer)
    with unguarded():
        reviewer.specialties.clear()
        Reviewer.objects.all()._raw_delete(connection.alias)
    assert found() == [
        f"audit event {newest(verb)}: it tells of reviewer:{reviewer.pk}, which was deleted"
        for verb in ("added", "changed")
    ]
