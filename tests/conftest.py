"""What every test stands on: its database, its folders, and the browser."""

import gc
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator

import hypothesis
import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import connections, transaction
from django.test import TransactionTestCase, override_settings
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from articles.guards import install as guards
from articles.search import schema
from tests import racing
from tests.browser import MISSING, find_chromium, launch, watched_page

# The same examples every time, and no time limit: the machine may be busy.
hypothesis.settings.register_profile("healthinfo", deadline=None, derandomize=True)
hypothesis.settings.load_profile("healthinfo")

ON_SQLITE = django_settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"


def _uses_the_database(item: pytest.Item) -> bool:
    fixtures: list[str] = getattr(item, "fixturenames", [])
    return bool(item.get_closest_marker("django_db")) or not {"db", "transactional_db"}.isdisjoint(
        {"transactional_db" if name == "live_server" else name for name in fixtures}
    )


def _needs_both_databases(item: pytest.Item) -> bool:
    return _uses_the_database(item) and not item.get_closest_marker("looks")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Runs once only, on SQLite, what asks for no database and what is marked `looks`."""
    if ON_SQLITE:
        return
    needless = [item for item in items if not _needs_both_databases(item)]
    config.hook.pytest_deselected(items=needless)
    items[:] = [item for item in items if _needs_both_databases(item)]


def pytest_collection_finish() -> None:
    """Spares the garbage collector what stays: looking through it took a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


def _database_version() -> str:
    if ON_SQLITE:
        return f"SQLite {sqlite3.sqlite_version}"
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        return f"PostgreSQL {connection.info.parameter_status('server_version')}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says how many tests ran on which database."""
    outcomes = ("passed", "failed", "xfailed", "xpassed")
    ran = sum(len(terminalreporter.getreports(outcome)) for outcome in outcomes)
    note = "" if ON_SQLITE else " (those of looks or without a database run on SQLite only)"
    terminalreporter.write_line(f"{ran} tests ran on {_database_version()}{note}")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Gives every worker of every run an SQLite file of its own; threads need a file."""
    if ON_SQLITE:
        file = tmp_path_factory.mktemp("database") / "test.sqlite3"
        django_settings.DATABASES["default"]["TEST"]["NAME"] = str(file)


@pytest.fixture(scope="session", autouse=True)
def _no_shared_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keeps tests out of `var/`, serves static files without `collectstatic`, hashes fast."""
    nothing = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        VAR_DIR=tmp_path_factory.mktemp("var"),
        MEDIA_ROOT=tmp_path_factory.mktemp("uploads"),
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        STORAGES=django_settings.STORAGES | {"staticfiles": static},
        # Attempts to sign in, and forms, are counted only where a test asks for it.
        CACHES=dict.fromkeys(django_settings.CACHES, nothing),
        # Slow on purpose in production; thousands of made-up passwords need no protection.
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def _guards_let_the_flush_pass() -> Iterator[None]:
    """Lifts the guards while Django empties the tables after a transactional test.

    They refuse to delete evidence, whoever asks. The flush itself sends `post_migrate`, which
    makes groups, permissions and content types again; rows of data migrations are gone.
    """
    flush: Callable[[TransactionTestCase], None] = vars(TransactionTestCase)["_fixture_teardown"]

    def flush_without_guards(case: TransactionTestCase) -> None:
        connection = connections["default"]
        guards.lift(connection)
        try:
            flush(case)
            # No model stands for the search index, so Django leaves its rows alone.
            schema.clear(connection)
        finally:
            guards.install(connection)

    def emptied(_style: object, tables: Iterable[str], **_options: bool) -> list[str]:
        return [f'DELETE FROM "{table}"' for table in tables]  # noqa: S608 - our tables

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush_without_guards)
        # PostgreSQL's TRUNCATE makes every file of every table anew, whether it held a row or not.
        patch.setattr(connections["default"].ops, "sql_flush", emptied)
        yield


@pytest.fixture(scope="module")
def for_the_module(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Whatever another fixture of the module writes is there for each test, and gone after them.

    For modules whose tests all roll back.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def two_processes(django_db_setup: None) -> Iterator[racing.Together]:
    """Two processes at the test database."""
    with racing.two_processes(str(connections["default"].settings_dict["NAME"])) as together:
        yield together


@pytest.fixture(params=["threads", "processes"])
def race(request: pytest.FixtureRequest) -> racing.Together:
    """Two acts at the same moment, in threads and in processes."""
    if request.param == "threads":
        return racing.together
    together: racing.Together = request.getfixturevalue("two_processes")
    return together


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; where there is none the test is skipped, or fails when CI is set."""
    executable = find_chromium()
    if executable is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop running in this thread, so that Django takes every
        # later query of this worker for one made inside a coroutine. None is.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        chromium = launch(playwright, executable)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page of the running site; fails the test on whatever `watched_page` complains about."""
    with watched_page(browser, live_server.url) as opened:
        yield opened


@pytest.fixture
def page_without_js(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """As `page`, with JavaScript switched off."""
    with watched_page(browser, live_server.url, javascript=False) as opened:
        yield opened
