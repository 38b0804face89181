"""SQLite: FTS5 and its BM25."""

import json
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

# Columns name, synonyms, question, body.
_WEIGHTS = "2, 2, 2, 1"


class Sqlite:
    """The engine of a site whose data is one file."""

    def among(self, column: str) -> str:
        return f"{column} IN (SELECT value FROM json_each(%s))"

    def listed(self, values: Collection[str] | Collection[int]) -> Parameter:
        return json.dumps(list(values), ensure_ascii=False)

    def fill(self, table: str, rows: Iterable[Values]) -> None:
        made = list(rows)
        if made:
            marks = ", ".join(["%s"] * len(made[0]))
            with connection.cursor() as cursor:
                cursor.executemany(f"INSERT INTO {table} VALUES ({marks})", made)

    def insert(self, rows: Sequence[Row], tables: Tables) -> None:
        self.fill(tables.row, map(kept, rows))
        texts = ((row.article_id, row.name, row.synonyms, row.asked, row.body) for row in rows)
        self.fill(f"{tables.text} (rowid, name, synonyms, question, body)", texts)

    def delete(self, articles: Collection[int], tables: Tables) -> None:
        listed = [self.listed(articles)]
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {tables.row} WHERE {self.among('article_id')}", listed)
            cursor.execute(f"DELETE FROM {tables.text} WHERE {self.among('rowid')}", listed)

    def candidates(self, wanted: Wanted) -> list[Candidate]:
        where, values = within(wanted.scope)
        best = (
            f"SELECT {COLUMNS}, r.publication_id, m.score FROM "
            f"(SELECT rowid, -bm25({LIVE.text}, {_WEIGHTS}) AS score FROM {LIVE.text} "
            f"WHERE {LIVE.text} MATCH %s LIMIT {wanted.matches}) m "
            f"JOIN {LIVE.row} r ON r.article_id = m.rowid WHERE {where} "
            f"ORDER BY m.score DESC, r.article_id LIMIT {CANDIDATES}"
        )
        sql = (
            f"SELECT {COLUMNS}, r.score FROM ({best}) r {IF_LIVE} "
            "ORDER BY r.score DESC, r.article_id"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [_match(wanted), *values])
            return [Candidate(*row) for row in cursor.fetchall()]


def _match(wanted: Wanted) -> str:
    """The FTS5 expression. Stems are letters and digits, quoted: none is an operator."""
    parts = [f'"{stem}"' for stem in wanted.anywhere]
    if wanted.in_head:
        stems = " OR ".join(f'"{stem}"' for stem in wanted.in_head)
        parts.append(f"{{name synonyms question}} : ({stems})")
    return " OR ".join(parts)
