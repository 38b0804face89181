"""Every kind of address that a role's links at the desk lead to: it fits, and axe is content."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.urls import resolve, reverse
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from reviews.demo import loading
from tests import looks
from tests.journeys.desk import enter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.looks]

# Light and dark, in one width as each role: in both it would be a minute more.
WIDTHS = {"reviewer-ada": (looks.DESK,), "admin-alex": (looks.PHONE,)}
# What links lead to besides pages of the desk: a file, a script, the site, and the way out.
NO_PAGES = {
    "admin:articles_article_evidence_json",
    "admin:jsi18n",
    "admin:view_on_site",
    "admin:logout",
}
EVERYBODY = {
    "admin:index",
    "admin:reviews_reviewrequest_changelist",
    "admin:reviews_reviewrequest_change",
    "admin:live_answers",
    "admin:site_texts",
    "mfa_index",
}
EDITING = EVERYBODY | {
    "admin:articles_article_changelist",
    "admin:articles_article_change",
    "admin:articles_article_add",
    "admin:articles_article_submit",
    "admin:articles_article_owner",
    "admin:reviews_reviewrequest_guests",
    "admin:from_readers",
}
# An administrator may do whatever an editor and a publisher may.
REACHED = {
    "reviewer-ada": EVERYBODY | {"admin:sign_text"},
    "admin-alex": EDITING | {"admin:auth_user_change", "admin:reviews_reviewer_change"},
}


def every_kind(page: Page, *, also: str) -> Iterator[tuple[str, int]]:
    """The name and status of each kind of address, while one of its pages is open."""
    waiting, seen = [reverse("admin:index"), also], set(NO_PAGES)
    while waiting:
        address = waiting.pop(0)
        name = resolve(address).view_name
        if name in seen:
            continue
        seen.add(name)
        response = page.goto(address)
        assert response is not None
        yield name, response.status
        waiting += _links(page)


def _links(page: Page) -> list[str]:
    hrefs: list[str] = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    here, found = urlsplit(page.url).netloc, [urlsplit(href) for href in hrefs]
    return [at.path for at in found if at.netloc == here and at.path.startswith("/admin/")]


@pytest.mark.parametrize("username", REACHED)
def test_page_fits_and_is_accessible_in_every_look(
    page: Page, live_server: LiveServer, settings: Settings, username: str
) -> None:
    settings.DEMO = True
    loading.load(at=timezone.now(), say=lambda line: None)
    enter(page, live_server, User.objects.get(username=username))
    # A button leads there, no link.
    submit = reverse("admin:articles_article_submit", args=[Article.objects.earliest("pk").pk])
    reached: set[str] = set()
    faults: list[str] = []
    for name, status in every_kind(page, also=submit):
        reached |= {name} if status == 200 else set()
        faults += [f"{name}: {fault}" for fault in looks.faults(page, WIDTHS[username])]
    assert faults == []
    assert REACHED[username] <= reached
