"""Steps of people at the desk, and what a reader sees of them, in a real browser."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from reviews.models import Reviewer
from tests import factories as f
from tests.reviews.desk.helpers import signed_in


def sign_in(page: Page, username: str) -> None:
    """At the front page, as that person and nobody else."""
    page.context.clear_cookies()
    page.goto("/admin/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(f.PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Today")).to_be_visible()


def enter(page: Page, live_server: LiveServer, person: User) -> None:
    """As `sign_in`, without its screen and without opening a page."""
    name = settings.SESSION_COOKIE_NAME
    session = signed_in(person).cookies[name].value
    page.context.add_cookies([{"name": name, "value": session, "url": live_server.url}])


def open_draft(page: Page, article: Article) -> None:
    page.goto(f"/admin/articles/article/{article.pk}/change/")


def rewrite(page: Page, old: str, new: str, *, field: str = "Short answer") -> None:
    """Put other words into the open draft."""
    box = page.get_by_role("textbox", name=field)
    box.fill(box.input_value().replace(old, new))


def submit(
    page: Page,
    *,
    note: str,
    ask: Sequence[Reviewer],
    change_class: str = "Material",
    on: date | None = None,
) -> None:
    """Save the open draft and put it before these reviewers, to be published then or on a day."""
    page.get_by_role("button", name="Save and submit for review…").click()
    page.get_by_label(change_class).check()
    fill_in_release(page, note=note, ask=ask, on=on)


def fill_in_release(
    page: Page, *, note: str, ask: Sequence[Reviewer], on: date | None = None
) -> None:
    """Say what changed, who reads it and when it is published, and submit."""
    page.get_by_role("textbox", name="What changed").fill(note)
    for reviewer in ask:
        page.get_by_label(reviewer.name).check()
    if on:
        page.get_by_label("Publish on a date").check()
        page.get_by_label("Publish on:", exact=True).fill(on.isoformat())
    page.get_by_role("button", name="Submit for review").click()


def told(page: Page, words: str) -> None:
    """The desk said so after the last step."""
    expect(page.locator(".messagelist")).to_contain_text(words)


def open_review(page: Page) -> None:
    """Open the one request that waits for this reviewer, from the front page."""
    page.goto("/admin/")
    page.locator("#list-asked .queue-question").click()
    expect(page.get_by_role("heading", name="Your review")).to_be_visible()


def sign(page: Page, reviewer: Reviewer, *, reviewed: str, sha256: str) -> None:
    """Fill in the open review, read what the signature means, and sign."""
    for box in page.locator("#your-review input[name=checklist]").all():
        box.check()
    page.get_by_role("radio", name="No", exact=True).check()
    page.get_by_role("button", name="Sign…").click()
    sentence = page.locator(".sentence")
    expect(sentence).to_contain_text(f"I, {reviewer.name} (")
    expect(sentence).to_contain_text(f"have reviewed {reviewed} and approve these words")
    expect(page.locator("form.signature code")).to_have_text(sha256)
    page.get_by_label("Your password, once more").fill(f.PASSWORD)
    page.get_by_role("button", name="Sign", exact=True).click()


def comment_on_words(page: Page, quote: str, text: str) -> None:
    """Say something about words of the open version."""
    page.locator("summary", has_text="Comment on words").click()
    page.get_by_label("Words it is about").fill(quote)
    form = page.locator("details[data-words]")
    form.get_by_label("Comment", exact=True).fill(text)
    form.get_by_role("button", name="Comment").click()
    expect(page.locator(".comment blockquote", has_text=quote)).to_be_visible()


def answer(page: Page, text: str, *, press: str) -> None:
    """Reply to the one open comment, or resolve it with a reply."""
    # While the framed page loads, what is clicked may move away.
    page.wait_for_load_state()
    thread = page.locator(".comment", has=page.get_by_text("Reply or resolve"))
    thread.get_by_text("Reply or resolve").click()
    thread.get_by_label("Reply", exact=True).fill(text)
    thread.get_by_role("button", name=press).click()
    expect(page.locator(".comment-reply", has_text=text)).to_be_visible()


def withdraw(page: Page, *, reason: str, notice: str, password: str) -> None:
    """Fill in the open screen of a withdrawal, and do it."""
    page.get_by_label("Reason, for the record").fill(reason)
    page.get_by_label("Notice to readers").fill(notice)
    page.get_by_label("Your password, once more").fill(password)
    page.get_by_role("button", name="Withdraw an answer").click()


@dataclass(frozen=True)
class Seen:
    """What a reader sees of an answer at its address."""

    dates: str
    words: str
    byline: str
    sha256: str


def read(reader: Page, article: Article) -> Seen:
    """The live answer as a reader finds it."""
    answer = reader.goto(article.get_absolute_url())
    assert answer is not None
    assert answer.status == 200
    return Seen(
        dates=reader.locator("#short-answer .label").inner_text(),
        words=reader.locator("#short-answer .words").inner_text(),
        byline=reader.locator("#short-answer .byline").inner_text(),
        sha256=reader.locator("[data-sha256]").first.inner_text(),
    )


def status(reader: Page, article: Article) -> int:
    """What a reader is answered at the answer's address."""
    answer = reader.goto(article.get_absolute_url())
    assert answer is not None
    return answer.status
