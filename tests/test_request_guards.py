"""The database refuses what breaks the rules of due dates and of verifications."""

from datetime import timedelta
from functools import partial

import pytest
from django.contrib.auth.models import Group, Permission, User

from reviews.models import Reviewer, ReviewRequest
from reviews.models.requests import ReviewRequestQuerySet
from tests import factories as f
from tests.test_four_eyes import refused
from tests.test_publishing_guards import opened

pytestmark = pytest.mark.django_db
NOT_DUE = "due on the day that it is asked for, or later"
NO_RIGHT = "verified by an active administrator"
DAY = timedelta(days=1)


def rows(request: ReviewRequest) -> ReviewRequestQuerySet:
    return ReviewRequest.objects.filter(pk=request.pk)


def test_due_date_and_priority_change_while_the_request_is_open() -> None:
    request = f.request()
    assert rows(request).update(due_on=f.TODAY, priority="urgent") == 1
    rows(request).update(state="stale")
    for change in ({"due_on": f.TODAY + DAY}, {"priority": "normal"}):
        assert "stays closed" in refused(partial(rows(request).update, **change))


def test_a_request_is_not_due_before_it_was_asked_for() -> None:
    # The day before: the site may be ahead of UTC, which the database knows.
    past = f.TODAY - 2 * DAY
    assert NOT_DUE in refused(lambda: opened(due_on=past))
    request = opened(due_on=past + DAY)
    assert NOT_DUE in refused(lambda: rows(request).update(due_on=past))


def verified_by(user: User) -> Reviewer:
    return f.reviewer(verified_by=user)


@pytest.mark.parametrize("role", ["Editors", "Reviewers", "Publishers", ""])
def test_only_an_administrator_verifies(role: str) -> None:
    user = f.user(role)
    assert NO_RIGHT in refused(lambda: verified_by(user))
    reviewer = f.reviewer()
    others = Reviewer.objects.filter(pk=reviewer.pk)
    assert NO_RIGHT in refused(lambda: others.update(verified_by=user))


def test_whoever_has_the_right_otherwise_verifies_too() -> None:
    assert verified_by(f.user(superuser=True)).pk
    user = f.user()
    user.user_permissions.add(Permission.objects.get(codename="verify_reviewer"))
    assert verified_by(user).pk


def test_an_account_that_is_closed_verifies_nobody() -> None:
    admin = f.user("Administrators")
    User.objects.filter(pk=admin.pk).update(is_active=False)
    assert NO_RIGHT in refused(lambda: verified_by(admin))


def test_a_verification_outlives_the_right_but_is_not_renewed_without_it() -> None:
    admin = f.user("Administrators")
    reviewer = verified_by(admin)
    admin.groups.remove(Group.objects.get(name="Administrators"))
    kept = Reviewer.objects.filter(pk=reviewer.pk)
    assert kept.update(suspended=True, languages="de") == 1
    later = f.TODAY + timedelta(days=9999)
    for change in ({"valid_until": later}, {"verification": "Saw it again."}):
        assert NO_RIGHT in refused(partial(kept.update, **change))
    assert kept.update(verified_by=None, valid_until=None) == 1
