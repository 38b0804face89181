"""The front page and the queue in a browser, for every role, on a phone and a desk."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from reviews.enums import AfterApproval, Priority
from reviews.models import Reviewer
from tests import factories as f
from tests import looks, voices
from tests.journeys.desk import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _demonstration(settings: Settings) -> None:
    settings.DEMO = True


def everything() -> dict[str, str]:
    """Something in every list; returns a user name a role."""
    at = timezone.now() - timedelta(hours=1)
    reviewer, lost = f.reviewer(), f.reviewer(name="Dr Lost")
    editor = f.user("Editors")
    f.request(f.article(by=editor, at=at), reviewers=[reviewer], at=at, priority=Priority.URGENT)
    f.request(f.article(at=at), reviewers=[], at=at)
    held = f.request(f.article(at=at), after_approval=AfterApproval.HOLD, at=at)
    f.approved(held, at=at)
    voices.shared(f.published(f.article(at=at), by=lost, at=at), at=at)
    due = timezone.localdate() + timedelta(days=30)
    f.published(f.article(at=at), by=reviewer, at=at, review_due_on=due)
    f.withdrawn(f.published(f.article(at=at), at=at), at=timezone.now())
    f.article(by=editor, at=at)
    f.article(by=editor, saved=f.draft(question="Bare?", short_answer=""), at=at)
    Reviewer.objects.filter(pk=lost.pk).update(suspended=True)
    return {
        "reviewer": reviewer.user.username,
        "editor": editor.username,
        "publisher": f.user("Publishers").username,
        "administrator": f.user("Administrators").username,
    }


@pytest.mark.looks
def test_every_role_has_a_front_page_that_fits_and_has_no_axe_violation(page: Page) -> None:
    for role, username in everything().items():
        sign_in(page, username)
        for address in ("/admin/reviews/reviewrequest/", "/admin/"):
            page.goto(address)
            assert (role, address, looks.faults(page)) == (role, address, [])
        for width in (looks.DESK, looks.PHONE):
            assert (role, width, looks.fits_enlarged(page, width)) == (role, width, True)
        assert page.locator(".queue-list").count() >= 2
    for address in ("/admin/articles/article/?list=due", "/admin/from-readers/?list=readers"):
        page.goto(address)
        assert (address, looks.faults(page)) == (address, [])
        assert (address, looks.fits_enlarged(page)) == (address, True)
    page.goto("/admin/")
    expect(page.get_by_role("img", name="Reviews a month")).to_be_visible()


def test_lists_are_reached_from_the_line_above_them_without_javascript(
    page_without_js: Page,
) -> None:
    page = page_without_js
    sign_in(page, everything()["editor"])
    page.get_by_role("navigation", name="What waits today").get_by_role(
        "link", name="1 Ready to submit"
    ).click()
    assert page.url.endswith("#list-ready")
    section = page.get_by_role("region", name="Ready to submit")
    section.locator(".queue-question").click()
    page.get_by_role("link", name="Hand over…").click()
    other = f.user("Editors")
    page.reload()
    page.get_by_label("Owner").select_option(label=other.get_full_name())
    page.get_by_role("button", name="Hand over").click()
    expect(page.locator(".messagelist")).to_contain_text(f"{other.get_full_name()} looks after it")
    page.goto("/admin/")
    expect(page.get_by_role("heading", name="Ready to submit")).to_have_count(0)
