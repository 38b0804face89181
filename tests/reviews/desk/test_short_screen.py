"""A change of wording has a shorter screen, the same signature, and leaves the dates alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.enums import ChangeClass
from articles.models import Article, Publication
from reviews.enums import Scope
from reviews.models import ReviewRecord, ReviewRequest
from tests import factories as f
from tests import publishing
from tests.reviews.desk.helpers import filled_in, screen, signed_in

pytestmark = pytest.mark.django_db
SHORT = ["sourced", "safe", "plain"]


@pytest.fixture
def review() -> ReviewRequest:
    """One word more, called wording, asked an hour ago."""
    at = timezone.now() - timedelta(days=3)
    edited = f.published(at=at)
    later = timezone.now() - timedelta(hours=1)
    edited = f.save(edited, body=edited.body + " Please.", at=later)
    return f.request(edited, reviewers=[f.reviewer()], change_class=ChangeClass.WORDING, at=later)


def offered(review: ReviewRequest, **data: object) -> list[str]:
    client = signed_in(review.reviewers.get().user)
    shown = client.post(screen(review), data) if data else client.get(screen(review))
    return [key for key, _label in shown.context["form"].fields["checklist"].choices]


def test_it_opens_with_three_points_and_what_is_unchanged_folded(review: ReviewRequest) -> None:
    assert offered(review) == SHORT
    html = signed_in(review.reviewers.get().user).get(screen(review)).content.decode()
    assert html.count("Unchanged: show them") == 2
    assert "<iframe" not in html


def test_three_points_are_enough_to_sign_and_the_last_review_stays(review: ReviewRequest) -> None:
    before = Article.objects.get().live
    data = filled_in(review, scope="changes_only", change_class="wording", password=f.PASSWORD)
    client = signed_in(review.reviewers.get().user)
    client.post(screen(review, "sign"), {**data, "checklist": SHORT})
    record = ReviewRecord.objects.get(request=review)
    assert (record.checklist, record.statement != "") == ('["plain", "safe", "sourced"]', True)
    live = Publication.objects.latest()
    assert before is not None
    assert (live.rests_on, live.last_reviewed_on) == (before, before.last_reviewed_on)


def test_two_points_are_not_enough(review: ReviewRequest) -> None:
    data = filled_in(review, scope="changes_only", change_class="wording", _sign="")
    client = signed_in(review.reviewers.get().user)
    answer = client.post(screen(review), {**data, "checklist": SHORT[:2]})
    assert answer.context["form"].non_field_errors() == [
        "Checklist: “A person without training can understand it.” is not ticked."
    ]


def test_a_version_of_other_wording_is_reconfirmed_with_its_one_class_chosen(
    review: ReviewRequest,
) -> None:
    at, wording = timezone.now() - timedelta(minutes=30), ChangeClass.WORDING
    f.approved(review, at=at, scope=Scope.CHANGES_ONLY, change_class=wording)
    asked = publishing.reconfirming(Article.objects.get(), at=at)
    client = signed_in(asked.reviewers.all()[0].user)
    field = client.get(screen(asked)).context["form"]["change_class"]
    assert ([key for key, _label in field.field.choices], field.value()) == (
        ["material"],
        "material",
    )


def test_choosing_the_whole_page_brings_its_checklist(review: ReviewRequest) -> None:
    data = filled_in(review, scope="whole_page", change_class="wording", _sign="")
    found = offered(review, **{**data, "checklist": SHORT})
    assert len(found) == 8
    assert set(SHORT) < set(found)


def test_a_point_of_no_checklist_is_refused(review: ReviewRequest) -> None:
    data = filled_in(review, scope="changes_only", change_class="wording", _sign="")
    client = signed_in(review.reviewers.get().user)
    answer = client.post(screen(review), {**data, "checklist": [*SHORT, "forged"]})
    assert answer.context["form"].has_error("checklist")


def test_a_material_change_has_no_short_screen() -> None:
    at = timezone.now() - timedelta(hours=1)
    first = f.request(f.article(at=at), at=at)
    client = signed_in(first.reviewers.order_by("pk")[0].user)
    html = client.get(screen(first)).content.decode()
    assert "<iframe" in html
    assert "Unchanged: show them" not in html
