"""The style guide in a real browser: every component narrow and wide, light and dark."""

import pytest
from playwright.sync_api import Page
from pytest_django import Settings

from tests import factories as f
from tests import looks
from tests.journeys.desk import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.looks
def test_every_component_fits_and_is_accessible(page: Page, settings: Settings) -> None:
    settings.DEMO = True
    sign_in(page, f.user("Editors").username)
    page.goto("/styleguide/")
    assert page.get_by_role("heading", name="Style guide").is_visible()
    widths = (looks.DESK, looks.PHONE, looks.NARROW)
    assert looks.faults(page, widths, coloured=widths) == []
