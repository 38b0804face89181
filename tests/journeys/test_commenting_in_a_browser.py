from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from articles.enums import ChangeClass
from reviews.actions import commenting
from reviews.actions.commenting import Hook
from reviews.enums import Anchor, State
from reviews.models import ReviewComment, Reviewer, ReviewRequest
from tests import discussing, looks
from tests import factories as f
from tests.browser import watched_page
from tests.journeys.desk import enter

pytestmark = pytest.mark.django_db(transaction=True)

CHANGED = f.SHORT_ANSWER.replace("they try to calm it", "doctors soothe symptoms weekly")


@pytest.fixture(autouse=True)
def _demonstration(settings: Settings) -> None:
    settings.DEMO = True


@pytest.fixture
def reviewer() -> Reviewer:
    return f.reviewer()


@pytest.fixture
def review(reviewer: Reviewer) -> ReviewRequest:
    """A changed version of a live answer."""
    at = timezone.now() - timedelta(days=2)
    article = f.published(at=at)
    later = at + timedelta(hours=1)
    saved = f.save(article, short_answer=CHANGED, at=later)
    return f.request(saved, reviewers=[reviewer], at=later)


def select(words: Locator) -> None:
    """Select an element's words as somebody does with the mouse or the keyboard."""
    words.evaluate(
        """element => {
          const range = element.ownerDocument.createRange();
          range.selectNodeContents(element);
          const selection = element.ownerDocument.getSelection();
          selection.removeAllRanges();
          selection.addRange(range);
        }"""
    )


def sign(page: Page) -> None:
    for box in page.locator("input[name=checklist]").all():
        box.check()
    page.get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Sign…").click()
    page.get_by_label("Your password, once more").fill(f.PASSWORD)
    page.get_by_role("button", name="Sign", exact=True).click()


def test_comment_on_selected_words_through_to_the_signature(
    page: Page, live_server: LiveServer, review: ReviewRequest,
    reviewer: Reviewer,
) -> None:  # fmt: skip
    enter(page, live_server, reviewer.user)
    page.goto(review.get_absolute_url())
    page.get_by_label("Comment, or what has to change").fill("Half a thought.")
    select(page.locator("#changes ins", has_text="doctors soothe symptoms weekly"))
    page.get_by_role("button", name="Comment: “doctors soothe symptoms weekly”").click()
    panel = page.locator(".comment-offer")
    panel.get_by_label("Comment", exact=True).fill("Weekly?")
    panel.get_by_role("button", name="Comment", exact=True).click()
    hung = page.locator("#changes .comment")
    expect(hung).to_be_focused()
    expect(hung.locator("blockquote")).to_have_text("doctors soothe symptoms weekly")
    expect(page.get_by_label("Comment, or what has to change")).to_have_value("Half a thought.")
    framed = page.frame_locator("iframe").locator(".prose p")
    select(framed)
    page.get_by_role("button", name="Comment: “Doctors try to calm the disease.”").click()
    panel.get_by_label("Comment", exact=True).fill("Which?")
    panel.get_by_role("button", name="Comment", exact=True).click()
    loose = page.locator("#discussion .comment")
    expect(loose.locator("blockquote")).to_have_text("Doctors try to calm the disease.")
    page.get_by_label("Comment, or what has to change").fill("")
    page.get_by_role("button", name="Ask for changes").click()
    expect(page.locator(".messagelist")).to_contain_text("went back to the editor")

    newer = answered_by_the_editor(review)
    page.goto(newer.get_absolute_url())
    objection = page.locator("#discussion .comment", has_text="not answered")
    expect(objection).to_contain_text("“doctors soothe symptoms weekly”: Weekly?")
    gone = page.locator(".comment", has_text="These words are no longer in the text.")
    expect(gone.locator("blockquote")).to_have_text("doctors soothe symptoms weekly")
    expect(gone).to_contain_text("It was wrong, and is out.")
    gone.get_by_text("Reply or resolve").click()
    gone.get_by_role("button", name="Resolve").click()
    expect(page.locator(".comment", has_text="These words are no longer")).to_contain_text(
        "resolved by"
    )
    objection.get_by_label("How this version deals with it").fill("As asked.")
    objection.get_by_role("button", name="Answer").click()
    expect(page.locator("#discussion")).not_to_contain_text("not answered")
    sign(page)
    expect(page.locator("#known")).to_contain_text("Tick every open comment")
    page.get_by_label("“Doctors try to calm the disease.”: Which?").check()
    page.get_by_label("Your password, once more").fill(f.PASSWORD)
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("It is live.")


def answered_by_the_editor(review: ReviewRequest) -> ReviewRequest:
    """The next version: an editor replied to the first comment and took the words out."""
    editor, first = f.user("Editors"), ReviewComment.objects.earliest("pk")
    at = timezone.now()
    commenting.reply(first.pk, text="It was wrong, and is out.", by=editor, at=at)
    return discussing.resubmitted(
        review, at=at, short_answer=f.SHORT_ANSWER.replace("try to", "often"), body=BODY
    )


BODY = "## What is used first?\n\nDoctors try to calm the disease.[^smith]"


@pytest.mark.looks
def test_words_selected_on_the_short_screen_of_a_change_of_wording_take_a_comment(
    page: Page, live_server: LiveServer, reviewer: Reviewer
) -> None:
    at = timezone.now() - timedelta(days=2)
    article = f.published(at=at)
    saved = f.save(article, body=article.body + " Please.", at=timezone.now())
    wording = ChangeClass.WORDING
    asked = f.request(saved, reviewers=[reviewer], change_class=wording, at=timezone.now())
    enter(page, live_server, reviewer.user)
    page.goto(asked.get_absolute_url())
    expect(page.locator("iframe")).to_have_count(0)
    select(page.locator("#changes ins", has_text="Please."))
    page.get_by_role("button", name="Comment: “Please.”").click()
    panel = page.locator(".comment-offer")
    panel.get_by_label("Comment", exact=True).fill("Why?")
    panel.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator("#changes .comment blockquote")).to_have_text("Please.")


def test_comment_reply_and_resolution_without_javascript(
    browser: Browser, live_server: LiveServer, review: ReviewRequest,
    reviewer: Reviewer,
) -> None:  # fmt: skip
    with watched_page(browser, live_server.url, javascript=False) as page:
        enter(page, live_server, reviewer.user)
        page.goto(review.get_absolute_url())
        page.locator("summary", has_text="Comment on words").click()
        page.get_by_label("Words it is about").fill("never written")
        page.locator("#comment-text").fill("Weekly?")
        page.locator("#discussion").get_by_role("button", name="Comment").click()
        expect(page.get_by_role("alert")).to_contain_text("do not stand in this version")
        expect(page.get_by_label("Comment", exact=True)).to_have_value("Weekly?")
        page.get_by_label("Words it is about").fill("doctors soothe symptoms weekly")
        page.get_by_role("button", name="Save").click()
        expect(page.locator("#changes .comment blockquote")).to_have_text(
            "doctors soothe symptoms weekly"
        )
        treatment = page.locator("#treatments .item").first
        treatment.locator("> summary").click()
        treatment.locator(".comment-form summary").click()
        treatment.get_by_role("textbox").fill("Since when?")
        treatment.get_by_role("button", name="Comment").click()
        hung = page.locator("#treatments .comment")
        expect(hung).to_contain_text("Since when?")
        hung.locator("summary").click()
        hung.get_by_role("textbox").fill("2019.")
        hung.get_by_role("button", name="Reply").click()
        expect(page.locator("#treatments .comment-reply")).to_contain_text("2019.")
        hung.locator("summary").click()
        hung.get_by_role("button", name="Resolve").click()
        expect(page.locator("#treatments .comment")).to_contain_text("resolved by")
        sign(page)
        expect(page.locator("#known")).to_contain_text("“doctors soothe symptoms weekly”: Weekly?")
        page.get_by_label("“doctors soothe symptoms weekly”: Weekly?").check()
        page.get_by_label("Your password, once more").fill(f.PASSWORD)
        page.get_by_role("button", name="Sign", exact=True).click()
        expect(page.locator(".messagelist")).to_contain_text("It is live.")
    review.refresh_from_db()
    assert review.state == State.PUBLISHED


@pytest.mark.looks
def test_a_screen_with_a_discussion_fits_and_has_no_axe_violation(
    page: Page, live_server: LiveServer, review: ReviewRequest,
    reviewer: Reviewer,
) -> None:  # fmt: skip
    now = timezone.now()
    first = discussing.comment(review, on=Hook(), at=now)
    commenting.reply(first.pk, text="So?", by=f.user("Editors"), at=now)
    words = Hook(Anchor.WORDS, quote="doctors soothe symptoms weekly")
    settled = discussing.comment(review, on=words, at=now)
    commenting.resolve(settled.pk, by=reviewer.user, at=now)
    newer = discussing.resubmitted(discussing.objected(review, at=now), at=timezone.now())
    enter(page, live_server, reviewer.user)
    page.goto(newer.get_absolute_url())
    for closed in page.locator("details:not([open]) > summary").all():
        if closed.is_visible():
            closed.click()
    select(page.frame_locator("iframe").locator(".prose p"))
    expect(page.locator(".comment-offer")).to_be_visible()
    assert looks.faults(page) == []
    page.get_by_role("button", name="Comment: “").click()
    assert looks.faults(page) == []


def test_a_guest_comments_at_their_link_without_javascript(
    browser: Browser, page: Page, live_server: LiveServer,
    review: ReviewRequest, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("articles.views.open_forms.FASTEST", timedelta(0))
    enter(page, live_server, f.user("Editors"))
    page.goto(review.get_absolute_url())
    page.get_by_role("link", name="Preview links for outside experts").click()
    page.get_by_label("Name of the guest").fill("Prof. Guest")
    page.get_by_role("button", name="Make a link").click()
    address = page.locator(".preview-address").inner_text()
    assert looks.faults(page) == []
    with watched_page(browser, live_server.url, javascript=False) as guest:
        guest.goto(address)
        guest.get_by_label("Words it is about").fill("doctors soothe symptoms weekly")
        guest.get_by_role("textbox", name="Your comment").fill("Weekly?")
        guest.get_by_role("button", name="Send the comment").click()
        expect(guest.locator("#your-comments blockquote")).to_have_text(
            "doctors soothe symptoms weekly"
        )
        assert guest.context.cookies() == []
    page.goto(address)
    assert looks.faults(page) == []
    page.goto(review.get_absolute_url())
    hung = page.locator("#changes .comment")
    expect(hung).to_contain_text("Prof. Guest (guest)")
    page.goto(review.get_absolute_url().replace("change", "guests"))
    page.get_by_role("button", name="Revoke (Prof. Guest)").click()
    expect(page.locator(".messagelist")).to_contain_text("no longer works")
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("This preview link does not work")
    assert looks.faults(page) == []
