"""A reader follows an answer through its versions without JavaScript."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from tests import factories as f
from tests import looks
from tests.articles.versions import replaced

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: f.NOW + timedelta(days=2))


def test_reader_compares_two_versions_and_opens_the_older_one(page_without_js: Page) -> None:
    page = page_without_js
    _first, article = replaced()
    page.goto(article.get_absolute_url())
    page.get_by_role("link", name="Version history").click()
    assert page.get_by_role("heading", level=2).count() == 2
    page.get_by_label("Compare version").select_option("2")
    page.get_by_label("with version").select_option("1")
    page.get_by_role("button", name="Compare").click()
    assert page.url.endswith("?from=2&to=1")
    assert "Newer words" in page.locator("del").first.inner_text()
    page.get_by_role("main").get_by_role("link", name="version 1").click()
    assert page.get_by_text("It is not the current version").is_visible()
    page.get_by_role("link", name="Read the answer as it is now").click()
    assert page.url.endswith(article.get_absolute_url())


@pytest.mark.looks
def test_a_comparison_is_accessible_and_shows_more_than_colour(page: Page) -> None:
    _first, article = replaced()
    page.goto(f"{article.get_absolute_url()}history/compare/")
    assert looks.faults(page, (looks.DESK, looks.PHONE, looks.NARROW)) == []
    for tag, line in (("ins", "underline"), ("del", "line-through")):
        style = "e => getComputedStyle(e).textDecorationLine"
        assert page.locator(tag).first.evaluate(style) == line


@pytest.mark.looks
def test_print_shows_the_address_of_the_very_version(page: Page) -> None:
    _first, article = replaced()
    page.goto(article.get_absolute_url())
    address = page.get_by_text("This very version:")
    assert not address.is_visible()
    page.emulate_media(media="print")
    assert address.is_visible()
    assert f"{article.get_absolute_url()}versions/2/" in address.inner_text()
