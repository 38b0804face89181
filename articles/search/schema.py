"""The index's own tables. They hold nothing that is not in the evidence and the catalogue:
`rebuild_search` makes them anew at any time, so no model and no foreign key stands for them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

# What a rebuilt index is called until it takes the place of the one in use.
FRESH = "_fresh"


@dataclass(frozen=True)
class Tables:
    """The names of one index's tables. `suffix` is empty for the one in use.

    `row`: an answer; `text`: its words, on SQLite (PostgreSQL keeps them in `row`); `word`: the
    vocabulary, where the empty word stands in every answer; `name`: the names of conditions,
    by their stems; `start`: the same from each of their words on, for suggestions; all by
    language. Every look-up
    is by a primary key: SQLite's other indexes keep their name when a table gets another.
    """

    suffix: str = ""

    @property
    def row(self) -> str:
        return f"articles_search_row{self.suffix}"

    @property
    def text(self) -> str:
        return f"articles_search_text{self.suffix}"

    @property
    def word(self) -> str:
        return f"articles_search_word{self.suffix}"

    @property
    def name(self) -> str:
        return f"articles_search_name{self.suffix}"

    @property
    def start(self) -> str:
        return f"articles_search_start{self.suffix}"

    def of(self, vendor: str) -> tuple[str, ...]:
        """The tables that exist on that engine."""
        common = (self.row, self.word, self.name, self.start)
        return (*common, self.text) if vendor == "sqlite" else common


LIVE = Tables()


def statements(vendor: str, tables: Tables) -> tuple[str, ...]:
    """What makes empty tables on that engine, without their indexes."""
    sqlite = vendor == "sqlite"
    # A prefix is a range only where text is compared by its code points.
    text = "TEXT" if sqlite else 'TEXT COLLATE "C"'
    integer = "INTEGER" if sqlite else "BIGINT"
    keyed = " WITHOUT ROWID" if sqlite else ""
    vectors = "" if sqlite else ", head tsvector NOT NULL, document tsvector NOT NULL"
    # Most rows are read whole: unpacking each from elsewhere took longer than ranking it.
    whole = "" if sqlite else " WITH (toast_tuple_target = 8160)"
    made = (
        f"CREATE TABLE {tables.row} (article_id {integer} PRIMARY KEY, "
        f"publication_id {integer} NOT NULL, condition_id {integer} NOT NULL, "
        "kind TEXT NOT NULL, language TEXT NOT NULL, lapses_on DATE NOT NULL, "
        "question TEXT NOT NULL, title TEXT NOT NULL, names TEXT NOT NULL, "
        f"words TEXT NOT NULL{vectors}){whole}",
        f"CREATE TABLE {tables.word} (language {text}, stem {text}, word {text}, "
        "answers INTEGER NOT NULL, heads INTEGER NOT NULL, "
        f"PRIMARY KEY (language, stem, word)){keyed}",
        f"CREATE TABLE {tables.name} (language {text}, key {text}, condition_id {integer}, "
        f"text TEXT NOT NULL, PRIMARY KEY (language, key, condition_id)){keyed}",
        f"CREATE TABLE {tables.start} (language {text}, start {text}, condition_id {integer}, "
        f"text {text} NOT NULL, PRIMARY KEY (language, start, condition_id, text)){keyed}",
    )
    return (*made, _text(tables)) if sqlite else made


def create(connection: BaseDatabaseWrapper, tables: Tables = LIVE) -> None:
    """Make the tables, empty, with their indexes."""
    create_tables(connection, tables)
    create_indexes(connection, tables)


def create_tables(connection: BaseDatabaseWrapper, tables: Tables) -> None:
    """Make the tables, empty."""
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor, tables):
            cursor.execute(statement)


def create_indexes(connection: BaseDatabaseWrapper, tables: Tables) -> None:
    """Make the tables' indexes, which is quicker once they are full."""
    if connection.vendor == "sqlite":
        return
    # Indexes without a name of ours get a free one, and keep it when the table is renamed.
    with connection.cursor() as cursor:
        for column in ("document", "head"):
            cursor.execute(f"CREATE INDEX ON {tables.row} USING gin ({column})")


def drop(connection: BaseDatabaseWrapper, tables: Tables = LIVE) -> None:
    """Remove the tables where they are."""
    with connection.cursor() as cursor:
        for table in tables.of(connection.vendor):
            cursor.execute(f"DROP TABLE IF EXISTS {table}")


def clear(connection: BaseDatabaseWrapper) -> None:
    """Forget every answer, as after a `flush`."""
    with connection.cursor() as cursor:
        for table in LIVE.of(connection.vendor):
            cursor.execute(f"DELETE FROM {table}")


def take_over(connection: BaseDatabaseWrapper) -> None:
    """Put the fresh tables in the place of those in use. Needs a transaction around it."""
    drop(connection, LIVE)
    fresh = Tables(FRESH)
    with connection.cursor() as cursor:
        for old, new in zip(fresh.of(connection.vendor), LIVE.of(connection.vendor), strict=True):
            cursor.execute(f"ALTER TABLE {old} RENAME TO {new}")


@contextmanager
def without_overwriting(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """What the connection deletes meanwhile frees its pages on SQLite as they are.

    `secure_delete` (settings) wipes what an author took back. The index holds words of answers
    only, which the evidence keeps for good: wiping its pages doubles what a rebuild writes.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete=FAST")
        try:
            yield
        finally:
            cursor.execute("PRAGMA secure_delete=ON")


def _text(tables: Tables) -> str:
    # The words come as stems, so that the tokenizer has nothing to do but to part them.
    return (
        f"CREATE VIRTUAL TABLE {tables.text} USING fts5(name, synonyms, question, body, "
        "tokenize = 'unicode61 remove_diacritics 0')"
    )
