"""Keeping the index: rows come and go in the transaction that publishes or withdraws.

Answers share the vocabulary's rows. Whoever calls these functions holds the head of the audit
chain (`articles.actions.audit.record` takes it and keeps it until the commit), so that writers
follow one another and two of them never wait for each other's words.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from django.db import connection

from articles.models import Article
from articles.search import analysis, rows
from articles.search.engines import Values, engine
from articles.search.rows import Row, Tally, Topic
from articles.search.schema import LIVE, Tables

# SQLite takes 32,766 parameters at once.
_BATCH = 1_000


def refresh(articles: Collection[int], *, tables: Tables = LIVE) -> None:
    """Make the index say of those answers what is live now: nothing, or exactly that."""
    before = _forget(articles, tables)
    made = rows.rows(articles)
    add(made, tables=tables)
    _forget_names(before - {(row.language, row.topic.condition_id) for row in made}, tables)


def refresh_condition(condition_id: int) -> None:
    """The same for a condition whose names changed: its answers are found by the new ones."""
    with connection.cursor() as cursor:
        for table in (LIVE.name, LIVE.start):
            cursor.execute(f"DELETE FROM {table} WHERE condition_id = %s", [condition_id])
    live = Article.objects.filter(condition_id=condition_id, live__isnull=False)
    refresh(list(live.values_list("pk", flat=True)))


def _forget(articles: Collection[int], tables: Tables) -> set[tuple[str, int]]:
    """Remove those answers, and the words that stood in no other; returns the languages and
    conditions of what was removed."""
    chosen = engine()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT language, words, condition_id FROM {tables.row} "
            f"WHERE {chosen.among('article_id')}",
            [chosen.listed(articles)],
        )
        kept = cursor.fetchall()
    if not kept:
        return set()
    chosen.delete(articles, tables)
    gone = Tally()
    gone.add((language, words) for language, words, _ in kept)
    count(gone, tables, by=-1)
    with connection.cursor() as cursor:
        stems = chosen.listed({analysis.stem(word) for _, word, *_ in gone.counts()})
        cursor.execute(
            f"DELETE FROM {tables.word} WHERE answers <= 0 AND {chosen.among('stem')} "
            f"AND {chosen.among('language')}",
            [stems, chosen.listed(gone.answers.keys())],
        )
    return {(language, condition_id) for language, _, condition_id in kept}


def _forget_names(conditions: Iterable[tuple[str, int]], tables: Tables) -> None:
    """Remove the names of those conditions that have no answer left in that language."""
    with connection.cursor() as cursor:
        for key in conditions:
            cursor.execute(
                f"SELECT 1 FROM {tables.row} r JOIN articles_article a ON a.id = r.article_id "
                "WHERE r.language = %s AND a.condition_id = %s LIMIT 1",
                key,
            )
            if cursor.fetchone() is None:
                for table in (tables.name, tables.start):
                    cursor.execute(
                        f"DELETE FROM {table} WHERE language = %s AND condition_id = %s", key
                    )


def add(made: Collection[Row], *, tables: Tables = LIVE) -> None:
    """Add rows whose answers have none, their words, and the names of their conditions."""
    if not made:
        return
    engine().insert(list(made), tables)
    tally = Tally()
    tally.add((row.language, row.words) for row in made)
    count(tally, tables)
    name({row.topic for row in made}, tables=tables)


def name(topics: Iterable[Topic], *, tables: Tables = LIVE) -> None:
    """Add the conditions' names that are not there yet."""
    names: list[Values] = []
    starts: list[Values] = []
    for topic in topics:
        for text in topic.names:
            names += [(topic.language, key, topic.condition_id, text) for key in rows.keys(text)]
            starts += [
                (topic.language, start, topic.condition_id, text) for start in rows.starts(text)
            ]
    for table, values in ((tables.name, names), (tables.start, starts)):
        _insert(table, values, "ON CONFLICT DO NOTHING")


def count(tally: Tally, tables: Tables, *, by: int = 1) -> None:
    """Add to the numbers of answers and heads that have each word, or take away (`by` -1)."""
    _insert(
        f"{tables.word} AS w",
        counted(tally, by=by),
        "ON CONFLICT (language, stem, word) DO UPDATE SET "
        "answers = w.answers + excluded.answers, heads = w.heads + excluded.heads",
    )


def counted(tally: Tally, *, by: int = 1) -> Iterator[Values]:
    """The rows of the vocabulary's table, sorted."""
    for language, word, answers, heads in sorted(tally.counts()):
        yield language, analysis.stem(word), word, by * answers, by * heads


def _insert(table: str, values: Iterable[Values], on_conflict: str) -> None:
    rest = iter(values)
    with connection.cursor() as cursor:
        while batch := list(islice(rest, _BATCH)):
            one = f"({', '.join(['%s'] * len(batch[0]))})"
            cursor.execute(
                f"INSERT INTO {table} VALUES {', '.join([one] * len(batch))} {on_conflict}",
                [value for row in batch for value in row],
            )
