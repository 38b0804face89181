"""An administrator adds, verifies and suspends reviewers, never themselves, and it is on record."""

import json

import pytest

from articles.errors import Conflict, NotAllowed
from articles.models import AuditEvent
from articles.verification import seal
from reviews.actions import vouching
from reviews.models import Reviewer
from tests import factories as f
from tests.vouching import enrolled, profile, saved

pytestmark = pytest.mark.django_db


def test_who_adds_a_reviewer_verifies_them_and_it_is_told() -> None:
    admin = f.user("Administrators")
    reviewer = enrolled(by=admin, verified_by=f.user("Administrators"))
    stored = Reviewer.objects.get()
    assert (stored.verified_by, list(stored.specialties.all())) == (admin, [f.specialty()])
    event = AuditEvent.objects.get()
    assert (event.verb, event.object, event.actor) == ("added", f"reviewer:{reviewer.pk}", admin)
    assert json.loads(event.detail) == {
        "name": reviewer.name,
        "fields": "user, name, slug, credentials, register, registration_number, "
        "standing_conflicts, verification, valid_until, specialties",
        "whole": seal(stored),
    }


@pytest.mark.parametrize("role", ["Editors", "Reviewers", "Publishers", ""])
def test_nobody_else_adds_or_changes_a_reviewer(role: str) -> None:
    person = f.user(role)
    with pytest.raises(NotAllowed, match="Only administrators"):
        enrolled(by=person)
    reviewer = f.reviewer()
    reviewer.suspended = True
    with pytest.raises(NotAllowed, match="Only administrators"):
        saved(reviewer, by=person)
    assert not Reviewer.objects.get().suspended
    assert not AuditEvent.objects.exists()


def test_an_account_that_was_closed_verifies_nobody() -> None:
    admin = f.user("Administrators")
    admin.is_active = False
    with pytest.raises(NotAllowed):
        enrolled(by=admin)


def test_nobody_verifies_themselves_not_even_under_another_account() -> None:
    admin = f.user("Administrators")
    with pytest.raises(NotAllowed, match="Somebody else"):
        enrolled(by=admin, user=admin)
    mine = f.reviewer(user=admin)
    # Whose row it is the database says, not the form.
    mine.user, mine.credentials = f.user("Reviewers"), "Professor"
    with pytest.raises(NotAllowed, match="Somebody else"):
        saved(mine, by=admin)
    assert Reviewer.objects.get().credentials == "MD"


@pytest.mark.parametrize("field", ["name", "credentials", "register", "registration_number"])
def test_whoever_changes_what_was_verified_vouches_for_it(field: str) -> None:
    reviewer, second = enrolled(), f.user("Administrators")
    setattr(reviewer, field, "Other")
    saved(reviewer, by=second)
    assert Reviewer.objects.get().verified_by == second


def test_other_specialties_are_vouched_for_too() -> None:
    reviewer, second = enrolled(), f.user("Administrators")
    other = f.specialty("Other")
    vouching.save(reviewer, specialties=[other], by=second, at=f.NOW)
    stored = Reviewer.objects.get()
    assert (stored.verified_by, list(stored.specialties.all())) == (second, [other])
    assert json.loads(AuditEvent.objects.latest().detail)["fields"] == "specialties"


def test_suspending_verifies_nothing_anew() -> None:
    reviewer = enrolled()
    first, was = reviewer.verified_by, seal(reviewer)
    # The verifier is never chosen.
    reviewer.suspended, reviewer.verified_by = True, f.user("Administrators")
    saved(reviewer)
    stored = Reviewer.objects.get()
    assert (stored.suspended, stored.verified_by) == (True, first)
    told = json.loads(AuditEvent.objects.latest().detail)
    assert (told["was"], told["whole"]) == (was, seal(stored))


def test_without_a_day_nobody_is_verified() -> None:
    reviewer = enrolled()
    reviewer.valid_until, reviewer.verification = None, ""
    saved(reviewer)
    assert Reviewer.objects.get().verified_by is None


def test_what_differs_in_nothing_is_not_recorded() -> None:
    reviewer = enrolled()
    first = reviewer.verified_by
    saved(Reviewer.objects.get())
    assert Reviewer.objects.get().verified_by == first
    assert AuditEvent.objects.count() == 1


def test_an_address_that_is_taken_is_told() -> None:
    first = enrolled()
    with pytest.raises(Conflict, match="clashes"):
        saved(profile(slug=first.slug))
