"""A reviewer's public page: who they are, and what rests on their signature today."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.pages.values import Link
from reviews import pages
from reviews.enums import AfterApproval
from reviews.models import Reviewer
from tests import factories as f
from tests.copying import copies

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
        earlier=(),
    )


def test_reviewer_page_lists_answers_of_which_they_signed_an_earlier_version(
    client: Client,
) -> None:
    signer, at = f.reviewer(), f.NOW + timedelta(hours=1)
    article = f.published(by=signer)
    f.published(f.save(article, body="Other words.[^smith]", at=at), at=at)
    never = f.save(f.published(), body="Secret.[^smith]", at=at)
    asked = [signer, f.reviewer()][: f.needed(never)]
    f.approved(f.request(never, reviewers=asked, after_approval=AfterApproval.HOLD, at=at), at=at)
    assert signer.records.count() == 2
    page = pages.reviewer(signer.slug, on=f.TODAY)
    history = reverse("articles:history", args=[article.condition.slug, article.slug])
    assert page.signed == ()
    assert [(line.path, line.signed_on) for line in page.earlier] == [(history, f.TODAY)]
    html = client.get(signer.get_absolute_url()).content.decode()
    assert "Answers of which this reviewer signed an earlier version" in html
    assert f'<a href="{history}" lang="en">' in html
    f.withdrawn(article)
    assert pages.reviewer(signer.slug, on=f.TODAY).earlier == ()


def test_an_answer_stands_once_on_the_page_of_whoever_signed_two_versions(client: Client) -> None:
    signer, at = f.reviewer(), f.NOW + timedelta(hours=1)
    first = f.published(by=signer)
    second = f.save(first, body="Other words.[^smith]", at=at)
    page = pages.reviewer(signer.slug, on=f.TODAY)
    f.published(second, by=signer, at=at)
    assert pages.reviewer(signer.slug, on=f.TODAY).earlier == page.earlier == ()
    f.published(f.save(second, body="Third words.[^smith]", at=at), at=at)
    assert len(pages.reviewer(signer.slug, on=f.TODAY).earlier) == 1


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
    at = f.NOW + timedelta(hours=1)
    copies(f.published(by=signer).condition, count - 1)
    twice = f.published(f.save(f.published(by=signer), body="Other.[^smith]", at=at), at=at)
    copies(twice.condition, count - 1)
    with django_assert_num_queries(4):
        client.get(signer.get_absolute_url())
