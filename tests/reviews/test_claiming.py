"""Reviewers take what nobody was named for, and hand it back, each on record."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group

from articles.enums import ChangeClass
from articles.errors import Conflict, NotAllowed
from articles.models import AuditEvent
from reviews import policies, queues
from reviews.actions import assigning
from reviews.models import Assignment, Reviewer, ReviewRequest
from tests import factories as f
from tests.tampering import words

pytestmark = pytest.mark.django_db
WROTE = "You wrote part of this answer, so somebody else has to review it."
LATER = f.NOW + timedelta(hours=1)


def claim(request: ReviewRequest, reviewer: Reviewer) -> Assignment:
    return assigning.claim(request.pk, reviewer=reviewer, at=LATER)


def unclaimed() -> tuple[ReviewRequest, Reviewer]:
    """A request for which nobody was named, and a reviewer whom it fits."""
    fitting = f.reviewer()
    return f.request(reviewers=[]), fitting


def newest() -> tuple[str, str, dict[str, str]]:
    event = AuditEvent.objects.latest()
    return event.verb, event.object, words(event)


def test_whoever_fits_claims_what_nobody_was_named_for() -> None:
    request, reviewer = unclaimed()
    claimed = claim(request, reviewer)
    assert (claimed.named_by, claimed.at, claimed.reason) == (reviewer.user, LATER, "")
    assert list(request.reviewers) == [reviewer]
    assert newest() == ("claimed", f"reviewrequest:{request.pk}", {})


def test_a_second_claim_is_told_that_it_is_taken() -> None:
    request, reviewer = unclaimed()
    claim(request, reviewer)
    with pytest.raises(Conflict, match="Somebody else has this review by now"):
        claim(request, f.reviewer())


def test_those_of_another_specialty_do_not_claim() -> None:
    request, _fitting = unclaimed()
    with pytest.raises(NotAllowed, match="It is not of your specialty"):
        claim(request, f.reviewer(specialties=[f.specialty("Other")]))
    pharmacist = f.reviewer(specialties=[f.specialty("Pharmacy", pharmacy=True)])
    with pytest.raises(NotAllowed, match="It is not of your specialty"):
        claim(request, pharmacist)


def test_a_pharmacist_claims_what_is_about_medicines() -> None:
    pharmacist = f.reviewer(specialties=[f.specialty("Pharmacy", pharmacy=True)])
    draft = f.draft(emergency_advice="- a fit lasts long[^smith]")
    request = f.request(f.article(saved=draft), reviewers=[f.reviewer()])
    assert claim(request, pharmacist).reviewer == pharmacist


def test_what_is_handed_back_is_free_again_and_stays_on_record() -> None:
    request, reviewer = unclaimed()
    claim(request, reviewer)
    assigning.release(request.pk, reviewer=reviewer, reason=" I am away. ", at=LATER)
    assert (request.reviewers.exists(), request.assignments.count()) == (False, 1)
    ended = request.assignments.get()
    assert (ended.ended_at, ended.ended_because) == (LATER, "I am away.")
    assert newest()[::2] == ("released", {"reason": "I am away."})
    assert claim(request, reviewer).pk != ended.pk


@pytest.mark.parametrize("change_class", ChangeClass)
def test_who_edited_an_answer_before_finds_and_claims_only_what_is_wording(
    change_class: ChangeClass,
) -> None:
    editor = f.reviewer()
    editor.user.groups.add(Group.objects.get(name="Editors"))
    article = f.published(f.article(by=editor.user))
    edited = f.save(article, body="## What is used first?\n\nDoctors try to calm it.[^smith]")
    request = f.request(edited, reviewers=[], change_class=change_class)
    may = change_class == ChangeClass.WORDING
    why = policies.why_not_claim(editor, request, on=f.TODAY)
    assert why == ("" if may else WROTE)
    assert list(queues.open_to(editor.user, on=f.TODAY)) == ([request] if may else [])
