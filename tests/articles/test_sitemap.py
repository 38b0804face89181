"""The sitemap: every public address and no other, with the moment its words changed."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from articles.models import Treatment
from tests import factories as f
from tests.articles.reading import SITE_PAGES
from tests.copying import copies

pytestmark = pytest.mark.django_db
_NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: f.NOW + timedelta(hours=2))


def _entries(client: Client) -> dict[str, str | None]:
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    root = ET.fromstring(response.content)  # noqa: S314 - our own sitemap
    return {
        str(url.findtext(f"{_NS}loc")): url.findtext(f"{_NS}lastmod")
        for url in root.iter(f"{_NS}url")
    }


def test_sitemap_lists_what_is_public_and_when_it_changed(
    client: Client, settings: Settings
) -> None:
    article = f.published()
    withdrawn = f.published()
    f.withdrawn(withdrawn)
    f.article()
    changed = "2026-04-07T09:30:00+00:00"
    signers = [
        publication.revision.review_requests.get().reviewers.get()
        for publication in (f.live(article), withdrawn.publications.get())
    ]
    own = ("home", "a_to_z", "treatments", "corrections", *SITE_PAGES)
    named = Treatment.objects.get(entries__article=article)
    expected = {
        **{reverse(f"articles:{name}"): None for name in own},
        article.condition.get_absolute_url(): changed,
        article.get_absolute_url(): changed,
        named.get_absolute_url(): changed,
        **{signer.get_absolute_url(): None for signer in signers},
    }
    assert _entries(client) == {f"{settings.SITE_URL}{path}": at for path, at in expected.items()}


def test_every_listed_address_answers(client: Client) -> None:
    f.published()
    statuses = {url: client.get(url).status_code for url in _entries(client)}
    assert len(statuses) == 13
    assert set(statuses.values()) == {200}


def test_sitemap_never_answers_by_date_alone(client: Client) -> None:
    f.published()
    assert "Last-Modified" not in client.get("/sitemap.xml").headers


def test_sitemap_and_robots_mark_a_demonstration(client: Client, settings: Settings) -> None:
    sitemap, robots = (
        client.get(path).content.decode() for path in ("/sitemap.xml", "/robots.txt")
    )
    assert "Demonstration" not in sitemap + robots
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in robots
    settings.DEMO = True
    sitemap, robots = (
        client.get(path).content.decode() for path in ("/sitemap.xml", "/robots.txt")
    )
    assert "<!-- Demonstration" in sitemap
    assert robots.startswith("# Demonstration")
    assert "Disallow: /\n" in robots
    ET.fromstring(sitemap)  # noqa: S314 - our own sitemap


@pytest.mark.parametrize("count", [1, 3, 50])
def test_sitemap_asks_as_often_for_fifty_as_for_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    copies(f.published().condition, count - 1)
    with django_assert_num_queries(7):
        client.get("/sitemap.xml")
