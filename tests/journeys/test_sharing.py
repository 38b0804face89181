"""Sharing, finding and withdrawing an experience in a real browser, without JavaScript."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from articles.actions import feedback
from articles.models import Experience
from articles.views import open_forms
from tests import factories as f
from tests import looks
from tests import voices as v

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    settings.DEMO = True
    monkeypatch.setattr("django.utils.timezone.now", lambda: f.NOW)
    # The clock of this test stands still, and nobody writes in no time.
    monkeypatch.setattr(open_forms, "FASTEST", timedelta(0))


def _faults(page: Page, path: str) -> list[str]:
    page.goto(path)
    return [f"{path} {fault}" for fault in looks.faults(page)]


def _fill_in(page: Page, text: str) -> None:
    page.get_by_label("Name to show").fill("Wren")
    page.get_by_label("I have it, or had it").check()
    page.get_by_label("Your experience").fill(text)
    page.get_by_label("I am 18 or over").check()
    page.get_by_label("I have read this text and agree to it").check()


def _sign_in(page: Page) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill(f.user("Editors").username)
    page.get_by_label("Password").fill(f.PASSWORD)
    page.get_by_role("button", name="Log in").click()


def test_reader_shares_an_editor_publishes_and_the_author_deletes(page_without_js: Page) -> None:
    page = page_without_js
    v.consent()
    article = f.published(f.article(of=f.condition("Example disease")))
    page.goto(article.get_absolute_url())
    page.get_by_role("link", name="Share your own experience").click()
    page.get_by_role("button", name="Send it to the editors").click()
    page.get_by_role("alert").get_by_role("link", name="Your experience").click()
    _fill_in(page, v.WORDS)
    page.get_by_role("button", name="Send it to the editors").click()
    expect(page.get_by_text("It waits for an editor.")).to_be_visible()
    private = page.locator(".hash code").inner_text()
    assert page.url == private
    assert page.context.cookies() == []

    _sign_in(page)
    page.get_by_role("link", name="Experience ").first.click()
    page.get_by_label("Publish").check()
    for box in page.locator("input[name=confirmed]").all():
        box.check()
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("Done.")).to_be_visible()
    page.context.clear_cookies()

    page.goto(article.get_absolute_url())
    line = "1 person with Example disease has shared a first-person experience on this question"
    page.get_by_role("link", name=line).click()
    expect(page.get_by_text(v.WORDS)).to_be_visible()

    page.goto(private)
    expect(page.get_by_text("It is published")).to_be_visible()
    page.get_by_role("button", name="Delete my text").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Yes, delete my text.").check()
    page.get_by_role("button", name="Delete my text").click()
    expect(page.get_by_text("Your text was deleted on")).to_be_visible()
    page.goto(article.get_absolute_url())
    expect(page.get_by_text(v.WORDS)).to_have_count(0)
    assert page.context.cookies() == []


def test_author_in_danger_sees_help_and_may_shorten_when_asked(page_without_js: Page) -> None:
    page = page_without_js
    v.consent()
    article = f.published()
    page.goto(v.address(article, "share"))
    _fill_in(page, v.DANGER)
    page.get_by_role("button", name="Send it to the editors").click()
    expect(page.get_by_role("region", name="Help at once")).to_be_visible()
    v.to_shorten(Experience.objects.get())
    page.reload()
    expect(page.get_by_text("Please leave the dose out.")).to_be_visible()
    page.get_by_label("Your experience").fill(v.WORDS)
    page.get_by_role("button", name="Send the changed text").click()
    expect(page.get_by_text("It waits for an editor.")).to_be_visible()
    assert Experience.objects.get().text == v.WORDS


@pytest.mark.looks
def test_desk_of_experiences_fits_and_is_accessible(page: Page) -> None:
    article = f.published()
    urgent, seen = v.shared(article, v.story(text=v.DANGER)), v.published(article)
    _sign_in(page)
    faults = []
    for path in (
        "/admin/",
        "/admin/from-readers/",
        "/admin/from-readers/decided/",
        f"/admin/from-readers/experiences/{urgent.pk}/",
        f"/admin/from-readers/experiences/{seen.pk}/",
    ):
        faults += _faults(page, path)
    assert faults == []


def test_reader_votes_reports_and_asks_without_javascript(page_without_js: Page) -> None:
    page = page_without_js
    article = f.published(f.article(of=f.condition("Example disease")))
    page.goto(article.get_absolute_url())
    page.get_by_role("button", name="No", exact=True).click()
    page.get_by_label("What is wrong or missing?").fill("The second sentence is hard to read.")
    page.get_by_role("button", name="Send it to the editors").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.goto(article.condition.get_absolute_url())
    page.get_by_role("link", name="Ask a question").click()
    page.get_by_label("Your question").fill("Will it ever come back?")
    page.get_by_role("button", name="Send it to the editors").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert page.context.cookies() == []

    _sign_in(page)
    page.get_by_role("link", name="A question ").click()
    page.get_by_label("Stands among the questions not yet answered").check()
    page.get_by_label("Or in your words").fill("Does example disease come back?")
    page.get_by_role("button", name="Decide").click()
    page.get_by_role("link", name="Something is wrong or missing ").click()
    page.get_by_label("Looked at, nothing to change").check()
    page.get_by_role("button", name="Decide").click()
    page.goto(article.condition.get_absolute_url())
    expect(page.get_by_text("Does example disease come back?")).to_be_visible()
    page.goto(article.get_absolute_url())
    expect(page.get_by_text("1 report by a reader was looked at")).to_be_visible()


@pytest.mark.looks
def test_desk_of_feedback_fits_and_is_accessible(page: Page) -> None:
    article, editor = f.published(), f.user("Editors")
    report = v.reported(article, "A word is missing.")
    asked = v.asked(article, "Will it come back?")
    waiting = v.asked(article, "Is it contagious?")
    shown = feedback.show_as_question(asked.pk, "Does it come back?", by=editor, at=f.NOW)
    assert shown.question is not None
    _sign_in(page)
    faults = []
    for name, pk in (("feedback", report.pk), ("feedback", waiting.pk)):
        faults += _faults(page, f"/admin/from-readers/{name}/{pk}/")
    faults += _faults(page, f"/admin/from-readers/questions/{shown.question.pk}/")
    assert faults == []
