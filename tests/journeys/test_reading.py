"""Reading in a real browser: with and without scripts, by keyboard, on paper."""

import pytest
from playwright.sync_api import Page

from tests import factories as f
from tests.journeys.everything import small_site

pytestmark = pytest.mark.django_db(transaction=True)
_STOPS = """() => [...document.querySelectorAll(
  "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
  .filter(e => e.checkVisibility({visibilityProperty: true})).length"""
# Where the focused element stands in the document, and whether it shows that it has the focus.
_FOCUSED = """() => {
  const here = document.activeElement, style = getComputedStyle(here);
  return {
    at: [...document.querySelectorAll("*")].indexOf(here),
    name: here.textContent.trim().slice(0, 40),
    visible: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  };
}"""


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: f.NOW)


def test_reader_finds_an_answer_and_who_vouches_for_it_without_javascript(
    page_without_js: Page,
) -> None:
    page, paths = page_without_js, small_site()
    page.goto("/")
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Conditions").click()
    page.get_by_role("link", name="Example disease").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Example disease"
    page.goto(paths["answer"])
    page.get_by_role("link", name="All about this review").click()
    assert page.get_by_role("heading", name="Who vouches for this page").is_visible()
    sha256 = page.locator("code[data-sha256]").inner_text()
    assert len(sha256) == 64
    page.get_by_role("link", name="Source 1").first.click()
    assert page.locator("li#source-1:target").count() == 1


@pytest.mark.looks
def test_keyboard_skips_to_the_content(page: Page) -> None:
    page.goto(small_site()["answer"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


@pytest.mark.looks
def test_keyboard_reaches_everything_in_order_and_shows_where_it_is(page: Page) -> None:
    paths = small_site()
    for name in ("answer", "home", "condition", "search that finds", "compare", "ask"):
        page.goto(paths[name])
        seen = []
        for _ in range(page.evaluate(_STOPS)):
            page.keyboard.press("Tab")
            seen.append(page.evaluate(_FOCUSED))
        assert (name, [stop for stop in seen if not stop["visible"]]) == (name, [])
        order = [stop["at"] for stop in seen]
        assert (name, order) == (name, sorted(set(order)))
        page.keyboard.press("Tab")
        # Nothing keeps the focus: it leaves the page, or begins again.
        assert page.evaluate("document.activeElement.matches('body, .skip')")


@pytest.mark.looks
def test_print_shows_disclaimer_and_addresses_and_hides_the_navigation(page: Page) -> None:
    path = small_site()["answer"]
    page.goto(path)
    navigation = page.get_by_role("navigation", name="Site")
    assert navigation.is_visible()
    page.emulate_media(media="print")
    assert not navigation.is_visible()
    assert page.get_by_role("heading", name="Medical disclaimer").is_visible()
    assert page.locator(".comparison").is_visible()
    assert page.locator(".feedback").is_hidden()
    # Without it a printer leaves the bars of evidence white: all of them would look alike.
    assert (
        page.locator(".bar").first.evaluate("e => getComputedStyle(e).printColorAdjust") == "exact"
    )
    address = page.locator(".sources a").first
    assert address.get_attribute("href") == address.inner_text()
