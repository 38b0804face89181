"""Where mistakes do most harm two reviewers sign, one of whom knows medicines."""

import pytest
from django.contrib.auth.models import Group

from articles.enums import ChangeClass
from articles.errors import NotReady
from articles.models import Publication
from reviews import checklists, queues
from reviews.actions import assigning, deciding, requesting
from reviews.enums import Scope, State
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
    assert "whom it does not fit" in caught.value.problems[0]
    named = f.request(reviewers=[other()], reason=" Wrote the guideline. ").assignments.get()
    assert named.reason == "Wrote the guideline."


def test_reconfirming_takes_one() -> None:
    article = f.published(f.article(saved=f.draft(**DRAFT)))
    request = requesting.ask_to_reconfirm(
        article.pk, reviewers=[f.reviewer()], due_on=f.TODAY, by=f.user("Editors"), at=f.NOW
    )
    assert (request.approvals_required, request.for_medicines) == (1, False)


def reworded() -> tuple[ReviewRequest, Reviewer, Reviewer]:
    """A change of wording where it takes two, one of whom may sign only for the changes."""
    editor = f.user("Editors")
    editor.groups.add(Group.objects.get(name="Reviewers"))
    body = "## Children\n\nChildren are seen in {}.[^smith]"
    article = f.published(f.article(saved=f.draft(body=body.format("clinics")), by=editor))
    edited = f.save(article, body=body.format("hospitals"))
    whole, changes = f.reviewer(), f.reviewer(user=editor)
    wording = ChangeClass.WORDING
    return f.request(edited, reviewers=[whole, changes], change_class=wording), whole, changes


def sign_changes(request: ReviewRequest, reviewer: Reviewer) -> None:
    decision = f.decision(
        scope=Scope.CHANGES_ONLY,
        change_class=ChangeClass.WORDING,
        checklist=tuple(checklists.items(request.article.kind, Scope.CHANGES_ONLY)),
    )
    deciding.approve(request.pk, reviewer=reviewer, decision=decision, at=f.NOW)


def test_what_the_first_calls_material_the_second_reads_whole() -> None:
    request, whole, changes = reworded()
    assert (request.approvals_required, request.revision.proposed_class) == (2, "wording")
    f.signed(request, whole)
    with pytest.raises(NotReady, match="a material change needs a review of the whole page"):
        sign_changes(request, changes)
    assert request.records.count() == 1


def test_what_the_second_calls_material_takes_another_for_the_whole_page() -> None:
    request, whole, changes = reworded()
    sign_changes(request, changes)
    f.signed(request, whole)
    request.refresh_from_db()
    assert (request.state, Publication.objects.count()) == (State.IN_REVIEW, 1)
    assert queues.notes(request, on=f.TODAY) == (
        "All who were asked have signed, and it takes one more: ask somebody else.",
    )
    third, editor = f.reviewer(), f.user("Editors")
    assigning.reassign(request.pk, reviewers=[third], reason="Whole.", by=editor, at=f.NOW)
    f.signed(request, third)
    request.refresh_from_db()
    assert (request.state, Publication.objects.count()) == (State.PUBLISHED, 2)
