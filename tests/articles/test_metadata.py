"""Breadcrumbs, canonical addresses and Open Graph: the same on every page, under our own name."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests import factories as f
from tests.articles import structured
from tests.articles.reading import paths_of_all_pages, text_of
from tests.articles.test_public_pages import PUBLIC
from tests.articles.versions import address, replaced

pytestmark = pytest.mark.django_db
ORIGIN = "https://health.example.org"
# Their addresses may hold nothing that a search engine should keep.
WITHOUT_CANONICAL = {"withdrawn", "missing"}
STATUS = {"withdrawn": 410, "missing": 404}


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setattr(timezone, "now", lambda: f.NOW + timedelta(hours=2))
    settings.SITE_URL = ORIGIN
    settings.ALLOWED_HOSTS = ["*"]


def page(client: Client, name: str) -> tuple[str, str]:
    """The path of a public page and its HTML, asked for under somebody else's name."""
    path = paths_of_all_pages()[name]
    response = client.get(path, headers={"host": "evil.example"})
    assert response.status_code == STATUS.get(name, 200)
    return path, response.content.decode()


@pytest.mark.parametrize("name", PUBLIC)
def test_no_page_repeats_the_host_that_was_asked_for(client: Client, name: str) -> None:
    path, html = page(client, name)
    assert "evil.example" not in html
    links = [one for one in structured.parsed(html).iter("link") if one.get("rel") == "canonical"]
    expected = {"version": path.split("versions/")[0]}.get(name, path)
    assert [one.get("href") for one in links] == (
        [] if name in WITHOUT_CANONICAL else [f"{ORIGIN}{expected}"]
    )


@pytest.mark.parametrize("name", sorted(set(PUBLIC) - {"home", "missing"}))
def test_the_trail_above_a_page_is_what_machines_get(client: Client, name: str) -> None:
    path, html = page(client, name)
    (nav,) = [one for one in structured.parsed(html).iter("nav") if one.get("class") == "crumbs"]
    shown = [(one.text, f"{ORIGIN}{one.get('href')}") for one in nav.iter("a")]
    (found,) = [one for one in structured.json_ld(html) if "@graph" not in one]
    items = found["itemListElement"]
    assert [(one["name"], one["item"]) for one in items] == shown
    assert [one["position"] for one in items] == list(range(1, len(shown) + 1))
    assert shown[0] == ("Home", f"{ORIGIN}/")
    assert (f"{ORIGIN}{path}") not in dict(shown).values()


@pytest.mark.parametrize("name", sorted(set(PUBLIC) - {"missing"}))
def test_every_page_introduces_itself_where_it_is_shared(client: Client, name: str) -> None:
    _path, html = page(client, name)
    found = structured.properties(html)
    assert found["og:site_name"] == "HealthInfo"
    assert found["og:title"]
    assert found["og:url"].startswith(ORIGIN)


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
