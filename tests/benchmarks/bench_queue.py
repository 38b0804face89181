"""What a page of the desk costs with a long queue: `make bench-queue`, on either database.

CPU time of this process, the median of several requests through Django's test client, in a
database of its own that is thrown away. The database server's own time is not in it on
PostgreSQL, so the wall clock stands beside it.
"""

import os
import statistics
import time
from collections.abc import Callable, Iterable, Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthinfo.settings")
django.setup()

from django.contrib.auth.models import User  # noqa: E402 - Django has to be set up first
from django.db import connection  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402

from reviews.models import ReviewRequest  # noqa: E402
from tests.benchmarks import live_answers, long_queue  # noqa: E402

REPEATS = 15


def main() -> None:
    """Fill a database, and print what each page costs."""
    setup_test_environment(debug=False)
    connection.creation.create_test_db(verbosity=0)
    try:
        with override_settings(DEMO=True, STORAGES=_plain_storages()):
            people = long_queue.fill()
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            print(f"{ReviewRequest.objects.open().count():,} open requests, {connection.vendor}")
            _print(_pages(people))
            print(f"{live_answers.fill():,} live answers, an alert, a retracted source")
            _print(page for page in _pages(people) if "front page" in page[0])
    finally:
        connection.creation.destroy_test_db("", verbosity=0)


def _print(pages: Iterable[tuple[str, User, str]]) -> None:
    print(f"{'page':<44}{'CPU ms':>8}{'wall ms':>9}{'queries':>9}")
    for name, user, address in pages:
        print(f"{name:<44}{_cost(user, address)}", flush=True)


def _pages(people: dict[str, User]) -> Iterator[tuple[str, User, str]]:
    queue = "/admin/reviews/reviewrequest/"
    for role, user in people.items():
        yield f"front page, {role}", user, "/admin/"
    for role, user in people.items():
        yield f"queue, first page, {role}", user, queue
    yield "queue, page 200, publisher", people["publisher"], f"{queue}?p=200"
    yield "queue, search, publisher", people["publisher"], f"{queue}?q=disease"


def _cost(user: User, address: str) -> str:
    client = Client()
    client.force_login(user)

    def visit() -> None:
        assert client.get(address).status_code == 200

    visit()
    with CaptureQueriesContext(connection) as queries:
        visit()
    number = len(queries)
    cpu, wall = zip(*(_timed(visit) for _number in range(REPEATS)), strict=True)
    return f"{statistics.median(cpu):8.1f}{statistics.median(wall):9.1f}{number:9}"


def _timed(act: Callable[[], None]) -> tuple[float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    act()
    return (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000


def _plain_storages() -> dict[str, dict[str, str]]:
    return {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


if __name__ == "__main__":
    main()
