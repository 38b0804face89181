from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from articles.models import Publication
from reviews.enums import AfterApproval, State
from reviews.models import ReviewRecord
from tests import factories as f
from tests.reviews.desk.helpers import asked, filled_in, screen, signed_in

pytestmark = pytest.mark.django_db


def test_sentence_is_shown_and_nothing_is_signed_before_the_password() -> None:
    review, reviewer = asked()
    shown = signed_in(reviewer.user).post(
        screen(review), filled_in(review, _sign="", comment="Well put.")
    )
    text = shown.content.decode()
    due = date_format(date.fromisoformat(str(filled_in(review)["review_due_on"])))
    digest = review.revision.sha256
    assert (
        f"I, {reviewer.name} (MD, Register of examples {reviewer.registration_number}), have "
        f"reviewed the whole page and approve these words, hash {digest[:4]}…{digest[-4:]}, "
        f"for readers until {due}."
    ) in text
    assert 'name="comment" value="Well put."' in text
    assert f"Not after {due}." in signed_in(reviewer.user).get(screen(review)).content.decode()
    assert not ReviewRecord.objects.exists()


def test_password_signs_exactly_what_was_filled_in_and_publishes_it() -> None:
    review, reviewer = asked()
    data = filled_in(review, comment="Well put.", password=f.PASSWORD)
    answer = signed_in(reviewer.user).post(screen(review, "sign"), data, follow=True)
    record = ReviewRecord.objects.get()
    assert (
        record.reviewer,
        record.revision_sha256,
        record.outcome,
        record.scope,
        record.comment,
        record.conflict,
        record.reauthenticated,
        record.review_due_on and record.review_due_on.isoformat(),
    ) == (
        reviewer,
        review.revision.sha256,
        "approved",
        "whole_page",
        "Well put.",
        False,
        "password",
        data["review_due_on"],
    )
    assert Publication.objects.get().revision_id == review.revision_id
    assert f'href="{review.article.get_absolute_url()}"' in answer.content.decode()


def test_wrong_password_signs_nothing_and_loses_nothing() -> None:
    review, reviewer = asked()
    data = filled_in(review, comment="Well put.", password="wrong")
    answer = signed_in(reviewer.user).post(screen(review, "sign"), data)
    text = answer.content.decode()
    assert "That is not your password." in text
    assert 'name="comment" value="Well put."' in text
    assert "wrong" not in text.replace("wrong password", "")
    assert not ReviewRecord.objects.exists()


def test_somebody_elses_password_is_a_wrong_one() -> None:
    review, reviewer = asked()
    other = f.user("Reviewers")
    other.set_password("another pass phrase")
    other.save()
    data = filled_in(review, password="another pass phrase")
    signed_in(reviewer.user).post(screen(review, "sign"), data)
    assert not ReviewRecord.objects.exists()


def test_sixth_guess_is_refused_even_when_it_is_right() -> None:
    review, reviewer = asked()
    client = signed_in(reviewer.user)
    for _guess in range(5):
        client.post(screen(review, "sign"), filled_in(review, password="wrong"))
    answer = client.post(screen(review, "sign"), filled_in(review, password=f.PASSWORD))
    assert "Too many wrong passwords." in answer.content.decode()
    assert not ReviewRecord.objects.exists()


def test_guesses_are_forgotten_after_a_quarter_of_an_hour() -> None:
    review, reviewer = asked()
    client = signed_in(reviewer.user)
    session = client.session
    session["wrong_passwords"] = [(timezone.now() - timedelta(minutes=16)).timestamp()] * 5
    session.save()
    client.post(screen(review, "sign"), filled_in(review, password=f.PASSWORD))
    assert ReviewRecord.objects.count() == 1


def test_other_words_than_those_on_the_screen_are_not_signed() -> None:
    review, reviewer = asked()
    client = signed_in(reviewer.user)
    data = filled_in(review, sha256="0" * 64, password=f.PASSWORD)
    for name in ("change", "sign"):
        answer = client.post(screen(review, name), data)
        assert answer.status_code == 409
        assert "The words on your screen are not the words of this request." in (
            answer.content.decode()
        )
    assert not ReviewRecord.objects.exists()


def test_request_overtaken_in_between_is_not_signed() -> None:
    review, reviewer = asked()
    client = signed_in(reviewer.user)
    assert client.post(screen(review), filled_in(review, _sign="")).status_code == 200
    review.state = State.STALE
    review.save()
    answer = client.post(screen(review, "sign"), filled_in(review, password=f.PASSWORD))
    assert answer.status_code == 403
    assert "no longer in review" in answer.content.decode()
    assert not ReviewRecord.objects.exists()


def test_signing_twice_signs_once() -> None:
    review, reviewer = asked(after_approval=AfterApproval.HOLD)
    client = signed_in(reviewer.user)
    data = filled_in(review, password=f.PASSWORD)
    assert client.post(screen(review, "sign"), data).status_code == 302
    assert client.post(screen(review, "sign"), data).status_code == 403
    assert ReviewRecord.objects.count() == 1


def test_back_returns_to_the_review_with_what_was_typed() -> None:
    review, reviewer = asked()
    data = filled_in(review, _back="", comment="Half a thought", checklist=["plain"])
    form = signed_in(reviewer.user).post(screen(review), data).context["form"]
    assert form["comment"].value() == "Half a thought"
    assert form["checklist"].value() == ["plain"]
    assert not ReviewRecord.objects.exists()


def test_address_of_signing_leads_back_to_the_review() -> None:
    review, reviewer = asked()
    response = signed_in(reviewer.user).get(screen(review, "sign"))
    assert (response.status_code, response.headers["Location"]) == (302, screen(review))


def test_signing_needs_the_csrf_token() -> None:
    review, reviewer = asked()
    client = Client(enforce_csrf_checks=True)
    client.force_login(reviewer.user)
    data = filled_in(review, password=f.PASSWORD)
    assert client.post(screen(review, "sign"), data).status_code == 403
    assert not ReviewRecord.objects.exists()
