"""PostgreSQL: tsvector, GIN and ts_rank."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.db import connection

from articles.search.engines.contract import (
    CANDIDATES,
    COLUMNS,
    Candidate,
    Values,
    Wanted,
    kept,
)
from articles.search.engines.scope import IF_LIVE, Parameter, within
from articles.search.rows import Row
from articles.search.schema import LIVE, Tables

# Weights D, C, B, A: the body, unused, synonyms, name and question.
_WEIGHTS = "{0.1, 0.2, 0.4, 1.0}"
# A stem that stands in a body more often says no more about it.
_MOST_POSITIONS = 8


class PostgreSQL:
    """The engine of a site with a database server."""

    def among(self, column: str) -> str:
        return f"{column} = ANY(%s)"

    def listed(self, values: Collection[str] | Collection[int]) -> Parameter:
        return list(values)

    def fill(self, table: str, rows: Iterable[Values]) -> None:
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def insert(self, rows: Sequence[Row], tables: Tables) -> None:
        vectors = ((*kept(row), _vector(row, body=False), _vector(row, body=True)) for row in rows)
        self.fill(tables.row, vectors)

    def delete(self, articles: Collection[int], tables: Tables) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {tables.row} WHERE {self.among('article_id')}",
                [self.listed(articles)],
            )

    def candidates(self, wanted: Wanted) -> list[Candidate]:
        # ts_rank knows nothing of how telling a word is, so each word is ranked by itself.
        stems = (*wanted.anywhere, *wanted.in_head)
        score = " + ".join([f"%s * ts_rank('{_WEIGHTS}', r.document, %s::tsquery)"] * len(stems))
        ranks: list[Parameter] = []
        for stem in stems:
            ranks += [wanted.weights[stem], _query([stem])]
        matches, sought = _matches(wanted)
        where, values = within(wanted.scope)
        best = (
            f"SELECT {COLUMNS}, r.publication_id, {score} AS score FROM "
            f"(SELECT * FROM {LIVE.row} r WHERE ({matches}) AND {where} LIMIT {wanted.matches}) r "
            f"ORDER BY score DESC, r.article_id LIMIT {CANDIDATES}"
        )
        sql = (
            f"SELECT {COLUMNS}, r.score FROM ({best}) r {IF_LIVE} "
            "ORDER BY r.score DESC, r.article_id"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [*ranks, *sought, *values])
            return [Candidate(*row) for row in cursor.fetchall()]


def _matches(wanted: Wanted) -> tuple[str, list[str]]:
    conditions = []
    sought = []
    if wanted.anywhere:
        conditions.append("r.document @@ %s::tsquery")
        sought.append(_query(wanted.anywhere))
    if wanted.in_head:
        conditions.append("r.head @@ %s::tsquery")
        sought.append(_query(wanted.in_head))
    return " OR ".join(conditions), sought


def _query(stems: Sequence[str]) -> str:
    """The stems as a tsquery. They are letters and digits, quoted: none is an operator."""
    return " | ".join(f"'{stem}'" for stem in stems)


def _vector(row: Row, *, body: bool) -> str:
    """The row as the text of a tsvector, without or with its body."""
    parts = [(row.name, "A"), (row.asked, "A"), (row.synonyms, "B")]
    if body:
        parts.append((row.body, "D"))
    positions: defaultdict[str, list[str]] = defaultdict(list)
    position = 0
    for text, weight in parts:
        for stem in text.split():
            # The largest position that PostgreSQL keeps.
            position = min(position + 1, 16_383)
            if len(positions[stem]) < _MOST_POSITIONS:
                positions[stem].append(f"{position}{weight}")
    return " ".join(f"'{stem}':{','.join(places)}" for stem, places in positions.items())
