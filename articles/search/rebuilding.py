"""The index made anew from the evidence, beside the one in use."""

from collections.abc import Iterator
from uuid import uuid4

from django.db import connection, transaction

from articles.errors import Conflict
from articles.models import Article
from articles.search import keeping, rows, schema
from articles.search.engines import engine
from articles.search.rows import Tally, Topic
from articles.search.schema import FRESH, Tables

# Large, because SQLite merges what each transaction adds to the words.
_BATCH = 2_000
_TABLES = Tables(FRESH)


class Rebuilding:
    """One rebuild: `fill` what is live, batch by batch, then `finish`.

    Readers are answered by the old index until `finish`, and writers wait for it alone. One that
    begins later takes the tables over: the earlier one's next step raises `Conflict`.
    """

    def __init__(self) -> None:
        self._tally = Tally()
        self._mark = uuid4().hex
        with transaction.atomic():
            schema.drop(connection, _TABLES)
            schema.create_tables(connection, _TABLES)
            engine().fill(_TABLES.word, [("", "", self._mark, 0, 0)])

    def fill(self) -> Iterator[int]:
        """Add every live answer; yields how many each batch had. Raises `Conflict`."""
        live = list(
            Article.objects.filter(live__isnull=False).order_by("pk").values_list("pk", flat=True)
        )
        for start in range(0, len(live), _BATCH):
            made = rows.rows(live[start : start + _BATCH])
            with transaction.atomic():
                self._require_mark()
                engine().insert(made, _TABLES)
            self._tally.add((row.language, row.words) for row in made)
            yield len(made)
        schema.create_indexes(connection, _TABLES)

    @transaction.atomic
    def finish(self) -> None:
        """Add what changed meanwhile and take the old index's place.

        The caller holds the head of the audit chain, so that nothing changes any more. Raises
        `Conflict`.
        """
        self._require_mark()
        engine().fill(_TABLES.word, keeping.counted(self._tally))
        topics = _topics()
        keeping.refresh(_changed(topics), tables=_TABLES)
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {_TABLES.word} WHERE language = ''")
            for table in (_TABLES.name, _TABLES.start):
                cursor.execute(f"DELETE FROM {table}")
        keeping.name(topics.values(), tables=_TABLES)
        schema.take_over(connection)

    def _require_mark(self) -> None:
        with connection.cursor() as cursor:
            if _TABLES.word in connection.introspection.table_names(cursor):
                cursor.execute(f"SELECT word FROM {_TABLES.word} WHERE language = ''")
                if cursor.fetchall() == [(self._mark,)]:
                    return
        raise Conflict("Another rebuild of the search index began meanwhile.")


def _topics() -> dict[tuple[int, str], Topic]:
    """Every condition with a live answer, by key and language."""
    live = Article.objects.filter(live__isnull=False).order_by()
    topics = {}
    for language in live.values_list("language", flat=True).distinct():
        conditions = live.filter(language=language).values_list("condition", flat=True)
        for key, topic in rows.topics(set(conditions), language).items():
            topics[key, language] = topic
    return topics


def _changed(topics: dict[tuple[int, str], Topic]) -> list[int]:
    """The answers whose row is not of the live publication, or not under today's names."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT a.id FROM articles_article a LEFT JOIN {_TABLES.row} r ON r.article_id = a.id "
            "WHERE a.live_id IS DISTINCT FROM r.publication_id"
        )
        changed = {key for (key,) in cursor.fetchall()}
        cursor.execute(f"SELECT article_id, condition_id, language, names FROM {_TABLES.row}")
        for key, condition_id, language, names in cursor.fetchall():
            topic = topics.get((condition_id, language))
            if topic is None or rows.joined_names(topic) != names:
                changed.add(key)
    return sorted(changed)
