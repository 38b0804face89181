"""SQLite's REPLACE deletes rows in silence: no unique key of a kept table is a way to do so."""

from collections.abc import Iterator, Sequence

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection, models, transaction

from articles.guards import install
from articles.models import SiteText
from tests import factories as f
from tests import publishing
from tests import voices as v
from tests.discussing import comment, preview_link
from tests.test_guards import SQLITE, execute, refused

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not SQLITE, reason="REPLACE is SQLite's"),
]
# What a row needs to have a key that none of ours has by itself.
FITTED = {
    "one_overview_a_condition_and_language": "kind = 'overview'",
    "one_translation_a_language": "translation_of_id = id",
    "imported_once": "origin_dataset = 'theirs', external_id = '1'",
    "source_doi_once": "doi = '10.1/x'",
    "one_open_request_an_article": "state = 'in_review'",
    "one_voice_a_contributor_and_question": "state = 'published'",
}


def guarded() -> Iterator[type[models.Model]]:
    tables = {guard.table for guard in install.guards("sqlite") if "_no_delete" in guard.name}
    yield from (model for model in apps.get_models() if model._meta.db_table in tables)


def keys() -> Iterator[tuple[type[models.Model], str, tuple[str, ...]]]:
    """Every unique key of a kept table but the primary one, as model, name and columns."""
    for model in guarded():
        columns = {field.name: str(field.column) for field in model._meta.concrete_fields}
        for field in model._meta.concrete_fields:
            if field.unique and not field.primary_key:
                yield model, field.name, (columns[field.name],)
        for key in model._meta.constraints:
            if isinstance(key, models.UniqueConstraint):
                # Our only key by an expression is the name of a treatment.
                yield model, key.name, tuple(columns[name] for name in key.fields or ["name"])


KEYS = [pytest.param(*key, id=f"{key[0].__name__}-{key[1]}") for key in keys()]


@pytest.fixture(scope="module", autouse=True)
def _rows(for_the_module: None) -> None:
    """Rows of every kept table."""
    article = f.published()
    publishing.erratum(article)
    v.published(article)
    v.reported(article, "A word is missing here.")
    f.withdrawn(f.published())
    f.treatment("Examplumab")
    SiteText.objects.create(kind="disclaimer", text="Ask.", signed_by="Dr Example", at=f.NOW)
    request = f.request()
    comment(request)
    preview_link(request)


@pytest.fixture(autouse=True)
def _unlimited_rows() -> Iterator[None]:
    """No rule limits the rows, the guards of a test apart."""
    with transaction.atomic():
        install.lift(connection)
        execute("PRAGMA ignore_check_constraints = ON")
        yield
        execute("PRAGMA ignore_check_constraints = OFF")
        transaction.set_rollback(True)


def _guard(model: type[models.Model], kind: str) -> None:
    """Have that guard of the table, and no other."""
    name = f"guard_{model._meta.db_table}_{kind}"
    (guard,) = (guard for guard in install.guards("sqlite") if guard.name == name)
    for statement in guard.statements("sqlite"):
        execute(statement)


def _row(model: type[models.Model], name: str, columns: Sequence[str]) -> int:
    """The id of a row that has the key."""
    table = model._meta.db_table
    if name in FITTED:
        execute(f"UPDATE {table} SET {FITTED[name]} WHERE id = (SELECT min(id) FROM {table})")
    there = " AND ".join(f"{column} IS NOT NULL" for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT min(id) FROM {table} WHERE {there}")
        return int(cursor.fetchone()[0])


def _copied(model: type[models.Model], row: int, changed: Sequence[str], into: str) -> str:
    """SQL that writes a copy of the row under another id, with other values in those columns."""
    table = model._meta.db_table
    columns = [str(field.column) for field in model._meta.concrete_fields]
    other = (
        "CASE WHEN {0} = '' THEN '' WHEN typeof({0}) = 'integer' THEN {0} + 1000 "
        "ELSE {0} || 'x' END"
    )
    values = ", ".join(other.format(c) if c in changed else c for c in columns)
    return (
        f"{into} INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} WHERE id = {row}"
    )


def _others(model: type[models.Model], columns: Sequence[str]) -> list[str]:
    """The columns of every other key than that of those columns."""
    every = {column for of, _name, key in keys() if of is model for column in key}
    return ["id", *sorted(every - set(columns))]


@pytest.mark.parametrize(("model", "name", "columns"), KEYS)
def test_a_row_is_not_replaced_by_an_insert(
    model: type[models.Model], name: str, columns: tuple[str, ...]
) -> None:
    row = _row(model, name, columns)
    _guard(model, "no_replace")
    insert = _copied(model, row, _others(model, columns), "INSERT OR REPLACE")
    assert "has this row already" in refused(lambda: execute(insert))
    assert model._default_manager.filter(pk=row).exists()


@pytest.mark.parametrize(("model", "name", "columns"), KEYS)
def test_a_row_is_not_replaced_by_an_update(
    model: type[models.Model], name: str, columns: tuple[str, ...]
) -> None:
    table, row = model._meta.db_table, _row(model, name, columns)
    # A row with no key in common is written.
    _guard(model, "no_replace")
    execute(_copied(model, row, _others(model, ()), "INSERT"))
    append_only = f"guard_{table}_no_update" in {guard.name for guard in install.guards("sqlite")}
    _guard(model, "no_update" if append_only else "no_update_or_replace")
    values = ", ".join(f"{c} = (SELECT o.{c} FROM {table} o WHERE o.id = {row})" for c in columns)
    update = f"UPDATE OR REPLACE {table} SET {values} WHERE id = {row + 1000}"
    message = "never changes" if append_only else "has another such row already"
    assert message in refused(lambda: execute(update))
    assert model._default_manager.filter(pk=row).exists()


def test_an_update_that_keeps_its_own_key_passes() -> None:
    _guard(User, "no_update_or_replace")
    execute("UPDATE OR REPLACE auth_user SET username = username, first_name = 'Ada'")
    assert set(User.objects.values_list("first_name", flat=True)) == {"Ada"}
