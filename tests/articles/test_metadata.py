"""Breadcrumbs, canonical addresses and Open Graph: the same on every page, under our own name."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests import factories as f
from tests.articles import structured
from tests.articles.reading import text_of
from tests.articles.versions import address, replaced

pytestmark = pytest.mark.django_db
ORIGIN = "https://health.example.org"


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setattr(timezone, "now", lambda: f.NOW + timedelta(hours=2))
    settings.SITE_URL = ORIGIN
    settings.ALLOWED_HOSTS = ["*"]


def test_an_answer_is_shared_with_its_question_and_its_short_answer(
    client: Client, settings: Settings
) -> None:
    article = f.published()
    found = structured.properties(text_of(client, article.get_absolute_url()))
    assert found == {
        "og:type": "article",
        "og:site_name": "HealthInfo",
        "og:title": "What are the treatments for example disease?",
        "og:description": f.SHORT_ANSWER,
        "og:url": f"{ORIGIN}{article.get_absolute_url()}",
    }
    settings.DEMO = True
    demo = structured.properties(text_of(client, article.get_absolute_url()))
    assert demo["og:title"] == "What are the treatments for example disease? · demonstration"


def test_withheld_words_are_not_shared(client: Client) -> None:
    article = f.published()
    f.withdrawn(article)
    html = text_of(client, article.get_absolute_url(), status=410)
    assert "og:description" not in structured.properties(html)


def test_the_trail_of_a_version_leads_through_its_answer(client: Client) -> None:
    _first, article = replaced()
    html = text_of(client, address("version", article, 1))
    (found,) = structured.json_ld(html)
    paths = [one["item"].removeprefix(ORIGIN) for one in found["itemListElement"]]
    assert paths[2:] == [
        article.condition.get_absolute_url(),
        article.get_absolute_url(),
        address("history", article),
    ]
