"""How an open page looks narrow and wide, light and dark, without opening it for each look."""

from typing import Any

from playwright.sync_api import Page

from tests.browser import axe_violations

PHONE, DESK = 360, 1280
# The narrowest width and the largest letters without scrolling both ways: WCAG 2.2, 1.4.10, 1.4.4.
NARROW, ENLARGED = 320, "200%"
# What else axe asks hangs on the size alone: test_colours.py holds the stylesheets to that.
COLOURS: dict[str, Any] = {"runOnly": ["color-contrast", "link-in-text-block"], "rules": {}}
LETTERS = "size => document.documentElement.style.fontSize = size"


def fits(page: Page) -> bool:
    """The page does not scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def faults(page: Page, widths: tuple[int, ...] = (DESK, PHONE)) -> list[str]:
    """What is wrong with the open page in any of its looks, one line a fault.

    axe looks at it in those widths. The page is left open at the last one, dark.
    """
    found = []
    for width in (NARROW, *widths):
        page.set_viewport_size({"width": width, "height": 800})
        found += [] if fits(page) else [f"{width}: scrolls sideways"]
        found += _violations(page, width) if width in widths else []
    return found


def fits_enlarged(page: Page, width: int = PHONE) -> bool:
    """The page does not scroll sideways in that width with letters twice as large."""
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate(LETTERS, ENLARGED)
    found = fits(page)
    page.evaluate(LETTERS, "")
    return found


def _violations(page: Page, width: int) -> list[str]:
    page.emulate_media(color_scheme="light")
    light = axe_violations(page)
    page.emulate_media(color_scheme="dark")
    dark = axe_violations(page, COLOURS)
    return [f"{width} light: {fault}" for fault in light] + [
        f"{width} dark: {fault}" for fault in dark
    ]
