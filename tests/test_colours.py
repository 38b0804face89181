"""Contrast of the public pages' colours, as WCAG 2.2 counts it (relative luminance, 1.4.3)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

# Body text has 7:1 (WCAG 1.4.6); everything else that is read too.
TEXT = 7.0
# What shows where a control or a bar is: 1.4.11.
PART = 3.0
GROUNDS = {
    "ink": ("paper", "surface", "soft", "caution-soft", "urgent-soft"),
    "muted": ("paper", "surface"),
    "accent": ("paper", "surface", "soft"),
    "caution": ("paper", "caution-soft"),
    "urgent": ("paper", "urgent-soft"),
    "paper": ("accent", "urgent"),
}


def _tokens(scheme: int) -> dict[str, str]:
    found = finders.find("healthinfo/site.css")
    assert found is not None
    light, _media, dark = Path(found).read_text().partition("prefers-color-scheme: dark")
    return dict(re.findall(r"--([\w-]+): (#\w+);", (light, dark)[scheme]))


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_counted_as_the_standard_counts_it() -> None:
    assert round(contrast("#000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#fff"), 2) == 4.48


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_everything_that_is_read_stands_out_seven_to_one(scheme: int) -> None:
    tokens = _tokens(scheme)
    assert {
        f"{name} on {ground}": round(contrast(tokens[name], tokens[ground]), 2)
        for name, grounds in GROUNDS.items()
        for ground in grounds
        if contrast(tokens[name], tokens[ground]) < TEXT
    } == {}
    assert contrast(tokens["edge"], tokens["paper"]) >= PART
    assert contrast(tokens["edge"], tokens["surface"]) >= PART


def _stylesheets(folder: str = "") -> Iterator[Path]:
    for finder in finders.get_finders():
        for path, _storage in finder.list([]):
            if path.startswith(folder) and path.endswith(".css"):
                yield Path(finders.find(path) or "")


# What a scheme may say: the colour of a name, and that the browser's own parts are dark too.
COLOUR = re.compile(r"--[\w-]+: *(#\w{3,8}|var\(--[\w-]+\))|color-scheme: dark")


def _said_where(feature: str, css: str) -> Iterator[str]:
    """Every declaration of the blocks that hang on that feature."""
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    for block in re.findall(rf"@media[^{{]*{feature}[^{{]*\{{((?:[^{{}}]*\{{[^{{}}]*\}})*)", bare):
        for rule in re.findall(r"\{([^{}]*)\}", block):
            yield from filter(None, map(str.strip, rule.split(";")))


def test_a_colour_scheme_changes_colours_and_nothing_else() -> None:
    """So axe's rules of colours are all that it need ask twice (tests/looks.py)."""
    said = [
        line
        for sheet in _stylesheets()
        for line in _said_where("prefers-color-scheme", sheet.read_text())
    ]
    assert len(said) > 40
    assert [line for line in said if not COLOUR.fullmatch(line)] == []


def test_a_width_changes_no_colour_of_letters_or_ground() -> None:
    """So axe need ask about them in one width only (tests/looks.py)."""
    said = [
        line
        for sheet in _stylesheets("healthinfo/")
        for line in _said_where("(?:min|max)-width", sheet.read_text())
    ]
    assert len(said) > 40
    assert [line for line in said if re.match(r"color|background|--", line)] == []
