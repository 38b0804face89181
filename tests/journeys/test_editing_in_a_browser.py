"""The editor's screen in a real browser: keyboard, preview, pictures, rows, conflicts."""

import io
from dataclasses import replace

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Dialog, Page, expect
from pytest_django import Settings

from articles import drafts
from articles.actions import drafting
from articles.drafts import Member
from articles.models import Article
from tests import factories as f
from tests import looks
from tests.browser import axe_violations
from tests.journeys.desk import sign_in
from tests.reviews.desk.editors import address

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _demonstration(settings: Settings) -> None:
    settings.DEMO = True


def written() -> Article:
    """A live answer, so that the screen shows everything it can."""
    return f.published(at=timezone.now())


def open_draft(page: Page, of: Article) -> None:
    sign_in(page, f.user("Editors").username)
    page.goto(address(of))


@pytest.mark.looks
def test_typing_shows_the_page_beside_it(page: Page) -> None:
    open_draft(page, written())
    preview = page.get_by_role("region", name="Live preview")
    expect(preview.get_by_role("heading", name="What is used first?")).to_be_visible()
    page.get_by_label("Body").fill("::: warning Do not stop\nAsk first.[^smith]\n:::")
    expect(preview.get_by_role("note")).to_contain_text("Do not stop")
    expect(preview.get_by_role("link", name="Source 1")).to_have_attribute("href", "#source-1")


@pytest.mark.looks
def test_keyboard_leaves_the_editor(page: Page) -> None:
    open_draft(page, written())
    body = page.get_by_label("Body")
    before = body.input_value()
    body.focus()
    page.keyboard.press("Control+d")
    page.keyboard.press("Tab")
    expect(body).not_to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(body).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_label("Emergency advice")).to_be_focused()
    assert body.input_value() == before


@pytest.mark.looks
def test_short_answer_is_counted_while_it_is_typed(page: Page) -> None:
    open_draft(page, written())
    page.get_by_label("Short answer").fill("Four  ")
    expect(page.get_by_text("Characters: 4 (240–600)")).to_be_visible()


def test_another_row_is_added_and_saved(page: Page) -> None:
    answer = written()
    open_draft(page, answer)
    page.get_by_role("button", name="Add another specialty").click()
    card = page.get_by_role("group", name="New").last
    expect(card.get_by_label("Specialty")).to_be_focused()
    page.keyboard.type("Surgeon")
    card.get_by_label("What it is for").fill("for the shape")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Draft version 2 is saved.")).to_be_visible()
    saved = drafts.of(Article.objects.get(pk=answer.pk))
    assert saved.team[-1] == Member("Surgeon", "for the shape")


def test_picture_goes_into_the_text_and_a_refused_one_does_not(page: Page) -> None:
    open_draft(page, written())
    red = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(red, "PNG")
    body, choose = page.get_by_label("Body"), page.get_by_label("Add a picture")
    body.fill("")
    choose.set_input_files({"name": "x.png", "mimeType": "image/png", "buffer": b"<svg/>"})
    expect(page.get_by_text("This is not a JPEG, PNG or WebP picture")).to_be_visible()
    expect(body).to_have_value("")
    choose.set_input_files({"name": "x.png", "mimeType": "image/png", "buffer": red.getvalue()})
    expect(page.get_by_text("The picture is in the text.")).to_be_visible()
    assert body.input_value().startswith("![](/uploads/")


@pytest.mark.looks
def test_leaving_with_unsaved_text_asks_first(page: Page) -> None:
    open_draft(page, written())
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.get_by_role("link", name="Answers").click()
    assert asked == []
    page.go_back()
    page.get_by_label("Short answer").press_sequentially("x")
    page.get_by_role("link", name="Answers").click()
    page.wait_for_url("**/admin/articles/article/")
    assert asked == ["beforeunload"]


def test_conflict_is_settled_without_javascript(page_without_js: Page) -> None:
    page, answer = page_without_js, written()
    open_draft(page, answer)
    page.get_by_label("Short answer").fill("Mine.")
    theirs = replace(drafts.of(answer), short_answer="Theirs.")
    drafting.save_draft(
        answer.pk, theirs, expected_version=1, by=f.user("Editors"), at=timezone.now()
    )
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("heading", name="Somebody else saved this draft")).to_be_visible()
    page.get_by_role("button", name="Go on editing my text").click()
    expect(page.get_by_text("Saving now puts your text in its place")).to_be_visible()
    expect(page.get_by_text("Theirs.", exact=True)).to_be_visible()
    page.get_by_label("Short answer").fill("Mine and theirs.")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Draft version 3 is saved.")).to_be_visible()
    assert Article.objects.get(pk=answer.pk).short_answer == "Mine and theirs."


@pytest.mark.looks
@pytest.mark.parametrize("screen", ["change", "submit", "reconfirm"])
def test_screens_are_accessible_and_fit(page: Page, screen: str) -> None:
    answer = written()
    sign_in(page, f.user("Editors").username)
    page.goto(address(answer, screen))
    page.wait_for_load_state("networkidle")
    assert looks.faults(page) == []


@pytest.mark.looks
def test_readability_follows_what_is_typed(page: Page) -> None:
    answer = written()
    sign_in(page, f.user("Editors").username)
    page.goto(address(answer))
    advice = page.locator(".editor-reading").first
    before = advice.inner_text()
    page.get_by_label("Short answer").fill("Physicians administer it.")
    expect(advice).to_contain_text("1 sentence, 3 words")
    assert advice.inner_text() != before
    advice.get_by_text("What would make it easier").click()
    expect(advice.get_by_text("doctor", exact=True)).to_be_visible()
    assert axe_violations(page) == []
