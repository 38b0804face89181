"""Where mistakes do most harm two reviewers sign, one of whom knows medicines."""

import pytest

from articles.errors import NotReady
from articles.models import Publication
from reviews.actions import requesting
from reviews.enums import State
from reviews.models import Reviewer, ReviewRequest
from tests import factories as f

pytestmark = pytest.mark.django_db
DRAFT = {"emergency_advice": "- a fit lasts long[^smith]"}


def asked(*reviewers: Reviewer, reason: str = "") -> ReviewRequest:
    article = f.article(saved=f.draft(**DRAFT))
    return f.request(article, reviewers=list(reviewers), reason=reason)


def other(name: str = "Other") -> Reviewer:
    return f.reviewer(specialties=[f.specialty(name, pharmacy=name == "Pharmacy")])


def test_a_request_keeps_how_many_it_takes_and_why() -> None:
    one, two = f.request(), asked(f.reviewer(), f.reviewer())
    assert (one.approvals_required, one.for_medicines, one.two_because) == (1, False, "")
    assert (two.approvals_required, two.for_medicines, two.two_because) == (
        2,
        True,
        "The emergency advice is new or changed.",
    )


def test_the_first_signature_publishes_nothing() -> None:
    first, second = f.reviewer(), f.reviewer()
    request = asked(first, second)
    f.signed(request, first)
    request.refresh_from_db()
    assert (request.state, Publication.objects.count()) == (State.IN_REVIEW, 0)
    f.signed(request, second)
    request.refresh_from_db()
    assert (request.state, Publication.objects.count()) == (State.PUBLISHED, 1)


def test_two_of_other_specialties_are_not_enough() -> None:
    with pytest.raises(NotReady, match="one of them has to be a pharmacist"):
        asked(other(), other(), reason="They know it.")
    first, second, pharmacist = other(), other(), other("Pharmacy")
    request = asked(first, second, pharmacist, reason="They know it.")
    f.signed(request, first)
    f.signed(request, second)
    request.refresh_from_db()
    assert (request.state, request.records.count()) == (State.IN_REVIEW, 2)
    f.signed(request, pharmacist)
    request.refresh_from_db()
    assert request.state == State.PUBLISHED
    flags = request.records.order_by("pk").values_list("for_medicines", "specialties")
    assert list(flags) == [(False, "Other"), (False, "Other"), (True, "Pharmacy")]


def test_what_is_left_open_needs_somebody_who_could_claim_it() -> None:
    first = f.reviewer()
    with pytest.raises(NotReady, match="name 1 more"):
        asked(first)
    f.reviewer()
    assert asked(first).vacancies == 1


def test_another_specialty_is_asked_with_a_reason() -> None:
    f.reviewer()
    with pytest.raises(NotReady) as caught:
        f.request(reviewers=[other()])
    assert "who is of another specialty" in caught.value.problems[0]
    named = f.request(reviewers=[other()], reason=" Wrote the guideline. ").assignments.get()
    assert named.reason == "Wrote the guideline."


def test_reconfirming_takes_one() -> None:
    article = f.published(f.article(saved=f.draft(**DRAFT)))
    request = requesting.ask_to_reconfirm(
        article.pk, reviewers=[f.reviewer()], due_on=f.TODAY, by=f.user("Editors"), at=f.NOW
    )
    assert (request.approvals_required, request.for_medicines) == (1, False)
