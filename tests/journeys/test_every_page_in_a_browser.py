"""Every public page in every state: it fits, and axe finds nothing wrong."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route
from pytest_django import Settings

from tests import factories as f
from tests import looks
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


def _opened(page: Page, settings: Settings) -> Iterator[str]:
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
    settings.DEMO = True
    page.goto(site["answer"])
    assert page.get_by_text("Demonstration.", exact=True).is_visible()
    yield "demonstration"


def _show(page: Page, html: bytes) -> None:
    """Open that page of the site, which no address opens."""

    def send(route: Route) -> None:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")

    page.route("**/refused/", send)
    page.goto("/refused/")
    page.unroute("**/refused/")


def test_page_fits_and_is_accessible_in_every_look(page: Page, settings: Settings) -> None:
    faults = []
    for name in _opened(page, settings):
        faults += [f"{name}: {fault}" for fault in looks.faults(page)]
        faults += [] if looks.fits_enlarged(page) else [f"{name}: enlarged, it scrolls sideways"]
    assert faults == []
