"""Every answer has an owner: who started it, who submitted it first, or whoever took it over."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from articles.actions import owning
from articles.errors import NotAllowed, NotReady, Unchanged
from articles.models import Article, AuditEvent
from reviews.actions import cycling
from tests import factories as f
from tests.reviews.desk.editors import ROLES, address, article
from tests.reviews.desk.helpers import as_role, signed_in

pytestmark = pytest.mark.django_db


def test_whoever_starts_an_answer_owns_it_and_others_submit_it() -> None:
    editor = f.user("Editors")
    made = f.article(by=editor)
    f.request(made, by=f.user("Editors"))
    made.refresh_from_db()
    assert made.owner == editor


def test_imported_answer_is_owned_by_who_first_submits_it() -> None:
    editor = f.user("Editors")
    made = f.article()
    Article.objects.filter(pk=made.pk).update(owner=None)
    f.request(made, by=editor)
    made.refresh_from_db()
    assert made.owner == editor


def test_handing_over_is_audited_and_only_to_an_editor() -> None:
    made, editor, other = f.article(), f.user("Editors"), f.user("Editors")
    owning.hand_over(made.pk, to=other, by=editor, at=f.NOW)
    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.object, event.actor) == (
        "handed over",
        f"article:{made.pk}",
        editor,
    )
    assert json.loads(event.detail) == {"to": other.username}
    with pytest.raises(Unchanged):
        owning.hand_over(made.pk, to=other, by=editor, at=f.NOW)
    for nobody in (f.user("Reviewers"), f.user("")):
        with pytest.raises(NotReady, match="Owner: choose an editor"):
            owning.hand_over(made.pk, to=nobody, by=editor, at=f.NOW)
        with pytest.raises(NotAllowed):
            owning.hand_over(made.pk, to=editor, by=nobody, at=f.NOW)
    assert AuditEvent.objects.latest("pk") == event


@pytest.mark.parametrize("role", ROLES)
def test_only_editors_hand_over(role: str) -> None:
    made, other = article(), f.user("Editors")
    allowed = role in ("Editors", "Publishers", "Administrators")
    client = as_role(role or "staff")
    assert client.get(address(made, "owner")).status_code == (200 if allowed else 403)
    response = client.post(address(made, "owner"), {"owner": other.pk})
    assert response.status_code == (302 if allowed else 403)
    made.refresh_from_db()
    assert (made.owner == other) is allowed


def test_screen_names_the_owner_and_refuses_who_is_no_editor() -> None:
    made = article()
    assert made.owner is not None
    client = signed_in(made.owner)
    assert f"{made.owner.get_full_name()} ·" in client.get(address(made)).content.decode()
    response = client.post(address(made, "owner"), {"owner": f.user("Reviewers").pk})
    assert (response.status_code, "errorlist" in response.content.decode()) == (200, True)
    found = client.get("/admin/articles/article/?owner=mine").content.decode()
    assert address(made) in found
    found = client.get("/admin/articles/article/?owner=nobody").content.decode()
    assert address(made) not in found


def test_owner_of_an_answer_is_never_deleted() -> None:
    made, other = article(), f.user("Editors")
    Article.objects.filter(pk=made.pk).update(owner=other)
    with pytest.raises(IntegrityError):
        type(other).objects.filter(pk=other.pk)._raw_delete(using="default")


def test_review_is_asked_for_in_the_name_of_the_new_owner() -> None:
    due = f.TODAY + timedelta(days=180)
    made, other = f.published(review_due_on=due), f.user("Editors")
    owning.hand_over(made.pk, to=other, by=other, at=f.NOW)
    (plan,) = cycling.run(at=f.NOW + timedelta(days=180)).asked
    assert plan.by == other
    assert timezone.localdate(f.NOW) == f.TODAY
