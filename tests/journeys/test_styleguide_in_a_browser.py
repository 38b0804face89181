"""The style guide in a real browser: every component narrow and wide, light and dark."""

from typing import Literal

import pytest
from playwright.sync_api import Page
from pytest_django import Settings

from tests import factories as f
from tests.browser import axe_violations
from tests.journeys.desk import sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.mark.looks
def test_every_component_fits_and_is_accessible(page: Page, settings: Settings) -> None:
    settings.DEMO = True
    sign_in(page, f.user("Editors").username)
    faults = []
    for width in (320, 360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.goto("/styleguide/")
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                faults.append(f"{width} {scheme}: scrolls sideways")
            faults += [f"{width} {scheme}: {fault}" for fault in axe_violations(page)]
    assert page.get_by_role("heading", name="Style guide").is_visible()
    assert faults == []
