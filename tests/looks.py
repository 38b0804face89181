"""How an open page looks narrow and wide, light and dark, without opening it for each look."""

from typing import Any

from playwright.sync_api import Page

from tests.browser import AXE_RULES, axe_violations

PHONE, DESK = 360, 1280
# The narrowest width and the largest letters without scrolling both ways: WCAG 2.2, 1.4.10, 1.4.4.
NARROW, ENLARGED = 320, "200%"
# What axe asks of colours takes most of its time. In another width or in the dark the rest is the
# same: test_colours.py holds the stylesheets to that.
_OF_COLOURS = ("color-contrast", "link-in-text-block")
COLOURS: dict[str, Any] = {"runOnly": list(_OF_COLOURS), "rules": {}}
SHAPES = {"rules": AXE_RULES["rules"] | {rule: {"enabled": False} for rule in _OF_COLOURS}}
LETTERS = "size => document.documentElement.style.fontSize = size"


def fits(page: Page) -> bool:
    """The page does not scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def faults(
    page: Page, widths: tuple[int, ...] = (DESK, PHONE), *, coloured: tuple[int, ...] = ()
) -> list[str]:
    """What is wrong with the open page in any of its looks, one line a fault.

    axe looks at it in those widths, and at its colours, light and dark, in the `coloured` ones:
    the first unless told. The page is left open at the last one.
    """
    found = []
    for width in (NARROW, *widths):
        page.set_viewport_size({"width": width, "height": 800})
        found += [] if fits(page) else [f"{width}: scrolls sideways"]
        if width in (coloured or widths[:1]):
            found += _in_both_schemes(page, width)
        elif width in widths:
            found += [f"{width}: {fault}" for fault in axe_violations(page, SHAPES)]
    return found


def fits_enlarged(page: Page, width: int = PHONE) -> bool:
    """The page does not scroll sideways in that width with letters twice as large."""
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate(LETTERS, ENLARGED)
    found = fits(page)
    page.evaluate(LETTERS, "")
    return found


def _in_both_schemes(page: Page, width: int) -> list[str]:
    page.emulate_media(color_scheme="dark")
    dark = axe_violations(page, COLOURS)
    page.emulate_media(color_scheme="light")
    light = axe_violations(page)
    return [f"{width} light: {fault}" for fault in light] + [
        f"{width} dark: {fault}" for fault in dark
    ]
