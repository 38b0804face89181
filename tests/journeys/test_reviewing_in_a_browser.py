from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from articles import drafts
from articles.actions import drafting
from articles.models import Article
from reviews.models import Reviewer, ReviewRequest
from tests import factories as f
from tests import looks, voices
from tests.journeys.desk import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _demonstration(settings: Settings) -> None:
    settings.DEMO = True


@pytest.fixture
def reviewer() -> Reviewer:
    return f.reviewer()


@pytest.fixture
def review(reviewer: Reviewer) -> ReviewRequest:
    """A changed version of a live answer, overdue with its reviewer."""
    at = timezone.now() - timedelta(days=20)
    article = f.published(at=at)
    words = f.SHORT_ANSWER.replace("Nothing yet cures", "Two treatments now cure")
    later = at + timedelta(hours=1)
    drafting.save_draft(
        article.pk,
        replace(drafts.of(article), short_answer=words),
        expected_version=article.draft_version,
        by=f.user("Editors"),
        at=later,
    )
    saved = Article.objects.get(pk=article.pk)
    return f.request(saved, reviewers=[reviewer], at=later)


def open_review(page: Page, review: ReviewRequest) -> None:
    page.get_by_role("link", name="What are the treatments for example disease?").click()
    expect(page.get_by_role("heading", name="Your review")).to_be_visible()


def fill_in(page: Page) -> None:
    for box in page.locator("input[name=checklist]").all():
        box.check()
    page.get_by_label("No", exact=True).check()
    page.get_by_label("Comment, or what has to change").fill("Well put.")


def test_reviewer_reads_the_difference_and_signs_without_javascript(
    page_without_js: Page, review: ReviewRequest, reviewer: Reviewer
) -> None:
    page = page_without_js
    sign_in(page, reviewer.user.username)
    expect(page.locator(".overdue").first).to_contain_text("overdue")
    open_review(page, review)
    changed = page.locator("#changes .difference dd")
    expect(changed.locator("del").first).to_contain_text("Nothing yet cures")
    expect(changed.locator("ins").first).to_contain_text("Two treatments now cure")
    framed = page.frame_locator("iframe").locator("main")
    expect(framed).to_contain_text("Two treatments now cure")
    fill_in(page)
    page.get_by_role("button", name="Sign…").click()
    expect(page.locator(".sentence")).to_contain_text("have reviewed the whole page")
    page.get_by_label("Your password, once more").fill("not this one")
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.locator(".errorlist")).to_contain_text("That is not your password.")
    page.get_by_role("button", name="Back to the review").click()
    expect(page.get_by_label("Comment, or what has to change")).to_have_value("Well put.")
    page.get_by_role("button", name="Sign…").click()
    page.get_by_label("Your password, once more").fill(f.PASSWORD)
    page.get_by_role("button", name="Sign", exact=True).click()
    address = review.article.get_absolute_url()
    page.locator(".messagelist").get_by_role("link", name=address).click()
    expect(page.locator("main")).to_contain_text("Two treatments now cure")
    expect(page.locator("body")).to_contain_text(review.revision.sha256[:12])


def test_the_review_screen_leaves_the_browsers_log_empty(
    page: Page, review: ReviewRequest, reviewer: Reviewer
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    sign_in(page, reviewer.user.username)
    page.goto(review.get_absolute_url())
    framed = page.frame_locator("iframe").locator("main")
    expect(framed).to_contain_text("Two treatments now cure")
    page.wait_for_load_state("networkidle")
    assert said == []


@pytest.mark.looks
def test_a_refused_signature_leads_to_what_is_missing_without_javascript(
    page_without_js: Page, review: ReviewRequest, reviewer: Reviewer
) -> None:
    page = page_without_js
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(page, reviewer.user.username)
    page.goto(review.get_absolute_url())
    for press in ("Sign…", "Ask for changes"):
        page.get_by_role("button", name=press).click()
        problems = page.get_by_role("alert")
        expect(problems).to_be_focused()
        expect(problems).to_be_in_viewport()
    page.get_by_label("Comment, or what has to change").fill("Say how long.")
    page.get_by_role("button", name="Ask for changes").click()
    expect(page.locator(".messagelist")).to_be_in_viewport()


@pytest.mark.looks
def test_other_forms_lead_to_what_is_missing_too_without_javascript(
    page_without_js: Page, review: ReviewRequest
) -> None:
    """Withdrawing, warning of a treatment, an experience, and a text of the site."""
    page = page_without_js
    page.set_viewport_size({"width": 360, "height": 740})
    told = voices.shared(review.article)
    treatment = review.article.entries.get().treatment
    sign_in(page, f.user("Administrators").username)
    for address, press in (
        (f"/admin/answers/{review.article_id}/withdraw/", "Withdraw an answer"),
        (f"/admin/treatments/{treatment.pk}/alert/", "Alert about a treatment"),
        (f"/admin/from-readers/experiences/{told.pk}/", "Decide"),
        ("/admin/texts/funding/en/", "Sign and publish"),
    ):
        page.goto(address)
        page.get_by_role("button", name=press).click()
        problems = page.get_by_role("alert")
        expect(problems).to_be_focused()
        expect(problems).to_be_in_viewport()


@pytest.mark.looks
def test_screens_fit_and_have_no_axe_violation(
    page: Page, review: ReviewRequest, reviewer: Reviewer
) -> None:
    sign_in(page, reviewer.user.username)
    treatment = review.article.entries.get().treatment
    for address in (
        "/admin/",
        "/admin/reviews/reviewrequest/",
        review.get_absolute_url(),
        f"/admin/answers/{review.article_id}/withdraw/",
        f"/admin/treatments/{treatment.pk}/alert/",
    ):
        page.goto(address)
        assert (address, looks.faults(page)) == (address, [])
        assert (address, looks.fits_enlarged(page)) == (address, True)
    page.goto(review.get_absolute_url())
    fill_in(page)
    page.get_by_role("button", name="Sign…").click()
    expect(page.locator(".sentence")).to_be_visible()
    page.wait_for_load_state()
    assert looks.faults(page) == []
    assert looks.fits_enlarged(page)


def test_stock_forms_work_under_the_content_security_policy(page: Page) -> None:
    administrator = f.user("Administrators")
    condition = f.condition()
    sign_in(page, administrator.username)
    for address in (
        f"/admin/articles/condition/{condition.pk}/change/",
        "/admin/articles/article/add/",
        "/admin/articles/treatment/add/",
        "/admin/articles/source/add/",
        "/admin/reviews/reviewer/add/",
        f"/admin/auth/user/{administrator.pk}/change/",
        "/admin/articles/auditevent/",
    ):
        page.goto(address)
        # The page fixture complains of whatever the policy blocked meanwhile.
        expect(page.locator("#content h1")).to_be_visible()
        assert looks.fits(page)
