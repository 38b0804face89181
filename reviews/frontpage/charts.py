"""Bars as numbers for an SVG: pure functions of what they show."""

from collections.abc import Sequence
from dataclasses import dataclass

from reviews.frontpage.library import Freshness, Month

# In units of the drawings' own coordinates.
WIDTH, HEIGHT = 600, 120
_GAP = 12


@dataclass(frozen=True)
class Column:
    """A month's column: what was approved at the bottom, what was sent back on top of it."""

    month: Month
    x: int
    width: int
    approved_y: int
    approved_height: int
    sent_back_y: int
    sent_back_height: int

    @property
    def middle(self) -> int:
        """Where its labels stand."""
        return self.x + self.width // 2

    @property
    def total(self) -> int:
        """All decisions of the month."""
        return self.month.approved + self.month.sent_back


@dataclass(frozen=True)
class Segment:
    """A part of a bar."""

    name: str
    x: int
    width: int


@dataclass(frozen=True)
class Bar:
    """A condition's bar: its answers by how fresh they are."""

    freshness: Freshness
    segments: tuple[Segment, ...]


def columns(months: Sequence[Month]) -> tuple[Column, ...]:
    """A column a month; the highest fills the drawing."""
    most = max((month.approved + month.sent_back for month in months), default=0) or 1
    step = WIDTH // max(len(months), 1)
    found = []
    for number, month in enumerate(months):
        approved = round(HEIGHT * month.approved / most)
        sent_back = round(HEIGHT * month.sent_back / most)
        found.append(
            Column(
                month=month,
                x=number * step + _GAP // 2,
                width=step - _GAP,
                approved_y=HEIGHT - approved,
                approved_height=approved,
                sent_back_y=HEIGHT - approved - sent_back,
                sent_back_height=sent_back,
            )
        )
    return tuple(found)


def bars(conditions: Sequence[Freshness]) -> tuple[Bar, ...]:
    """A bar a condition; the longest fills the drawing."""
    most = max((row.live for row in conditions), default=0) or 1
    return tuple(Bar(row, tuple(_segments(row, most))) for row in conditions)


def _segments(row: Freshness, most: int) -> list[Segment]:
    parts = {"current": row.current, "due-soon": row.due_soon}
    parts |= {"overdue": row.overdue, "lapsed": row.lapsed}
    found, x = [], 0
    for name, number in parts.items():
        width = round(WIDTH * number / most)
        if number:
            found.append(Segment(name, x, width))
        x += width
    return found
