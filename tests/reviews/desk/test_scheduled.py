"""A date at the desk: chosen when submitting, shown in the queue, kept, hurried or dropped."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from reviews.enums import AfterApproval, State
from reviews.models import ReviewRequest
from tests import factories as f
from tests import publishing
from tests.reviews.desk.editors import address, article
from tests.reviews.desk.helpers import as_role, screen, signed_in
from tests.reviews.desk.test_submission import filled

pytestmark = pytest.mark.django_db
QUEUE = "/admin/reviews/reviewrequest/"


def soon() -> ReviewRequest:
    """Approved an hour ago for the day after tomorrow."""
    at = timezone.now() - timedelta(hours=1)
    return publishing.scheduled(on=timezone.localdate() + timedelta(days=2), at=at)


def test_the_date_is_chosen_when_submitting_and_said_again() -> None:
    written, editor = article(), f.user("Editors")
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    data = filled(written, f.reviewer(), after_approval="schedule", publish_on=day)
    response = signed_in(editor).post(address(written, "submit"), data, follow=True)
    request = ReviewRequest.objects.get()
    assert request.publish_on
    assert (request.after_approval, str(request.publish_on)) == (AfterApproval.SCHEDULE, day)
    (told,) = response.context["messages"]
    assert str(told).endswith(
        f"Once approved it is published on {date_format(request.publish_on)}."
    )


@pytest.mark.parametrize("day", ["", "soon", "2020-01-01", timezone.localdate().isoformat()])
def test_a_date_that_is_none_is_named(day: str) -> None:
    written = article()
    data = filled(written, f.reviewer(), after_approval="schedule", publish_on=day)
    response = signed_in(f.user("Editors")).post(address(written, "submit"), data)
    assert list(response.context["form"].errors) == ["publish_on"]
    assert not ReviewRequest.objects.exists()


def test_a_date_counts_only_with_its_choice() -> None:
    written = article()
    data = filled(written, f.reviewer(), after_approval="hold", publish_on="2099-01-01")
    signed_in(f.user("Editors")).post(address(written, "submit"), data)
    assert ReviewRequest.objects.get().publish_on is None


def test_the_queue_says_when_and_publishers_may_hurry_or_hold_it() -> None:
    request = soon()
    day = request.publish_on
    assert day is not None
    for role, acts in (("Publishers", True), ("Administrators", True), ("Editors", False)):
        html = as_role(role).get(QUEUE).content.decode()
        assert f"({day:%-d %b %Y})" in html
        assert (f'href="{screen(request, "publish")}"' in html) is acts
        assert (f'action="{screen(request, "hold")}"' in html) is acts


@pytest.mark.parametrize(
    ("role", "status", "state"),
    [
        ("outsider", 302, State.SCHEDULED),
        ("staff", 403, State.SCHEDULED),
        ("Reviewers", 403, State.SCHEDULED),
        ("Editors", 403, State.SCHEDULED),
        ("Publishers", 302, State.HELD),
        ("Administrators", 302, State.HELD),
        ("superuser", 302, State.HELD),
    ],
)
def test_only_publishers_hold_it_back(role: str, status: int, state: State) -> None:
    request = soon()
    assert as_role(role).post(screen(request, "hold")).status_code == status
    request.refresh_from_db()
    assert request.state == state


def test_neither_its_author_nor_its_reviewer_holds_it_back() -> None:
    request = soon()
    signers = [reviewer.user for reviewer in request.reviewers.all()]
    for person in (request.opened_by, *signers):
        assert signed_in(person).post(screen(request, "hold")).status_code == 403
    request.refresh_from_db()
    assert request.state == State.SCHEDULED


def test_what_is_held_back_is_not_said_to_go_out_on_its_old_date() -> None:
    request, client = soon(), as_role("Publishers")
    date = f"{request.publish_on:%-d %b %Y}"
    client.post(screen(request, "hold"))
    assert date not in client.get(QUEUE).content.decode()
    assert f"{date} (held back)" in client.get(screen(request)).content.decode()


def test_holding_is_asked_for_by_post_and_once() -> None:
    request, client = soon(), as_role("Publishers")
    assert client.get(screen(request, "hold")).status_code == 405
    client.post(screen(request, "hold"))
    again = client.post(screen(request, "hold"), follow=True)
    assert "This request is not scheduled." in again.content.decode()


def test_the_reviewer_sees_the_correction_that_they_sign() -> None:
    at = timezone.now() - timedelta(hours=1)
    live = f.published(at=at)
    asked = publishing.submitted(
        f.save(live, body="Ten, not fifteen.[^smith]", at=at),
        correction=publishing.CORRECTION,
        reviewers=[f.reviewer()],
        at=at,
    )
    client = signed_in(asked.reviewers.get().user)
    assert publishing.CORRECTION in client.get(screen(asked)).content.decode()
    page = client.get(screen(asked, "page")).content.decode()
    assert f"<p>{publishing.CORRECTION}</p>" in page


def test_a_correction_is_asked_for_only_where_something_was_published() -> None:
    written = article()
    client = signed_in(f.user("Editors"))
    assert 'name="correction"' not in client.get(address(written, "submit")).content.decode()
    live = f.published(at=timezone.now())
    edited = f.save(live, body=live.body + " Please.", at=timezone.now())
    assert 'name="correction"' in client.get(address(live, "submit")).content.decode()
    data = filled(edited, f.reviewer(), correction="We said.", change_class="wording")
    response = client.post(address(live, "submit"), data)
    assert response.context["form"].errors == {
        "change_class": ["It is material: it corrects an error."]
    }
    client.post(address(live, "submit"), {**data, "change_class": "material"})
    assert live.revisions.get(number=2).correction == "We said."


def test_what_was_withdrawn_waits_to_be_repaired_until_something_newer_is_published() -> None:
    at = timezone.now() - timedelta(hours=3)
    article = f.published(at=at)
    f.withdrawn(article, at=at + timedelta(hours=1))
    editors = as_role("Editors")
    listed = editors.get("/admin/").content.decode()
    assert 'id="list-withdrawn"' in listed
    assert f'href="{address(article)}"' in listed
    assert "A dose was wrong." in listed
    assert "to repair: it comes back by a new version" in (
        editors.get(address(article)).content.decode()
    )
    assert "list-withdrawn" not in as_role("Reviewers").get("/admin/").content.decode()
    later = at + timedelta(hours=2)
    f.published(f.save(article, body="New.[^smith]", at=later), at=later)
    assert "list-withdrawn" not in editors.get("/admin/").content.decode()
