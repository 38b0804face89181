"""A review that is interrupted is there again, with JavaScript and without."""

import pytest
from django.utils import timezone
from playwright.sync_api import Dialog, Locator, Page, Route, expect
from pytest_django.fixtures import Settings

from reviews.actions.commenting import Hook
from reviews.models import ReviewDraft
from tests import discussing
from tests import factories as f
from tests.browser import axe_violations
from tests.journeys.desk import sign_in
from tests.reviews.desk.helpers import asked, screen

pytestmark = pytest.mark.django_db(transaction=True)
LABEL = "Comment, or what has to change"


@pytest.fixture(autouse=True)
def _demonstration(settings: Settings) -> None:
    settings.DEMO = True


def warnings(page: Page) -> list[str]:
    """Those that the page gives from now on, each at once waved through."""
    given: list[str] = []

    def leave(dialog: Dialog) -> None:
        given.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    return given


def test_what_is_typed_is_saved_by_itself_and_leaving_before_that_is_warned_of(page: Page) -> None:
    review, reviewer = asked()
    sign_in(page, reviewer.user.username)
    page.goto(screen(review))
    warned = warnings(page)
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


def test_it_counts_as_saved_when_the_answer_says_so_and_saving_outlives_the_page(
    page: Page,
) -> None:
    review, reviewer = asked()
    page.add_init_script(
        "const whole = fetch; window.asked = [];"
        "window.fetch = (...given) => { window.asked.push(given[1]); return whole(...given); };"
    )
    sign_in(page, reviewer.user.username)
    page.goto(screen(review))
    warned = warnings(page)
    held: list[Route] = []
    page.route("**/keep/", lambda route: held.append(route))
    asks(page)
    assert page.evaluate("window.asked.map(given => given.keepalive)") == [True]
    page.keyboard.type(" more")
    held[0].continue_()
    expect(page.get_by_text("Saved for later. Nobody else sees it.")).to_be_visible()
    # The answer was about the words before.
    page.goto("/admin/")
    assert (warned, ReviewDraft.objects.get().typed["comment"]) == (["beforeunload"], ["Half"])
    page.goto(screen(review))
    asks(page)
    page.goto("/admin/")
    assert warned == ["beforeunload"] * 2


def asks(page: Page) -> None:
    """Type, and wait until the screen asks for it to be saved."""
    with page.expect_request("**/keep/"):
        page.get_by_label(LABEL).click()
        page.keyboard.type("Half")


@pytest.mark.looks
def test_whatever_is_typed_at_the_desk_and_not_sent_is_warned_of(page: Page) -> None:
    review, _ = asked()
    editor = f.user("Editors")
    discussing.comment(review, on=Hook(), at=timezone.now())
    sign_in(page, editor.username)
    warned = warnings(page)
    comment, reply = page.locator("#comment-text"), page.locator("[id^=reply-]")
    for number, box in enumerate((comment, reply), start=1):
        page.goto(screen(review))
        page.locator("details:not([open])", has=box).locator("> summary").click()
        leaves_with_words(page, box)
        assert warned == ["beforeunload"] * number
    page.goto(screen(review, "cancel"))
    leaves_with_words(page, page.get_by_label("Why"))
    assert warned == ["beforeunload"] * 3


def leaves_with_words(page: Page, box: Locator) -> None:
    box.click()
    page.keyboard.type("Why?")
    page.get_by_role("link", name="HealthInfo desk").click()
    expect(page.get_by_role("heading", name="Today")).to_be_visible()


@pytest.mark.looks
def test_what_is_sent_is_not_warned_of(page: Page) -> None:
    review, _ = asked()
    discussing.comment(review, on=Hook(), at=timezone.now())
    sign_in(page, f.user("Editors").username)
    warned = warnings(page)
    page.goto(screen(review))
    page.locator("summary", has_text="Comment on words").click()
    page.locator("#comment-text").click()
    page.keyboard.type("Why?")
    page.locator("details[data-words]").get_by_role("button", name="Comment").click()
    expect(page.locator("#discussion .comment", has_text="Why?")).to_be_visible()
    page.goto(screen(review, "cancel"))
    page.get_by_label("Why").click()
    page.keyboard.type("It is wrong.")
    page.get_by_role("button", name="Cancel the request").click()
    expect(page.locator(".messagelist")).to_contain_text("The request is cancelled.")
    assert warned == []


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
