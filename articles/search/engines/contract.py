"""What an engine does, and nothing more: keep rows, and give candidates with a score."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from articles.search.engines.scope import Parameter, Scope
from articles.search.rows import Row
from articles.search.schema import Tables

# How many candidates go into the ranking, and how many matches an engine weighs to find them;
# of more matches, any will do.
CANDIDATES = 400
MOST_MATCHES = 2_000

Values = tuple[str | int | date, ...]
# The columns of a candidate, without its score.
COLUMNS = "r.article_id, r.condition_id, r.kind, r.title, r.names"


@dataclass(frozen=True)
class Wanted:
    """What to look for: stems that may stand anywhere, and such as must stand in the head
    (question or names) because they stand in too many bodies. `weights` says how telling each
    stem is, `matches` how many matches are weighed."""

    anywhere: Sequence[str]
    in_head: Sequence[str]
    weights: Mapping[str, float]
    scope: Scope
    matches: int = MOST_MATCHES


@dataclass(frozen=True)
class Candidate:
    """An answer that may be meant; the higher the score the likelier, by the engine's scale."""

    article_id: int
    condition_id: int
    kind: str
    title: str
    names: str
    score: float


class Engine(Protocol):
    """An engine keeps rows and finds them; every value goes in as a parameter."""

    def among(self, column: str) -> str:
        """SQL that is true where the column is one of the values of `listed`."""

    def listed(self, values: Collection[str] | Collection[int]) -> Parameter:
        """The parameter for `among`."""

    def fill(self, table: str, rows: Iterable[Values]) -> None:
        """Add rows to a table that has none of them."""

    def insert(self, rows: Sequence[Row], tables: Tables) -> None:
        """Add rows whose answers have none."""

    def delete(self, articles: Collection[int], tables: Tables) -> None:
        """Remove the rows of those answers."""

    def candidates(self, wanted: Wanted) -> list[Candidate]:
        """The best `CANDIDATES` answers, best first; ties by the answer's key."""


def kept(row: Row) -> Values:
    """The columns that both engines keep of a row, in the order of the table."""
    return (
        *(row.article_id, row.publication_id, row.topic.condition_id, row.kind, row.language),
        *(row.lapses_on, row.question, row.title, row.names, row.words),
    )
