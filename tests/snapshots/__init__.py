"""The HTML of every component, as it was looked at last. `python -m tests.snapshots` renews it."""

import os
from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).parent / "components"


def normalised(html: str) -> str:
    """The HTML without the blank lines and indentation that template tags leave behind."""
    lines = (line.strip() for line in html.splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def rendered() -> Mapping[str, str]:
    """The HTML of each example of the style guide, by the name of its file."""
    from reviews.desk import styleguide  # needs the settings, which `python -m` sets first

    found: dict[str, str] = {}
    for example in styleguide.examples():
        name = example.name if example.name not in found else f"{example.name}-again"
        found[name] = normalised(example.html)
    return found


def kept() -> Mapping[str, str]:
    """The HTML of each component as it is kept here."""
    return {path.stem: path.read_text() for path in FOLDER.glob("*.html")}


def renew() -> None:
    """Keep what is rendered now."""
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.html"):
        path.unlink()
    for name, html in rendered().items():
        (FOLDER / f"{name}.html").write_text(html)


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthinfo.settings")
    django.setup()
    renew()
