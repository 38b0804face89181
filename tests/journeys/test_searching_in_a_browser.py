"""Searching in a real browser: by keyboard, by mouse, without JavaScript; never inaccessible."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from articles.enums import QuestionKind
from tests import factories as f
from tests import looks
from tests.articles.search.asking import known_as, told
from tests.browser import axe_violations

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: f.NOW + timedelta(hours=2))
    gout = f.condition("Gout")
    known_as(gout, "Podagra")
    told("What is gout?", of=gout, body="Crystals hurt.[^smith]")
    told("What causes gout?", of=gout, kind=QuestionKind.CAUSES)
    told("What is sarcoidosis?", of=f.condition("Sarcoidosis"))


def test_a_reader_finds_a_misspelt_condition_without_javascript(page_without_js: Page) -> None:
    page = page_without_js
    page.goto("/")
    page.get_by_role("searchbox", name="Search the answers").fill("sarcodosis")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("Showing results for sarcoidosis")).to_be_visible()
    page.get_by_role("link", name="What is sarcoidosis?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What is sarcoidosis?")


@pytest.mark.looks
def test_found_words_can_be_read_in_forced_colours(page: Page) -> None:
    # The browser would write a mark in black, whatever the ground: here it is black.
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.goto("/search/?q=crystals")
    word = page.locator("mark").first
    expect(word).to_have_text("Crystals")
    colour = "e => getComputedStyle(e).color"
    assert word.evaluate(colour) == page.locator("main").evaluate(colour)


def test_suggestions_are_chosen_by_keyboard(page: Page) -> None:
    page.goto("/")
    box = page.get_by_role("combobox", name="Search the answers")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("causes of pod")
    options = page.get_by_role("listbox", name="Search the answers").get_by_role("option")
    expect(options).to_have_text(["Podagra → Gout", "What causes gout?"])
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_text("2 suggestions")).to_be_attached()
    assert axe_violations(page) == []
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "search-suggestions-0")
    box.press("ArrowUp")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    expect(box).to_be_focused()
    box.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_have_value("causes of pod")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=causes\+of\+pod$"))


def test_enter_on_a_suggestion_and_a_click_lead_to_it(page: Page) -> None:
    page.goto("/")
    box = page.get_by_role("combobox")
    box.press_sequentially("sarc")
    expect(page.get_by_role("option")).to_have_count(1)
    box.press("ArrowDown")
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sarcoidosis")
    page.get_by_role("combobox").press_sequentially("gou")
    page.get_by_role("option", name="Gout").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gout")


def test_enter_after_typing_on_searches_though_a_suggestion_was_chosen(page: Page) -> None:
    page.goto("/")
    box = page.get_by_role("combobox")
    box.press_sequentially("gou")
    expect(page.get_by_role("option")).to_have_text(["Gout"])
    box.press("ArrowDown")
    box.press_sequentially("t pain")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=gout\+pain$"))


@pytest.mark.parametrize("key", ["Home", "End", "ArrowLeft", "ArrowRight"])
def test_a_key_that_moves_within_the_text_leaves_the_suggestions(page: Page, key: str) -> None:
    page.goto("/")
    box = page.get_by_role("combobox")
    box.press_sequentially("gou")
    expect(page.get_by_role("option")).to_have_text(["Gout"])
    box.press("ArrowDown")
    box.press(key)
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    expect(page.get_by_role("option")).to_have_attribute("aria-selected", "false")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=gou$"))


def test_the_arrows_open_a_closed_list(page: Page) -> None:
    page.goto("/search/?q=causes+of+gout")
    box = page.get_by_role("combobox")
    options = page.get_by_role("option")
    box.press("ArrowDown")
    expect(options).to_have_text(["Gout", "What causes gout?"])
    expect(options.first).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(options).to_have_count(0)
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "search-suggestions-1")


@pytest.mark.looks
def test_an_arrow_chooses_from_what_answers_the_text_that_is_there(page: Page) -> None:
    page.goto("/")
    held: list[Route] = []
    box = page.get_by_role("combobox")
    box.fill("sarc")
    expect(page.get_by_role("option")).to_have_text(["Sarcoidosis"])
    page.route("**/api/v1/suggest?q=gou", lambda route: held.append(route), times=1)
    with page.expect_request("**/api/v1/suggest?q=gou"):
        box.fill("gou")
    box.press("ArrowDown")
    expect(page.get_by_role("option")).to_have_text(["Gout"])
    expect(page.get_by_role("option")).to_have_attribute("aria-selected", "true")
    assert len(held) == 1


@pytest.mark.looks
def test_a_key_that_moves_within_the_text_takes_an_arrow_back(page: Page) -> None:
    page.goto("/search/?q=gout")
    held: list[Route] = []
    page.route("**/api/v1/suggest*", lambda route: held.append(route))
    box = page.get_by_role("combobox")
    with page.expect_request("**/api/v1/suggest*"):
        box.press("ArrowDown")
    box.press("Home")
    held[0].continue_()
    expect(page.get_by_role("option")).to_have_text(["Gout"])
    expect(page.get_by_role("option")).to_have_attribute("aria-selected", "false")


@pytest.mark.parametrize(
    ("home", "said"),
    [
        ("/", "1 suggestion: choose with the arrow keys"),
        ("/de/", "1 Vorschlag: wählen Sie mit den Pfeiltasten"),
        ("/es/", "1 sugerencia: elija con las flechas"),
    ],
)
def test_one_suggestion_is_announced_as_one(page: Page, home: str, said: str) -> None:
    suggestion = {"text": "Gout", "see": "", "type": "condition", "url": "/"}
    page.route("**/api/v1/suggest*", lambda route: route.fulfill(json={"results": [suggestion]}))
    page.goto(home)
    page.get_by_role("combobox").press_sequentially("gou")
    expect(page.locator(".search [role=status]")).to_have_text(said)


@pytest.mark.looks
def test_an_answer_that_comes_too_late_is_not_shown(page: Page) -> None:
    page.goto("/")
    held: list[Route] = []
    page.route("**/api/v1/suggest?q=sa", lambda route: held.append(route))
    box = page.get_by_role("combobox")
    with page.expect_request("**/api/v1/suggest?q=sa"):
        box.fill("sa")
    box.fill("gou")
    expect(page.get_by_role("option")).to_have_text(["Gout"])
    assert len(held) == 1
    page.wait_for_timeout(200)
    expect(page.get_by_role("option")).to_have_text(["Gout"])


@pytest.mark.looks
def test_without_the_network_the_form_still_works(page: Page) -> None:
    page.goto("/")
    page.route("**/api/v1/suggest*", lambda route: route.abort())
    box = page.get_by_role("combobox")
    box.press_sequentially("gout")
    page.wait_for_timeout(400)
    expect(page.get_by_role("option")).to_have_count(0)
    box.press("Enter")
    expect(page.get_by_role("link", name="What is gout?")).to_be_visible()


@pytest.mark.looks
@pytest.mark.parametrize("query", ["", "?q=gout", "?q=zzyzx"])
def test_the_search_page_is_accessible_and_fits(page: Page, query: str) -> None:
    page.goto(f"/search/{query}")
    assert looks.faults(page, (looks.DESK, looks.NARROW)) == []
