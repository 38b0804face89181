"""Claiming, handing back, asking others and cancelling at the desk, and who is shown what."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format as format_date
from pytest_django import DjangoAssertNumQueries

from reviews.enums import State
from reviews.models import Reviewer, ReviewRequest
from tests import factories as f
from tests.reviews import worlds
from tests.reviews.desk.editors import address
from tests.reviews.desk.helpers import asked, screen, signed_in

pytestmark = pytest.mark.django_db
QUEUE = "/admin/reviews/reviewrequest/"


def unclaimed() -> tuple[ReviewRequest, Reviewer]:
    reviewer = f.reviewer()
    return f.request(f.article(at=timezone.now()), reviewers=[], at=timezone.now()), reviewer


def text_of(user: User, url: str) -> str:
    return signed_in(user).get(url).content.decode()


def reason(**fields: object) -> dict[str, object]:
    return {"reason": "Away.", **fields}


@pytest.mark.parametrize("state", ["in_review", "unclaimed"])
def test_every_address_lets_in_whom_its_action_lets(state: str) -> None:
    """The thin table: what is written through the desk's addresses; `test_transitions` has all."""
    world = worlds.world(state)
    for role in worlds.ROLES:
        with transaction.atomic():
            tried(world, state, role)
            transaction.set_rollback(True)


def tried(world: worlds.World, state: str, role: str) -> None:
    """That person at every address of the request, one after the other."""
    user, review = world.people[role], ReviewRequest.objects.get(pk=world.request.pk)
    client = signed_in(user)
    seen = {"outsider": 302, "other": 403}.get(role, 200)
    if role in {"suspended", "former"} and state == "unclaimed":
        seen = 403
    assert client.get(screen(review)).status_code == seen
    edits = role in {"editor", "author", "author_reviewer", "publisher", "administrator"}
    for name in ("reassign", "reschedule", "cancel"):
        assert client.get(screen(review, name)).status_code == (
            200 if edits else 302 if role == "outsider" else 403
        )
    client.post(screen(review, "claim"))
    claimed = state == "unclaimed" and role in {"reviewer", "second", "fitting"}
    assert (review.reviewers.filter(user=user).exists() and state == "unclaimed") is claimed
    client.post(screen(review, "release"), reason())
    assert not review.reviewers.filter(user=user).exists() or not user.is_staff
    client.post(screen(review, "cancel"), reason())
    review.refresh_from_db()
    assert (review.state == State.CANCELLED) is edits


def test_a_reviewer_finds_what_is_open_to_their_specialty_and_claims_it() -> None:
    review, reviewer = unclaimed()
    client = signed_in(reviewer.user)
    front = client.get("/admin/").content.decode()
    assert "Open to my specialty" in front
    assert screen(review) in front
    assert "1 review is open to whoever it fits." in front
    assert "Claim this review" in client.get(screen(review)).content.decode()
    assert client.post(screen(review, "claim")).status_code == 302
    shown = client.get(screen(review)).content.decode()
    assert "Claim this review" not in shown
    assert "claimed it on" in shown
    assert "Hand it back…" in shown
    assert list(review.reviewers) == [reviewer]
    # Nobody else is offered it now.
    assert screen(review) not in text_of(f.reviewer().user, "/admin/").replace("\n", "")


def test_claiming_is_never_a_get() -> None:
    review, reviewer = unclaimed()
    assert signed_in(reviewer.user).get(screen(review, "claim")).status_code == 405
    assert not review.reviewers.exists()


def test_a_claim_that_comes_too_late_is_told() -> None:
    review, first = unclaimed()
    second = f.reviewer()
    signed_in(first.user).post(screen(review, "claim"))
    answer = signed_in(second.user).post(screen(review, "claim"), follow=True)
    assert "Somebody else has this review by now." in answer.content.decode()


def test_handing_back_without_a_reason_keeps_the_review() -> None:
    review, reviewer = asked()
    client = signed_in(reviewer.user)
    answer = client.post(screen(review, "release"), {"reason": " "})
    assert "Reason: say why." in answer.content.decode()
    assert list(review.reviewers) == [reviewer]
    assert client.post(screen(review, "release"), reason()).status_code == 302
    assert not review.reviewers.exists()


def test_an_editor_asks_others_and_the_screen_says_so() -> None:
    review, reviewer = asked()
    other = f.reviewer(name="Dr Other", specialties=[f.specialty("Other")])
    client = signed_in(f.user("Editors"))
    shown = client.get(screen(review, "reassign")).content.decode()
    assert f"{reviewer.name} (Examples, fits) · 1 review waiting" in shown
    assert "Dr Other (Other, another specialty or language) · 0 reviews waiting" in shown
    data = reason(reviewers=[other.pk])
    assert client.post(screen(review, "reassign"), data).status_code == 302
    assert list(review.reviewers) == [other]
    assert "Dr Other · asked on" in client.get(screen(review)).content.decode()


def test_who_reviews_it_says_who_has_decided() -> None:
    now, one, two = timezone.now(), f.reviewer(name="Dr A"), f.reviewer(name="Dr B")
    review = f.request(f.article(at=now), reviewers=[one, two], at=now)
    f.approved(review, at=now)  # by the first: one is enough
    page = text_of(f.user("Editors"), screen(review))
    staff = page[page.index('aria-labelledby="staff"') :].split("</ul>")[0]
    day = format_date(timezone.localdate(now), "j M Y")
    rows = [" ".join(row.split()) for row in re.findall(r"<li>(.*?)</li>", staff, re.DOTALL)]
    assert rows == [
        f"{one} · asked on {day} · <strong>Approved</strong> {day}",
        f"{two} · asked on {day}",
    ]


def test_an_editor_changes_due_date_and_priority_and_the_screen_says_so() -> None:
    review, _reviewer = asked()
    client = signed_in(f.user("Editors"))
    assert "Change due date or priority…" in client.get(screen(review)).content.decode()
    due_on = screen(review, "reschedule")
    shown = client.get(due_on).content.decode()
    assert f'value="{review.due_on.isoformat()}"' in shown
    past = reason(due_on=timezone.localdate() - timedelta(days=1), priority="urgent")
    refused = client.post(due_on, past)
    assert "Answer wanted by: choose today or a later day." in refused.content.decode()
    tomorrow = timezone.localdate() + timedelta(days=1)
    data = reason(due_on=tomorrow.isoformat(), priority="urgent")
    answer = client.post(due_on, data, follow=True).content.decode()
    assert "Whoever is asked sees the new day and priority from now on." in answer
    review.refresh_from_db()
    assert (review.due_on, review.priority) == (tomorrow, "urgent")
    assert f"{format_date(tomorrow, 'j M Y')} <strong" in answer
    again = client.post(due_on, data).content.decode()
    assert "That is the day and the priority that it has already." in again


def test_a_closed_request_offers_no_other_day() -> None:
    review, _reviewer = asked()
    client = signed_in(f.user("Editors"))
    client.post(screen(review, "cancel"), reason())
    assert "Change due date or priority…" not in client.get(screen(review)).content.decode()
    data = reason(due_on=timezone.localdate().isoformat(), priority="urgent")
    answer = client.post(screen(review, "reschedule"), data).content.decode()
    assert "This request is closed already." in answer


def test_a_cancelled_request_says_why() -> None:
    review, _reviewer = asked()
    client = signed_in(f.user("Editors"))
    client.post(screen(review, "cancel"), {"reason": "The guideline changed."})
    assert "The guideline changed." in client.get(screen(review)).content.decode()


def test_whose_verification_is_over_is_named_on_the_row_the_screen_and_to_themselves() -> None:
    review, reviewer = asked()
    Reviewer.objects.filter(pk=reviewer.pk).update(suspended=True)
    words = f"{reviewer.name} may no longer sign: ask somebody else."
    editor = f.user("Editors")
    assert words in text_of(editor, QUEUE)
    assert words in text_of(editor, screen(review))
    assert "missing, over or suspended" in text_of(reviewer.user, screen(review))


def test_two_approvals_are_explained_at_submission_and_on_the_screen() -> None:
    draft = f.draft(emergency_advice="- a fit lasts long[^smith]")
    written = f.article(saved=draft, at=timezone.now())
    f.reviewer(), f.reviewer()
    words = "The emergency advice is new or changed."
    assert words in text_of(f.user("Editors"), address(written, "submit"))
    review = f.request(written, at=timezone.now())
    assert words in text_of(review.reviewers[0].user, screen(review))


@pytest.mark.parametrize("count", [1, 3])
def test_suggestions_take_as_many_queries_for_three_reviewers_as_for_one(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    review, _reviewer = asked()
    for _number in range(count):
        f.reviewer()
    client = signed_in(f.user("Editors"))
    client.get(screen(review, "reassign"))
    with django_assert_num_queries(12):
        client.get(screen(review, "reassign"))
