"""Every public page in every state: it fits, and axe finds nothing wrong."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Page, Route

from tests import factories as f
from tests.browser import axe_violations
from tests.journeys.everything import refusals, small_site

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.looks]

# Everything else is found, and has the status 200.
STATUS = {
    **{"missing": 404, "withdrawn": 410, "version withdrawn": 410},
    **{"bad request": 400, "not allowed": 403, "our fault": 500, "too many attempts": 429},
    **{"experience with errors": 400, "report with errors": 400},
    **{"vote on old words": 409, "too large": 413},
}


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: f.NOW)


def _opened(page: Page) -> Iterator[str]:
    """The name of each page, while it is open."""
    site = small_site()
    for name, path in site.items():
        response = page.goto(path)
        assert response is not None
        assert (name, response.status) == (name, STATUS.get(name, 200))
        yield name
    for name, (status, html) in refusals(site["answer"]).items():
        assert (name, status) == (name, STATUS.get(name, 200))
        _show(page, html)
        yield name


def _show(page: Page, html: bytes) -> None:
    """Open that page of the site, which no address opens."""

    def send(route: Route) -> None:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")

    page.route("**/refused/", send)
    page.goto("/refused/")
    page.unroute("**/refused/")


def _too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_page_fits_and_is_accessible(
    page: Page, width: int, scheme: Literal["light", "dark"]
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    faults = []
    for name in _opened(page):
        faults += [f"{name}: scrolls sideways"] if _too_wide(page) else []
        faults += [f"{name}: {violation}" for violation in axe_violations(page)]
    assert faults == []


@pytest.mark.parametrize(("width", "letters"), [(320, "100%"), (360, "200%")])
def test_page_scrolls_one_way_only(page: Page, width: int, letters: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    too_wide = []
    for name in _opened(page):
        page.evaluate("size => document.documentElement.style.fontSize = size", letters)
        too_wide += [name] if _too_wide(page) else []
    assert too_wide == []
