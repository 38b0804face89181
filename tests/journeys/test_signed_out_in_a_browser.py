"""Whoever was signed out while they typed loses nothing of it by pressing a button."""

import pytest
from django.conf import settings as site
from playwright.sync_api import Page, Request, expect
from pytest_django.fixtures import Settings

from articles import drafts
from articles.models import Article
from reviews.models import ReviewDraft
from tests import factories as f
from tests.browser import axe_violations
from tests.journeys.desk import open_draft, sign_in
from tests.reviews.desk import editors
from tests.reviews.desk.helpers import asked, screen

pytestmark = pytest.mark.django_db(transaction=True)
NOTICE = (
    "You were signed out. Sign in in another tab, then press the button again: "
    "what you typed is still here."
)


@pytest.fixture(autouse=True)
def _demonstration(settings: Settings) -> None:
    settings.DEMO = True


def session_ends(page: Page) -> None:
    page.context.clear_cookies(name=site.SESSION_COOKIE_NAME)


def is_told(page: Page) -> None:
    expect(page.get_by_role("alert").filter(visible=True)).to_have_text(NOTICE)


def signs_in_again(page: Page, username: str) -> None:
    """In the tab that the notice opens."""
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in another tab").click()
    tab = opened.value
    tab.get_by_label("Username").fill(username)
    tab.get_by_label("Password").fill(f.PASSWORD)
    tab.get_by_role("button", name="Log in").click()
    expect(tab.get_by_role("heading", name="Today")).to_be_visible()
    tab.close()


def posts(page: Page) -> list[str]:
    """Where the page's own forms are sent from now on."""
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST" and request.is_navigation_request():
            sent.append(request.url)

    page.on("request", note)
    return sent


def test_a_draft_waits_for_another_sign_in_and_is_then_saved_as_the_button_says(
    page: Page,
) -> None:
    editor, article = f.user("Editors"), editors.article()
    sign_in(page, editor.username)
    open_draft(page, article)
    answer = page.get_by_role("textbox", name="Short answer")
    answer.fill("A sentence of mine.")
    session_ends(page)
    sent = posts(page)
    button = page.get_by_role("button", name="Save and submit for review…")
    for _ in range(2):
        button.click()
        is_told(page)
    assert sent == []
    expect(answer).to_have_value("A sentence of mine.")
    assert axe_violations(page) == []
    signs_in_again(page, editor.username)
    button.click()
    page.wait_for_url(f"**{editors.address(article, 'submit')}")
    assert drafts.of(Article.objects.get(pk=article.pk)).short_answer == "A sentence of mine."
    assert len(sent) == 1


def test_a_review_waits_for_another_sign_in_and_goes_on_to_the_signature(page: Page) -> None:
    review, reviewer = asked()
    sign_in(page, reviewer.user.username)
    page.goto(screen(review))
    session_ends(page)
    boxes = page.locator("#your-review input[name=checklist]")
    for box in boxes.all():
        box.check()
    page.get_by_role("radio", name="No", exact=True).check()
    button = page.get_by_role("button", name="Sign…")
    sent = posts(page)
    button.click()
    is_told(page)
    assert sent == []
    assert all(box.is_checked() for box in boxes.all())
    signs_in_again(page, reviewer.user.username)
    button.click()
    expect(page.locator(".sentence")).to_contain_text(f"I, {reviewer.name} (")


def test_a_button_with_an_address_of_its_own_is_sent_there(page: Page) -> None:
    review, reviewer = asked()
    sign_in(page, reviewer.user.username)
    page.goto(screen(review))
    page.get_by_label("Comment, or what has to change").fill("Half a thought")
    page.get_by_role("button", name="Save for later").click()
    expect(page.get_by_text("Saved for later on")).to_be_visible()
    assert ReviewDraft.objects.get().typed["comment"] == ["Half a thought"]


def test_where_nothing_answers_the_form_is_sent_as_ever(page: Page) -> None:
    editor, article = f.user("Editors"), editors.article()
    sign_in(page, editor.username)
    open_draft(page, article)
    page.get_by_role("textbox", name="Short answer").fill("A sentence of mine.")
    page.route("**/password_change/", lambda route: route.abort())
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Draft version 2 is saved.")).to_be_visible()
