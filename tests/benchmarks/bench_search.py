"""Relevance and speed of the search: `make bench-search`, on either database.

Publishes MedQuAD in a database of its own that is thrown away (`benchmark_corpus`), measures,
grows it to 16,000 and to 100,000 answers, and measures again. A larger corpus is made of the
real one: in each copy every word that stands in few answers gets an ending of its own, so that
a copy tells of other conditions in the same common words; names and questions with it.

Times are of `find` and `suggest` in this process with the real sets of questions: wall clock,
and beside it CPU time, with that of the PostgreSQL server's process that answers us.
"""

import json
import os
import platform
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import django

os.environ["HEALTHINFO_BENCHMARK"] = "1"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthinfo.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 - Django has to be set up first
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles import search  # noqa: E402
from articles.actions import indexing  # noqa: E402
from articles.models import Article  # noqa: E402
from articles.search.schema import LIVE  # noqa: E402
from tests.articles.search.hostile import HOSTILE  # noqa: E402
from tests.articles.search.plans import plan, read_whole  # noqa: E402
from tests.benchmarks import larger, relevance, tuning  # noqa: E402
from tests.benchmarks.relevance import Row  # noqa: E402

SIZES = (16_000, 100_000)


def main(medquad: Path, judged: Path, results: Path) -> None:
    """Measure on the database in use, and keep what `table` prints beside the other's."""
    setup_test_environment(debug=False)
    connection.creation.create_test_db(verbosity=0)
    rows: list[Row] = []
    try:
        begun = time.perf_counter()
        call_command("benchmark_corpus", str(medquad))
        rows.append(("answers published a second", _answers() / (time.perf_counter() - begun)))
        questions = relevance.read(judged)
        for module in (relevance, tuning):
            rows += module.rows(questions, on=timezone.localdate())
        rows += _measured(questions.texts)
        for size in SIZES:
            larger.grow(size)
            rows += _measured(questions.texts)
        # The database says which it is while it is there.
        results.write_text(json.dumps({"machine": _machine(), "rows": rows}))
    finally:
        connection.creation.destroy_test_db("", verbosity=0)


def _machine() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ("sqlite_version()" if _on_sqlite() else "version()"))
        version = str(cursor.fetchone()[0]).split(" on ")[0]
    name = f"SQLite {version}" if _on_sqlite() else version
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return (
        f"{name} · Python {platform.python_version()} · {os.cpu_count()} cores · load {load} · "
        f"{date.today().isoformat()}"  # noqa: DTZ011 - the day on which it was measured
    )


def _measured(texts: Sequence[str]) -> Iterator[Row]:
    begun = time.perf_counter()
    indexing.rebuild(report=lambda _: None)
    seconds = time.perf_counter() - begun
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    today = timezone.localdate()
    typed = [text[:length] for text in texts for length in (len(text) // 2, len(text))]

    def find(text: str) -> object:
        return search.find(text, language="en", on=today, limit=10)

    def suggest(text: str) -> object:
        return search.suggest(text, language="en", on=today, limit=8)

    size = f"{_answers():,} answers:"
    find("gout")  # What a process does once is not the search's.
    hostile, _ = _times(find, HOSTILE)
    for name, act, asked in (("find", find, texts), ("suggest", suggest, typed)):
        walls, cpus = _times(act, asked)
        yield f"{size} {name} p50, ms", _percentile(walls, 0.5)
        yield f"{size} {name} p95, ms", _percentile(walls, 0.95)
        yield f"{size} {name} p95 of CPU time, ms", _percentile(cpus, 0.95)
    yield f"{size} slowest hostile text, ms", max(hostile)
    yield f"{size} rebuilt a second", _answers() / seconds
    yield f"{size} index, MB", _size() / 1_000_000
    # In a small library to read all of it is the quickest way.
    if _answers() >= min(SIZES):
        yield f"{size} statements that read a whole table", _whole_tables(find, texts)


def _answers() -> int:
    return Article.objects.filter(live__isnull=False).count()


def _whole_tables(act: Callable[[str], object], texts: Sequence[str]) -> int:
    """In how many statements the database plans to read what grows with the library."""
    with CaptureQueriesContext(connection) as queries:
        for text in texts[::4]:
            act(text)
    return sum(bool(read_whole(plan(query["sql"]))) for query in queries.captured_queries)


def _times(act: Callable[[str], object], texts: Iterable[str]) -> tuple[list[float], list[float]]:
    """What each text takes, in ms: by the wall clock and of CPU time."""
    cpu_time = _cpu_clock()
    walls, cpus = [], []
    for text in texts:
        wall, cpu = time.perf_counter(), cpu_time()
        act(text)
        walls.append(1_000 * (time.perf_counter() - wall))
        cpus.append(1_000 * (cpu_time() - cpu))
    return walls, cpus


def _cpu_clock() -> Callable[[], float]:
    """Seconds of CPU time used by this process and by the server's that answers it."""
    if _on_sqlite():
        return time.process_time
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        # Its first number is the nanoseconds that the process ran (Linux, sched-stats.rst).
        ran = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return lambda: time.process_time() + int(ran.read_text().split()[0]) / 1e9


def _percentile(values: Iterable[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[int((len(ordered) - 1) * part)]


def _size() -> int:
    """The bytes that the index takes on the disk, its own indexes included."""
    sqlite = "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'articles_search_%%' OR name = %s"
    postgresql = "SELECT sum(pg_total_relation_size(name::regclass)) FROM unnest(%s::text[]) name"
    with connection.cursor() as cursor:
        if _on_sqlite():
            cursor.execute(sqlite, [""])
        else:
            cursor.execute(postgresql, [list(LIVE.of("postgresql"))])
        return int(cursor.fetchone()[0])


def _on_sqlite() -> bool:
    return connection.vendor == "sqlite"


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
