"""The database refuses what breaks the rules of who is asked, whoever asks and however they ask."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from reviews.enums import AfterApproval
from reviews.models import Assignment
from tests import factories as f
from tests import test_four_eyes as hand_made

pytestmark = pytest.mark.django_db


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        act()
    return str(caught.value)


@pytest.mark.parametrize(
    ("field", "value"), [("reason", "x"), ("at", f.NOW.replace(year=2020)), ("reviewer", None)]
)
def test_an_assignment_changes_only_by_its_end(field: str, value: object) -> None:
    rows = f.request().assignments
    changed = {field: f.reviewer() if field == "reviewer" else value}
    assert "only by its end" in refused(lambda: rows.update(**changed))
    assert rows.update(ended_at=f.NOW, ended_because="Away.") == 1
    assert "only by its end" in refused(lambda: rows.update(ended_because="Other."))


def test_an_assignment_ends_with_a_reason() -> None:
    rows = f.request().assignments
    assert "an_assignment_ends_with_a_reason" in refused(lambda: rows.update(ended_at=f.NOW))


def test_whoever_signed_stays_asked() -> None:
    rows = f.approved(f.request(after_approval=AfterApproval.HOLD)).assignments
    end = {"ended_at": f.NOW, "ended_because": "Away."}
    assert "whoever decided stays asked" in refused(lambda: rows.update(**end))


def test_nobody_is_asked_once_it_is_decided() -> None:
    request, reviewer = f.approved(f.request()), f.reviewer()
    assert "while the request is in review" in refused(lambda: f.assigned(request, reviewer))


def test_nobody_is_asked_twice_at_a_time() -> None:
    request = f.request()
    assert refused(lambda: f.assigned(request, request.reviewers.get()))
    assert Assignment.objects.count() == 1


def test_nobody_signs_who_is_not_asked() -> None:
    request, reviewer = f.request(), f.reviewer()
    f.assigned(request, reviewer)
    Assignment.objects.filter(reviewer=reviewer).update(ended_at=f.NOW, ended_because="Away.")
    assert "who was asked" in refused(lambda: hand_made.written(request, reviewer))
