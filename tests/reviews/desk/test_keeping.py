"""An unfinished review is kept for its reviewer's eyes, and gone once they decide."""

import pytest
from django.test import Client

from articles.errors import NotReady
from articles.models import AuditEvent
from reviews.actions import keeping
from reviews.models import ReviewDraft, Reviewer, ReviewRequest
from tests import factories as f
from tests.reviews.desk.helpers import as_role, asked, filled_in, screen, signed_in

pytestmark = pytest.mark.django_db
SECRET = "I doubt the second paragraph."


def keep(client: Client, review: ReviewRequest, **fields: object) -> None:
    data = filled_in(review, comment=SECRET, checklist=["safe"], conflict="yes", **fields)
    client.post(screen(review, "keep"), data)


@pytest.fixture
def kept() -> tuple[ReviewRequest, Reviewer, Client]:
    review, reviewer = asked()
    client = signed_in(reviewer.user)
    keep(client, review)
    assert ReviewDraft.objects.count() == 1
    return review, reviewer, client


def test_what_was_kept_is_there_again(kept: tuple[ReviewRequest, Reviewer, Client]) -> None:
    review, _reviewer, client = kept
    events = AuditEvent.objects.count()
    shown = client.get(screen(review))
    assert SECRET in shown.content.decode()
    assert "Nobody else sees it." in shown.content.decode()
    form = shown.context["form"]
    assert not form.is_bound
    assert (form["checklist"].initial, form["conflict"].initial) == (["safe"], "yes")
    # It is no evidence, so the trail does not speak of it.
    assert AuditEvent.objects.count() == events


def test_keeping_again_takes_its_place(kept: tuple[ReviewRequest, Reviewer, Client]) -> None:
    review, _reviewer, client = kept
    client.post(screen(review, "keep"), filled_in(review, comment="Better now."))
    assert ReviewDraft.objects.get().typed["comment"] == ["Better now."]


@pytest.mark.parametrize("role", ["Editors", "Publishers", "Administrators", "superuser"])
def test_nobody_else_sees_it(kept: tuple[ReviewRequest, Reviewer, Client], role: str) -> None:
    review, _reviewer, _client = kept
    article = review.article_id
    for url in (
        screen(review),
        f"/admin/articles/article/{article}/evidence/",
        f"/admin/articles/article/{article}/evidence.json",
    ):
        answer = as_role(role).get(url)
        assert answer.status_code == 200
        assert SECRET not in answer.content.decode()


def test_another_reviewer_of_the_request_does_not_see_it(
    kept: tuple[ReviewRequest, Reviewer, Client],
) -> None:
    review, _reviewer, _client = kept
    other = f.reviewer()
    f.assigned(review, other)
    shown = signed_in(other.user).get(screen(review))
    assert shown.context["form"] is not None
    assert SECRET not in shown.content.decode()


@pytest.mark.parametrize("button", ["_changes", "_decline"])
def test_deciding_removes_it(kept: tuple[ReviewRequest, Reviewer, Client], button: str) -> None:
    review, _reviewer, client = kept
    client.post(screen(review), filled_in(review, comment="No.", **{button: ""}))
    assert review.records.exists()
    assert not ReviewDraft.objects.exists()


def test_handing_back_removes_it(kept: tuple[ReviewRequest, Reviewer, Client]) -> None:
    review, _reviewer, client = kept
    client.post(screen(review, "release"), {"reason": "Away."})
    assert not ReviewDraft.objects.exists()


def test_a_script_is_answered_in_json(kept: tuple[ReviewRequest, Reviewer, Client]) -> None:
    review, _reviewer, client = kept
    data = filled_in(review, comment="x" * keeping.LONGEST)
    for posted, status in ((filled_in(review), 200), (data, 400)):
        answer = client.post(screen(review, "keep"), posted, headers={"accept": "application/json"})
        assert (answer.status_code, list(answer.json())) == (status, ["message"])


def test_only_whoever_is_asked_keeps_anything() -> None:
    review, _reviewer = asked()
    for client in (as_role("Editors"), signed_in(f.reviewer().user)):
        assert client.post(screen(review, "keep"), filled_in(review)).status_code in {302, 403}
    assert not ReviewDraft.objects.exists()


def test_what_is_too_long_is_refused() -> None:
    review, reviewer = asked()
    with pytest.raises(NotReady, match="too long"):
        keeping.keep(review.pk, {"comment": ["x" * 30_000]}, reviewer=reviewer, at=f.NOW)
