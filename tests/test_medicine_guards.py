"""The database refuses to forget who has to sign for medicines, and what a request takes."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from articles.models import Publication
from reviews.models import Reviewer, ReviewRequest
from tests import factories as f
from tests import test_four_eyes as hand_made

pytestmark = pytest.mark.django_db
DRAFT = {"emergency_advice": "- a fit lasts long[^smith]"}


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        act()
    return str(caught.value)


def pharmacist() -> Reviewer:
    return f.reviewer(specialties=[f.specialty("Pharmacy", pharmacy=True)])


def test_only_a_pharmacist_or_a_fitting_specialty_counts_for_medicines() -> None:
    request, other = f.request(), f.reviewer(specialties=[f.specialty("Other")])
    assert "counts for medicines" in refused(
        lambda: hand_made.signed(request, other, for_medicines=True)
    )
    assert hand_made.signed(request, pharmacist(), for_medicines=True).for_medicines
    assert hand_made.signed(request, f.reviewer(), for_medicines=True).for_medicines


def test_a_record_names_the_specialties_of_its_reviewer() -> None:
    request, reviewer = f.request(), pharmacist()
    assert "names the specialties" in refused(
        lambda: hand_made.signed(request, reviewer, specialties="Surgery")
    )


def test_medicines_are_not_published_without_their_reviewer() -> None:
    article = f.article(saved=f.draft(**DRAFT))
    request = f.request(article, reviewers=[f.reviewer(), f.reviewer()])
    for reviewer in request.reviewers:
        hand_made.signed(request, reviewer)
    ReviewRequest.objects.filter(pk=request.pk).update(state="approved")
    assert "is a pharmacist" in refused(lambda: hand_made.published(request))
    assert not Publication.objects.exists()


@pytest.mark.parametrize("field", ["approvals_required", "for_medicines", "two_because"])
def test_what_a_request_takes_never_changes(field: str) -> None:
    article = f.article(saved=f.draft(**DRAFT))
    request = ReviewRequest.objects.filter(pk=f.request(article).pk)
    value = {"approvals_required": 1, "for_medicines": False, "two_because": ""}[field]
    assert "only the state" in refused(lambda: request.update(**{field: value}))


def test_a_cancelled_request_says_why() -> None:
    request = ReviewRequest.objects.filter(pk=f.request().pk)
    assert "a_cancelled_request_says_why" in refused(lambda: request.update(state="cancelled"))
