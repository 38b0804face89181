"""The whole job by hand: draft, submit, read the differences, sign, and what readers get when."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from articles.models import Article, Revision
from reviews.models import Reviewer
from tests import factories as f
from tests.journeys import desk

pytestmark = pytest.mark.django_db(transaction=True)

OLD = "Nothing yet cures example disease"
NEW = "Nothing has yet been shown to cure example disease"
NEWER = "A miracle now cures example disease"


@pytest.fixture(autouse=True)
def _demonstration(settings: Settings) -> None:
    settings.DEMO = True


@pytest.fixture
def reviewer() -> Reviewer:
    return f.reviewer(name="Dr B. Example")


@pytest.fixture
def article(reviewer: Reviewer) -> Article:
    """A live answer, reviewed a month ago."""
    at = timezone.now() - timedelta(days=30)
    return f.published(f.article(at=at), by=reviewer, at=at)


def write_and_submit(page: Page, article: Article, old: str, new: str, *, ask: Reviewer) -> None:
    desk.open_draft(page, article)
    desk.rewrite(page, old, new)
    desk.submit(page, note=f"Now says: {new}.", ask=[ask])


def read(page: Page, article: Article) -> str:
    page.goto(article.get_absolute_url())
    expect(page.get_by_text("Medically reviewed").first).to_be_visible()
    return page.content()


def test_readers_get_exactly_the_words_that_were_approved(
    page: Page, article: Article, reviewer: Reviewer
) -> None:
    editor, reader = f.user("Editors"), page
    assert OLD in read(reader, article)

    desk.sign_in(page, editor.username)
    write_and_submit(page, article, OLD, NEW, ask=reviewer)
    submitted = Revision.objects.get(article=article, number=2)
    assert NEW in submitted.snapshot
    assert NEW not in read(reader, article)

    # A second edit, saved after the submission, is not what the reviewer has before them.
    desk.open_draft(page, article)
    desk.rewrite(page, NEW, NEWER)
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Readers do not see it before it is reviewed")).to_be_visible()
    assert NEWER not in read(reader, article)

    # The editor cannot approve.
    page.goto(f"/admin/reviews/reviewrequest/{submitted.review_requests.get().pk}/change/")
    expect(page.get_by_text("Only reviewers decide.")).to_be_visible()
    expect(page.get_by_role("button", name="Sign…")).to_have_count(0)

    desk.sign_in(page, reviewer.user.username)
    desk.open_review(page)
    expect(page.locator("#changes ins").first).to_contain_text("has")
    assert NEWER not in page.content()
    desk.sign(page, reviewer, reviewed="the whole page", sha256=submitted.sha256)
    desk.told(page, "It is live.")

    shown = read(reader, article)
    assert NEW in shown
    assert OLD not in shown
    assert NEWER not in shown
    expect(page.locator("[data-sha256]").first).to_have_text(submitted.sha256)
    expect(page.locator("main")).to_contain_text("Dr B. Example")
