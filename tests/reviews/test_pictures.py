"""Readers get a picture while they get words that name it; the desk and guests get it sooner."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from articles.enums import WithdrawalKind
from articles.models import Article, Revision, Treatment
from reviews.actions import previewing
from tests import factories as f
from tests.discussing import invited
from tests.reviews.desk.helpers import as_role

pytestmark = pytest.mark.django_db
SHA = hashlib.sha256(b"picture").hexdigest()
PICTURE = f"/uploads/{SHA}.webp"
BODY = f"Doctors look.[^smith]\n\n![A drawing]({PICTURE})"


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: f.NOW + timedelta(days=1))


@pytest.fixture(autouse=True)
def _stored() -> None:
    if not default_storage.exists(f"{SHA}.webp"):
        default_storage.save(f"{SHA}.webp", ContentFile(b"picture"))


def drawn(*, days_ago: int = 0) -> Article:
    """An answer, not yet put before anybody, with the picture."""
    return f.article(saved=f.draft(body=BODY), at=f.NOW - timedelta(days=days_ago))


def status(client: Client, path: str = PICTURE) -> int:
    return client.get(path).status_code


def test_a_shown_picture_is_served_as_a_picture_and_asked_for_anew(client: Client) -> None:
    f.published(drawn())
    response = client.get(PICTURE)
    assert response.content == b"picture"
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["Cache-Control"] == "no-cache, public"
    assert response.headers["ETag"] == f'"{SHA}"'
    assert "Vary" not in response.headers
    again = client.get(PICTURE, headers={"if-none-match": f'"{SHA}"'})
    assert (again.status_code, again.content) == (304, b"")
    assert client.post(PICTURE).status_code == 405
    assert status(client, f"/uploads/{'0' * 64}.webp") == 404
    assert status(client, "/uploads/..%2Fsecret_key") == 404


def _draft() -> None:
    drawn()


def _in_review() -> None:
    f.request(drawn())


def _new_draft_of_a_live_answer() -> None:
    f.save(f.published(), body=BODY)


def _withdrawn() -> None:
    f.withdrawn(f.published(drawn()))


def _stopped() -> None:
    article = f.published(drawn())
    f.alerted(Treatment.objects.get(entries__article=article), WithdrawalKind.STOP)


def _lapsed() -> None:
    at = f.NOW - timedelta(days=200)
    f.published(drawn(days_ago=200), at=at, review_due_on=f.TODAY - timedelta(days=100))


@pytest.mark.parametrize(
    "make", [_draft, _in_review, _new_draft_of_a_live_answer, _withdrawn, _stopped, _lapsed]
)
def test_a_picture_that_no_shown_words_name_is_for_the_desk_only(
    client: Client, settings: Settings, make: Callable[[], None]
) -> None:
    make()
    for known in ({}, {"if-none-match": f'"{SHA}"'}):
        assert client.get(PICTURE, headers=known).status_code == 404
    # Who signed in by the password alone is not at the desk; a demonstration asks for no more.
    assert status(as_role("Editors")) == 404
    settings.DEMO = True
    assert status(as_role("outsider")) == 404
    for role in ("Editors", "Reviewers"):
        response = as_role(role).get(PICTURE)
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "no-cache, private"
        assert "Cookie" in response.headers["Vary"]


def test_an_earlier_version_that_is_shown_keeps_its_picture(client: Client) -> None:
    article = f.published(drawn())
    f.published(f.save(article, body="Without it.[^smith]"))
    assert status(client) == 200
    f.withdrawn(article)
    assert status(client) == 404


def test_one_answer_that_is_shown_is_enough(client: Client) -> None:
    f.withdrawn(f.published(drawn()))
    f.published(drawn())
    assert status(client) == 200


def test_a_guest_sees_the_pictures_of_their_version_while_the_link_works(client: Client) -> None:
    review = f.request(drawn())
    link, address = invited(review)
    path = f"{address}uploads/{SHA}.webp"
    html = client.get(address).content.decode()
    assert f'src="{path}"' in html
    assert PICTURE not in html.replace(path, "")
    response = client.get(path)
    assert response.content == b"picture"
    assert response.headers["Cache-Control"] == "no-cache, private"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert status(client) == 404
    assert status(client, f"{address}uploads/{'0' * 64}.webp") == 404
    assert status(client, f"/preview/unknown/uploads/{SHA}.webp") == 404
    previewing.revoke(link.pk, by=f.user("Editors"), at=f.NOW)
    assert status(client, path) == 404


@pytest.mark.parametrize("count", [1, 5])
def test_a_picture_asks_as_often_for_many_answers_and_reads_only_those_with_pictures(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _ in range(count):
        f.published(drawn())
    with django_assert_num_queries(4):
        assert status(client) == 200
    naming = Revision.objects.with_pictures().filter(snapshot__contains=PICTURE).order_by()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert "revision_with_pictures" in naming.values_list("pk").explain()
