"""What journeys need besides a page: a clock to move, and a browser of their own for everybody."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests import factories as f
from tests.browser import watched_page
from tests.journeys.desk import enter

Window = Callable[..., Page]


class Clock:
    """The site's clock: it goes on from `f.NOW`, and whole days pass at a word."""

    def __init__(self) -> None:
        self._ahead = f.NOW - datetime.now(UTC)

    def now(self) -> datetime:
        """The moment as the site sees it."""
        return datetime.now(UTC) + self._ahead

    def pass_days(self, days: int) -> None:
        """Go on that many days later. Whoever is signed in is not any more."""
        self._ahead += timedelta(days=days)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock that the running site reads."""
    made = Clock()
    monkeypatch.setattr("django.utils.timezone.now", made.now)
    return made


@pytest.fixture
def window(browser: Browser, live_server: LiveServer) -> Iterator[Window]:
    """Opens a browser of their own: for somebody at the desk's front page, or a reader."""
    with ExitStack() as opened:

        def open_for(person: User | None = None) -> Page:
            script = person is not None
            page = opened.enter_context(watched_page(browser, live_server.url, javascript=script))
            if person:
                enter(page, live_server, person)
                page.goto("/admin/")
            return page

        yield open_for
