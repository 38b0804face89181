"""Submitting once more: what was asked for before is what the screen begins with."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles.models import Article
from reviews.actions import deciding, requesting, scheduling
from reviews.enums import AfterApproval, Priority, State
from reviews.models import Reviewer, ReviewRequest
from tests import factories as f
from tests import publishing
from tests.reviews.desk.editors import address, article, signed_in

pytestmark = pytest.mark.django_db

BEGUN = ("priority", "after_approval", "publish_on")
NOTHING_ASKED: list[Any] = [[], Priority.NORMAL, AfterApproval.PUBLISH, None]


def begun(of: Article) -> list[Any]:
    """What the submit screen begins with, of who is asked, how soon, and what follows."""
    form = signed_in(f.user("Editors")).get(address(of, "submit")).context["form"]
    return [sorted(form["reviewers"].value() or []), *(form[name].value() for name in BEGUN)]


def asked(*reviewers: Reviewer, **fields: Any) -> ReviewRequest:
    """An answer's first version, urgent and put before those reviewers."""
    fields = {"priority": Priority.URGENT, "after_approval": AfterApproval.HOLD, **fields}
    written = article()
    return publishing.submitted(written, at=timezone.now(), reviewers=[*reviewers], **fields)


def sent_back(of: ReviewRequest, by: Reviewer) -> None:
    signed = f.decision(of.article.kind, comment="Say how much.")
    deciding.request_changes(of.pk, reviewer=by, decision=signed, at=timezone.now())


def test_what_was_to_be_held_is_still_to_be_held_after_it_was_sent_back() -> None:
    cara, ben = f.reviewer(), f.reviewer()
    request = asked(cara, ben)
    sent_back(request, cara)
    assert begun(request.article) == [[cara.pk, ben.pk], Priority.URGENT, AfterApproval.HOLD, None]


def test_the_request_that_it_replaces_says_how_it_begins() -> None:
    cara = f.reviewer()
    day = timezone.localdate() + timedelta(days=9)
    request = asked(cara, after_approval=AfterApproval.SCHEDULE, publish_on=day)
    chosen = [[cara.pk], Priority.URGENT, AfterApproval.SCHEDULE, day]
    assert begun(request.article) == chosen


def test_who_may_not_be_asked_any_more_is_not_ticked() -> None:
    cara, ben = f.reviewer(), f.reviewer()
    request = asked(cara, ben)
    Reviewer.objects.filter(pk=cara.pk).update(suspended=True)
    assert begun(request.article)[0] == [ben.pk]


def test_a_day_that_has_come_is_chosen_anew() -> None:
    now = timezone.now()
    cara, today = f.reviewer(), timezone.localdate(now)
    fields = {"after_approval": AfterApproval.SCHEDULE, "publish_on": today}
    written = f.article(at=now - timedelta(days=3))
    request = publishing.submitted(written, at=now - timedelta(days=3), reviewers=[cara], **fields)
    assert begun(request.article) == [[cara.pk], Priority.NORMAL, AfterApproval.SCHEDULE, None]


def test_what_a_publisher_held_back_from_its_date_stays_held() -> None:
    now = timezone.now()
    day = timezone.localdate(now) + timedelta(days=9)
    request = publishing.scheduled(article(), on=day, at=now)
    scheduling.hold(request.pk, by=f.user("Publishers"), at=now)
    assert begun(request.article)[2:] == [AfterApproval.HOLD, None]


def test_the_note_and_the_class_of_change_are_said_anew() -> None:
    now = timezone.now()
    edited = f.save(f.published(at=now), at=now, body="## Used first?\n\nDoctors calm it.[^smith]")
    publishing.submitted(edited, at=now, reviewers=[f.reviewer()], change_class="material")
    form = signed_in(f.user("Editors")).get(address(edited, "submit")).context["form"]
    assert (form["change_note"].value(), form["change_class"].value()) == (None, "wording")


@pytest.mark.parametrize("state", [State.CANCELLED, State.PUBLISHED])
def test_what_was_finished_or_cancelled_says_nothing_of_what_comes(state: State) -> None:
    request = asked(f.reviewer(), after_approval=AfterApproval.PUBLISH)
    if state == State.PUBLISHED:
        f.approved(request, at=timezone.now())
    else:
        requesting.cancel(request.pk, reason="No.", by=f.user("Editors"), at=timezone.now())
    request.refresh_from_db()
    assert request.state == state
    assert begun(request.article) == NOTHING_ASKED
