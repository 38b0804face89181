"""One installer for every app's guards.

On SQLite a later `AlterField` rebuilds the table and silently drops its triggers, so `migrate`
lifts the guards first and installs them again whatever happened. On PostgreSQL they stay.
"""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from articles.guards.sql import Guard


def guards(vendor: str) -> Iterator[Guard]:
    """Every guard of every app (`<app>.guards.GUARDS`) for that engine."""
    for app in apps.get_app_configs():
        name = f"{app.name}.guards"
        if app.module is not None and find_spec(name):
            yield from (g for g in import_module(name).GUARDS if vendor in g.vendors)


def install(connection: BaseDatabaseWrapper) -> None:
    """Create every guard whose table exists; afterwards `missing` names only absent tables'."""
    tables = set(connection.introspection.table_names())
    wanted = [guard for guard in guards(connection.vendor) if guard.table in tables]
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            _drop(connection, set(_installed(connection)))
        else:
            _drop(connection, set(_installed(connection)) - {(g.name, g.table) for g in wanted})
        for guard in wanted:
            for statement in guard.statements(connection.vendor):
                cursor.execute(statement)


def lift(connection: BaseDatabaseWrapper) -> None:
    """Drop every guard. For `migrate` on SQLite, tests, and a court's order (operations.md)."""
    _drop(connection, set(_installed(connection)))


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of guards that are absent or not as written, sorted; empty when all hold."""
    tables = set(connection.introspection.table_names())
    installed = _installed(connection)
    return sorted(
        guard.name
        for guard in guards(connection.vendor)
        if guard.table in tables
        and installed.get((guard.name, guard.table)) != guard.body(connection.vendor)
    )


def require_all() -> None:
    """Raise `ImproperlyConfigured` naming each guard that is missing from a database."""
    for alias in connections:
        if names := missing(connections[alias]):
            raise ImproperlyConfigured(
                f"The database {alias!r} lacks guards of its evidence: {', '.join(names)}. "
                "Run `manage.py migrate`, which installs them."
            )


def _installed(connection: BaseDatabaseWrapper) -> dict[tuple[str, str], str]:
    """The guards in force, as (name, table) to the text the engine keeps."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name, tbl_name, sql FROM sqlite_master "
                r"WHERE type = 'trigger' AND name LIKE 'guard\_%' ESCAPE '\'"
            )
        else:
            # tgenabled 'O' and 'A' fire for ordinary sessions; a disabled trigger is missing.
            cursor.execute(
                "SELECT t.tgname, c.relname, p.prosrc FROM pg_trigger t "
                "JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid "
                "WHERE starts_with(t.tgname, 'guard_') AND t.tgenabled IN ('O', 'A') "
                "AND pg_table_is_visible(c.oid)"
            )
        return {(name, table): text for name, table, text in cursor.fetchall()}


def _drop(connection: BaseDatabaseWrapper, names: set[tuple[str, str]]) -> None:
    with connection.cursor() as cursor:
        for name, table in sorted(names):
            on = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
