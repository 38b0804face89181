from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reviews.actions import requesting
from reviews.enums import AfterApproval, Priority
from reviews.models import ReviewRequest
from tests import factories as f
from tests.benchmarks.long_queue import bulk
from tests.reviews.desk.helpers import as_role, asked, screen, signed_in

pytestmark = pytest.mark.django_db

QUEUE = "/admin/reviews/reviewrequest/"
FRONT = "/admin/"


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("outsider", 302),
        ("staff", 403),
        ("Reviewers", 200),
        ("Editors", 200),
        ("Publishers", 200),
        ("Administrators", 200),
        ("superuser", 200),
    ],
)
def test_queue_is_open_to_the_desk(role: str, status: int) -> None:
    assert as_role(role).get(QUEUE).status_code == status


@pytest.mark.parametrize("address", [QUEUE, FRONT])
def test_reviewer_sees_their_own_requests_and_editors_all(address: str) -> None:
    review, reviewer = asked()
    other, _other_reviewer = asked()
    f.specialty().conditions.remove(other.article.condition)
    shown = signed_in(reviewer.user).get(address).content.decode()
    assert screen(review) in shown
    assert screen(other) not in shown


def test_editor_sees_every_open_request_and_finds_the_closed_ones() -> None:
    review, _reviewer = asked()
    closed, _other = asked()
    f.approved(closed, at=timezone.now())
    editor = as_role("Editors")
    shown = editor.get(QUEUE).content.decode()
    assert (screen(review) in shown, screen(closed) in shown) == (True, False)
    shown = editor.get(QUEUE, {"state": "closed"}).content.decode()
    assert (screen(review) in shown, screen(closed) in shown) == (False, True)


def test_the_urgent_come_first_then_the_first_due_and_of_the_closed_the_newest() -> None:
    now = timezone.now()
    urgent, later, soon = (
        f.request(f.article(at=at), at=at, priority=priority)
        for at, priority in (
            (now, Priority.URGENT),
            (now, Priority.NORMAL),
            (now - timedelta(days=2), Priority.NORMAL),
        )
    )
    assert listed() == [urgent.pk, soon.pk, later.pk]
    for review in (urgent, soon, later):
        requesting.cancel(review.pk, reason="No.", by=f.user("Editors"), at=now)
    assert listed(state="closed") == [soon.pk, later.pk, urgent.pk]


def listed(**asked_for: str) -> list[int]:
    return [row.pk for row in as_role("Editors").get(QUEUE, asked_for).context["rows"]]


def test_overdue_is_said_in_words() -> None:
    at = timezone.now() - timedelta(days=20)
    f.request(f.article(at=at), at=at)
    assert "6 days overdue" in as_role("Editors").get(QUEUE).content.decode()


def test_failed_request_shows_its_reason_and_the_button_to_publishers_only() -> None:
    review, _reviewer = asked(after_approval=AfterApproval.HOLD)
    f.approved(review, at=timezone.now())
    review.failure = "The source is retracted."
    review.save()
    address = screen(review, "publish")
    for role, has_button in (("Publishers", True), ("Editors", False)):
        shown = as_role(role).get(QUEUE).content.decode()
        assert "The source is retracted." in shown
        assert (f'href="{address}"' in shown) is has_button
    assert f'href="{address}"' in as_role("Publishers").get(FRONT).content.decode()


def test_nothing_is_approved_added_or_deleted_from_the_list() -> None:
    review, reviewer = asked()
    for client in (signed_in(reviewer.user), as_role("superuser")):
        shown = client.get(QUEUE).content.decode()
        assert 'name="action"' not in shown
        assert client.get(f"{QUEUE}add/").status_code == 403
        assert client.get(screen(review, "delete")).status_code == 403
        assert client.post(screen(review, "delete"), {"post": "yes"}).status_code == 403
        forged = {"action": "delete_selected", "_selected_action": [str(review.pk)], "post": "yes"}
        client.post(QUEUE, forged)
    assert ReviewRequest.objects.filter(pk=review.pk, state="in_review").exists()


def test_words_of_an_attacker_are_shown_as_words() -> None:
    at = timezone.now()
    draft = f.draft(question="<script>alert(1)</script>?")
    f.request(f.article(saved=draft, at=at), reviewers=[f.reviewer(name="<b>Dr</b>")], at=at)
    shown = as_role("Editors").get(QUEUE).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;?" in shown
    assert "<script>alert" not in shown
    assert "<b>Dr</b>" not in shown


@pytest.mark.parametrize(("address", "most"), [(QUEUE, 20), (FRONT, 44)])
def test_lists_take_as_many_queries_for_three_requests_as_for_one(address: str, most: int) -> None:
    client = as_role("Publishers")
    counts = []
    for more in (1, 2):
        for _number in range(more):
            held, _reviewer = asked(after_approval=AfterApproval.HOLD)
            f.approved(held, at=timezone.now())
            at = timezone.now() - timedelta(days=30)
            f.request(f.article(at=at), at=at)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= most


@pytest.mark.parametrize("address", [QUEUE, FRONT])
def test_lists_take_as_many_queries_for_three_hundred_requests_as_for_fifty(address: str) -> None:
    client, (review, reviewer) = as_role("Editors"), asked()
    counts = []
    for more in (49, 250):
        bulk(more, review.opened_by, reviewer)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert ReviewRequest.objects.count() == 300
    assert counts[0] == counts[1]


def test_the_queue_is_searched_by_question_condition_and_reviewer() -> None:
    review, reviewer = asked()
    other, _other_reviewer = asked()
    client = as_role("Editors")

    def found(words: str) -> set[str]:
        html = client.get(QUEUE, {"q": words}).content.decode()
        return {
            str(one.pk) for one in (review, other) if f'href="{one.get_absolute_url()}"' in html
        }

    condition = review.article.condition.name
    one = {str(review.pk)}
    assert found("disease") == {str(review.pk), str(other.pk)}
    assert found(condition) == found(reviewer.name) == one
    assert found(f"{reviewer.name} {condition.upper()}") == one
    assert found(f"{reviewer.name} {other.article.condition.name}") == set()
    assert found("nothing like it") == set()
