"""Reading in a real browser: narrow and wide, light and dark, with and without scripts."""

from typing import Literal

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from articles.actions import sitetexts
from articles.enums import SiteTextKind, WithdrawalKind
from articles.models import Treatment
from tests import factories as f
from tests.articles.reading import SITE_PAGES
from tests.articles.versions import address, reconfirmed
from tests.browser import axe_violations

pytestmark = pytest.mark.django_db(transaction=True)
WIDTHS = (320, 360, 1280)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LONG = "pseudopseudohypoparathyroidism" * 3
# Where the focused element stands in the document, and whether it shows that it has the focus.
_FOCUSED = """() => {
  const here = document.activeElement, style = getComputedStyle(here);
  return {
    at: [...document.querySelectorAll("*")].indexOf(here),
    name: here.textContent.trim().slice(0, 40),
    visible: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  };
}"""
BODY = f"""## What is used first?

Doctors try to calm the disease.[^smith]

| Operation | What is done | What our sources say |
| --- | --- | ---: |
| Fat grafting | The person's own fat is moved to the face | {LONG} |

::: warning Do not change a medicine
Ask first.
:::

## What is used next?

See https://example.org/{LONG}.
"""


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: f.NOW)


def _site() -> dict[str, str]:
    """A small site; its addresses by name."""
    editor = f.user("Editors")
    for kind in SiteTextKind:
        sitetexts.publish(kind, f"Text of {kind}.", signed_by="Dr Example", by=editor, at=f.NOW)
    topic = f.condition("Example disease")
    named = f.treatment("Examplumab", brand_names="Exampla")
    entries = (f.entry(named), f.entry(f.treatment(LONG), evidence="high", line="", status=""))
    article = f.published(f.article(of=topic, saved=f.draft(body=BODY, entries=entries)))
    alerted, withdrawn = f.published(f.article(of=topic)), f.published(f.article(of=topic))
    f.alerted(Treatment.objects.get(entries__article=alerted), WithdrawalKind.STOP)
    f.withdrawn(withdrawn)
    signer = f.live(article).revision.review_requests.get().reviewers.get()
    reconfirmed(article, days=0)
    own = ("home", "a_to_z", "treatments", "corrections", *SITE_PAGES)
    return {
        "answer": article.get_absolute_url(),
        "alerted": alerted.get_absolute_url(),
        "history": address("history", article),
        "version": address("version", article, 1),
        "compare": address("compare", article) + "?from=1&to=2",
        "version withdrawn": address("version", withdrawn, 1),
        "withdrawn": withdrawn.get_absolute_url(),
        "condition": topic.get_absolute_url(),
        "treatment": named.get_absolute_url(),
        "reviewer": signer.get_absolute_url(),
        "missing": "/conditions/exampel-disease/",
        **{name: reverse(f"articles:{name}") for name in own},
    }


def _too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@pytest.mark.looks
def test_every_page_fits_every_width_in_light_and_dark_and_is_accessible(page: Page) -> None:
    faults = []
    for name, path in _site().items():
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                page.goto(path)
                if _too_wide(page):
                    faults.append(f"{name} {width} {scheme}: scrolls sideways")
                if width != 320:
                    faults += [f"{name} {width} {scheme}: {v}" for v in axe_violations(page)]
    assert faults == []


@pytest.mark.looks
def test_no_page_scrolls_sideways_with_letters_twice_as_large(page: Page) -> None:
    faults = []
    page.set_viewport_size({"width": 360, "height": 800})
    for name, path in _site().items():
        page.goto(path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if _too_wide(page):
            faults.append(name)
    assert faults == []


def test_reader_finds_an_answer_and_who_vouches_for_it_without_javascript(
    page_without_js: Page,
) -> None:
    page, paths = page_without_js, _site()
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


def test_keyboard_reaches_everything_in_order_and_shows_where_it_is(page: Page) -> None:
    page.goto(_site()["answer"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.goto(page.url.partition("#")[0])
    stops = page.evaluate(
        """() => [...document.querySelectorAll(
             "a[href], button, input:not([type=hidden]), select, summary, [tabindex='0']")]
           .filter(e => e.checkVisibility({visibilityProperty: true})).length"""
    )
    seen = []
    for _ in range(stops):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(_FOCUSED))
    assert [stop for stop in seen if not stop["visible"]] == []
    assert [stop["at"] for stop in seen] == sorted({stop["at"] for stop in seen})
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement === document.body")


def test_print_shows_disclaimer_and_addresses_and_hides_the_navigation(page: Page) -> None:
    path = _site()["answer"]
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
