"""Editors ask others, with a reason and on record."""

from datetime import timedelta

import pytest

from articles.errors import NotReady, Unchanged
from articles.models import AuditEvent
from reviews.actions import assigning
from reviews.models import Reviewer, ReviewRequest
from tests import factories as f
from tests.tampering import words

pytestmark = pytest.mark.django_db
LATER = f.NOW + timedelta(hours=1)


def reassign(request: ReviewRequest, *reviewers: Reviewer, reason: str = "Away.") -> None:
    editor = f.user("Editors")
    assigning.reassign(request.pk, reviewers=reviewers, reason=reason, by=editor, at=LATER)


def newest() -> tuple[str, str, dict[str, str]]:
    event = AuditEvent.objects.latest()
    return event.verb, event.object, words(event)


def test_a_reason_is_given() -> None:
    reviewer = f.reviewer()
    request = f.request(reviewers=[reviewer])
    with pytest.raises(NotReady, match="Reason: say why"):
        assigning.release(request.pk, reviewer=reviewer, reason=" ", at=LATER)
    with pytest.raises(NotReady, match="Reason: say why"):
        reassign(request, f.reviewer(), reason=" ")


def test_an_editor_asks_somebody_else_with_a_reason() -> None:
    first, second = f.reviewer(), f.reviewer(specialties=[f.specialty("Other")])
    request = f.request(reviewers=[first])
    reassign(request, second, reason=" Away. ")
    assert list(request.reviewers) == [second]
    ended, asked = request.assignments.all()
    assert (ended.reviewer, ended.ended_because) == (first, "Away.")
    assert (asked.reviewer, asked.reason, asked.ended_at) == (second, "Away.", None)
    assert newest()[::2] == ("reassigned", {"reason": "Away.", "reviewers": second.name})


def test_asking_the_same_people_again_changes_nothing() -> None:
    reviewer = f.reviewer()
    request = f.request(reviewers=[reviewer])
    with pytest.raises(Unchanged):
        reassign(request, reviewer)


def test_whoever_has_signed_stays_asked() -> None:
    first, second, third = f.reviewer(), f.reviewer(), f.reviewer()
    draft = f.draft(emergency_advice="- a fit lasts long[^smith]")
    request = f.request(f.article(saved=draft), reviewers=[first, second])
    f.signed(request, first)
    reassign(request, third)
    assert list(request.reviewers.order_by("pk")) == [first, third]


def test_nobody_is_asked_anew_who_could_not_sign() -> None:
    suspended = f.reviewer(suspended=True)
    with pytest.raises(NotReady, match="missing, over or suspended"):
        reassign(f.request(), suspended)
