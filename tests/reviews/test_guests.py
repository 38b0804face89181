"""What guests say at their link reaches the desk as theirs, and decides nothing."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from reviews.actions import previewing
from reviews.enums import Anchor, State
from reviews.models import ReviewComment, Reviewer, ReviewRecord, ReviewRequest
from tests import factories as f
from tests.discussing import asked, invited, send
from tests.reviews.desk.helpers import signed_in
from tests.voices import filled_in

pytestmark = pytest.mark.django_db
SECRET = "they try to calm it"


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: f.NOW)


@pytest.fixture
def review() -> ReviewRequest:
    return f.request()


def test_what_a_guest_says_reaches_the_desk_under_their_name(
    review: ReviewRequest, settings: Settings
) -> None:
    settings.DEMO = True
    link, address = invited(review)
    response = send(address, quote=SECRET, text="Which <b>dose</b>?")
    assert (response.status_code, response.headers["Location"]) == (
        303,
        f"{address}#your-comments",
    )
    said = ReviewComment.objects.get()
    assert (said.guest, said.author, said.reviewer, said.author_name) == (
        link,
        None,
        None,
        "Prof. Guest",
    )
    assert (said.anchor, said.place, said.request) == (Anchor.WORDS, "short_answer", review)
    assert "Which &lt;b&gt;dose&lt;/b&gt;?" in Client().get(address).content.decode()
    desk = signed_in(asked(review).user).get(review.get_absolute_url()).content.decode()
    assert "<strong>Prof. Guest</strong> (guest)" in desk
    assert "Which &lt;b&gt;dose&lt;/b&gt;?" in desk


def test_a_guest_decides_nothing_and_becomes_nobody(review: ReviewRequest) -> None:
    people, reviewers = User.objects.count(), Reviewer.objects.count()
    _link, address = invited(review)
    people += 1  # the editor who invited
    send(address, outcome="approved", _sign="", scope="whole_page", acknowledged="1")
    review.refresh_from_db()
    assert review.state == State.IN_REVIEW
    assert not ReviewRecord.objects.exists()
    assert (User.objects.count(), Reviewer.objects.count()) == (people, reviewers)
    for anchor in (Anchor.OBJECTION, Anchor.REPLY, Anchor.TREATMENT):
        send(address, anchor=anchor, parent="1", text=f"As {anchor}")
    assert set(ReviewComment.objects.values_list("anchor", flat=True)) == {Anchor.PAGE}


def test_guests_do_not_see_what_others_said(review: ReviewRequest) -> None:
    _link, first = invited(review)
    _link, second = invited(review)
    send(first, text="Between us.")
    assert "Between us." in Client().get(first).content.decode()
    assert "Between us." not in Client().get(second).content.decode()


def test_a_comment_sent_twice_is_kept_once(review: ReviewRequest) -> None:
    _link, address = invited(review)
    assert [send(address).status_code for _time in range(2)] == [303, 303]
    assert ReviewComment.objects.count() == 1


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"origin": "https://example.org"}, 403),
        ({"sec-fetch-site": "same-origin"}, 303),
        # What a browser without Sec-Fetch-Site sends from a page without referrers.
        ({"origin": "null"}, 303),
    ],
)
def test_a_form_of_another_site_is_refused(
    headers: dict[str, str], status: int, review: ReviewRequest
) -> None:
    _link, address = invited(review)
    client = Client(enforce_csrf_checks=True)
    data = filled_in(address, at=f.NOW, text="Forged.", quote="")
    response = client.post(address, data, headers=headers)
    assert response.status_code == status
    assert ReviewComment.objects.exists() == (status == 303)


@pytest.mark.parametrize(
    ("fields", "status", "why"),
    [
        ({"text": ""}, 400, "Please fill this in."),
        ({"text": "Kept.", "quote": "never written"}, 409, "do not stand in this version"),
        ({"text": "Kept.", "homepage": "spam"}, 400, "Leave the field"),
        ({"text": "Kept." * 1000}, 400, "at most 4000 characters"),
    ],
)
def test_what_is_not_taken_comes_back_as_it_was_typed(
    fields: dict[str, str], status: int, why: str, review: ReviewRequest
) -> None:
    _link, address = invited(review)
    response = send(address, **fields)
    html = response.content.decode()
    assert (response.status_code, why in html) == (status, True)
    assert fields["text"] in html
    # The browser goes to the form, where what is wrong is said.
    assert f'action="{address}#comment"' in html
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert not ReviewComment.objects.exists()


def test_a_guest_comments_so_often_and_no_more(
    review: ReviewRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previewing, "MOST_COMMENTS", 2)
    _link, address = invited(review)
    statuses = [send(address, text=f"Comment {number}").status_code for number in range(3)]
    assert statuses == [303, 303, 409]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_as_many_queries_for_three_comments_as_for_one(
    count: int, review: ReviewRequest, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _link, address = invited(review)
    for number in range(count):
        send(address, text=f"Comment {number}")
    with django_assert_num_queries(3):
        assert Client().get(address).status_code == 200
