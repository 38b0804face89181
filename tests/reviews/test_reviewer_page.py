"""A reviewer's public page: who they are, and what rests on their signature today."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.pages.values import Link
from reviews import pages
from reviews.models import Reviewer
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: f.NOW + timedelta(hours=2))


def test_reviewer_page_lists_what_is_live_under_their_signature() -> None:
    signer = f.reviewer(
        name="Dr Ada Example",
        slug="ada-example",
        registration_number="7",
        languages="en,es",
        other_languages="Esperanto",
    )
    article = f.published(by=signer)
    f.published()
    f.withdrawn(f.published(by=signer))
    assert pages.reviewer("ada-example", on=f.TODAY) == pages.ReviewerPage(
        path="/reviewers/ada-example/",
        name="Dr Ada Example",
        credentials="MD",
        registration="Register of examples 7",
        specialties=("Examples",),
        languages="English, Spanish, Esperanto",
        conflicts="None declared",
        verified=True,
        may_sign=True,
        signed=(
            pages.SignedAnswer(
                language="en",
                question=f.draft().question,
                path=article.get_absolute_url(),
                condition=Link(article.condition.name, article.condition.get_absolute_url()),
                scope_label="the whole page",
                signed_on=f.TODAY,
            ),
        ),
    )


def test_unverified_reviewer_has_no_page(client: Client) -> None:
    person = f.reviewer(slug="not-yet")
    assert client.get("/reviewers/not-yet/").status_code == 200
    type(person).objects.filter(pk=person.pk).update(
        verified_by=None, valid_until=None, verification=""
    )
    assert client.get("/reviewers/not-yet/").status_code == 404


def test_the_page_of_whoever_signed_stays_and_says_that_they_are_not_verified(
    client: Client,
) -> None:
    signer = f.reviewer()
    article = f.published(by=signer)
    Reviewer.objects.filter(pk=signer.pk).update(
        verified_by=None, valid_until=None, verification=""
    )
    shown = client.get(signer.get_absolute_url()).content.decode()
    assert "Not verified at present: signs no new reviews" in shown
    assert article.get_absolute_url() in shown
    assert signer.get_absolute_url() in pages.reviewers()


def test_suspended_reviewer_is_shown_as_one_who_signs_no_more(client: Client) -> None:
    person = f.reviewer()
    words = "Signs no new reviews at present"
    assert words not in client.get(person.get_absolute_url()).content.decode()
    person.suspended = True
    person.save()
    assert words in client.get(person.get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [1, 3, 50])
def test_reviewer_page_asks_as_often_for_fifty_as_for_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    signer = f.reviewer()
    for _ in range(count):
        f.published(by=signer)
    with django_assert_num_queries(3):
        client.get(signer.get_absolute_url())
