"""What the front page shows, as frozen values, and what a list of it is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from reviews.queues import Row

Found = TypeVar("Found")
# A list is for today's work: it says how much there is, and shows what comes first.
LONGEST = 8
# What chooses a list in the address of the page that has all of it.
PARAMETER = "list"


@dataclass(frozen=True)
class Selection(Generic[Found]):
    """A list by its key: its title, and what stands in it, looked up when `find` is called.

    The front page counts and shows what it finds; `page`, the desk's page behind "See all", is
    narrowed to it. `hint` says what to do with them and may be empty.
    """

    key: str
    title: str
    page: str
    find: Callable[[], Found]
    hint: str = ""

    @property
    def url(self) -> str:
        """Where all of it is."""
        return f"{reverse(f'admin:{self.page}')}?{urlencode({PARAMETER: self.key})}"


# Of what has a page of the stock admin.
Rows = Selection[QuerySet[Any]]


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
    """A selection as a short list: of `total` things the first, as requests or as other lines."""

    of: Selection[Any]
    total: int
    rows: tuple[Row, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def key(self) -> str:
        """What it is called in addresses."""
        return self.of.key

    @property
    def title(self) -> str:
        """What it is called on screens."""
        return self.of.title

    @property
    def shown(self) -> int:
        """How many of them stand in the list."""
        return len(self.rows) + len(self.lines)
