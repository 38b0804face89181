"""A review that is interrupted is there again, with JavaScript and without."""

import pytest
from playwright.sync_api import Dialog, Page, expect
from pytest_django.fixtures import Settings

from reviews.models import ReviewDraft
from tests import factories as f
from tests.browser import axe_violations
from tests.journeys.desk import sign_in
from tests.reviews.desk.helpers import asked, screen

pytestmark = pytest.mark.django_db(transaction=True)
LABEL = "Comment, or what has to change"


@pytest.fixture(autouse=True)
def _demonstration(settings: Settings) -> None:
    settings.DEMO = True


def test_what_is_typed_is_saved_by_itself_and_leaving_before_that_is_warned_of(page: Page) -> None:
    review, reviewer = asked()
    sign_in(page, reviewer.user.username)
    page.goto(screen(review))
    warned: list[str] = []

    def leave(dialog: Dialog) -> None:
        warned.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.get_by_label(LABEL).click()
    page.keyboard.type("Half a thou")
    page.reload()
    assert warned == ["beforeunload"]
    page.get_by_label(LABEL).click()
    page.keyboard.type("Half a thought")
    expect(page.get_by_text("Saved for later. Nobody else sees it.")).to_be_visible()
    page.reload()
    assert warned == ["beforeunload"]
    expect(page.get_by_label(LABEL)).to_have_value("Half a thought")
    assert axe_violations(page) == []


def test_a_button_saves_it_without_javascript(page_without_js: Page) -> None:
    review, reviewer = asked()
    page = page_without_js
    sign_in(page, reviewer.user.username)
    page.goto(screen(review))
    page.get_by_label(LABEL).fill("Half a thought")
    page.get_by_role("button", name="Save for later").click()
    expect(page.get_by_label(LABEL)).to_have_value("Half a thought")
    assert ReviewDraft.objects.get().reviewer == reviewer


def test_a_reviewer_claims_and_hands_back_by_keyboard(page: Page) -> None:
    review, reviewer = asked()
    other = f.reviewer()
    sign_in(page, reviewer.user.username)
    page.goto(screen(review))
    page.get_by_role("link", name="Hand it back…").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Why").fill("I am away.")
    page.get_by_role("button", name="Hand it back").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Claim this review").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("It is yours. You can hand it back until you decide.")).to_be_visible()
    assert list(review.reviewers) == [reviewer] != [other]
