"""What a check finds."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import QuerySet

CHUNK = 200
# From a publication to all that says where it is.
ROUTE = ("revision__article__condition",)


@dataclass(frozen=True)
class Fault:
    """Where the evidence does not hold, and in which way."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def batches(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    """The rows in lists short enough to ask about all rows of one at once."""
    streamed = rows.iterator(chunk_size=CHUNK)
    while batch := list(islice(streamed, CHUNK)):
        yield batch
