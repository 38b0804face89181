"""What the front page shows, as frozen values."""

from dataclasses import dataclass

from reviews.queues import Row

# A list is for today's work: it says how much there is, and shows what comes first.
LONGEST = 8


@dataclass(frozen=True)
class Line:
    """An answer or a person in a list; `flags` is what presses."""

    title: str
    url: str
    about: str
    says: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class WorkList:
    """A short list: of `total` things, the first `LONGEST`, as requests or as other lines.

    `hint` says what to do with them, `url` leads to all of them; either may be empty.
    """

    key: str
    title: str
    hint: str
    total: int
    rows: tuple[Row, ...] = ()
    lines: tuple[Line, ...] = ()
    url: str = ""

    @property
    def shown(self) -> int:
        """How many of them stand in the list."""
        return len(self.rows) + len(self.lines)
