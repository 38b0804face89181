"""Guards outlive migrations that rebuild their tables, and migrations that fail half-way."""

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.core.management.commands import migrate as stock
from django.db import IntegrityError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings

from articles import migrations as articles_migrations
from articles.guards import install
from articles.models import Revision
from tests import factories

SQLITE = connection.vendor == "sqlite"
MIGRATIONS = Path(articles_migrations.__path__[0])
NEWEST = max(file.stem for file in MIGRATIONS.glob("0*.py"))
GUARD = "guard_articles_revision_no_update"
ALTER = 'migrations.AlterField("revision", "change_note", models.CharField(max_length=600))'
# No other table's trigger names this table, so that its rebuilding fails nowhere.
ALTER_ALONE = 'migrations.AlterField("treatment", "rxnorm", models.CharField(max_length=20))'
LATER = '''"""A throw-away migration."""

from django.db import migrations, models


def fail(apps, schema_editor):
    raise ZeroDivisionError


class Migration(migrations.Migration):
    atomic = {atomic}
    dependencies = [("articles", "{newest}")]
    operations = [
        {operations}
    ]
'''
Write = Callable[..., None]


@pytest.fixture
def write_migration(
    tmp_path: Path, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Write]:
    """Writes `articles.9999_later` with those operations into a package of its own."""
    package = tmp_path / "later_migrations"
    package.mkdir()
    for file in MIGRATIONS.glob("*.py"):
        (package / file.name).write_text(file.read_text())

    written: list[str] = []

    def write(*operations: str, atomic: bool = True) -> None:
        written[:] = operations
        text = LATER.format(newest=NEWEST, atomic=atomic, operations=",\n        ".join(operations))
        (package / "9999_later.py").write_text(text)

    factories.published()
    monkeypatch.syspath_prepend(tmp_path)
    with override_settings(MIGRATION_MODULES={"articles": package.name}):
        yield write
        # Whatever was applied, or half applied, is undone.
        write(*(operation for operation in written if "AlterField" in operation))
        _forget_modules()
        call_command("migrate", "articles", "9999", fake=True, verbosity=0)
        call_command("migrate", "articles", NEWEST, verbosity=0)
    _forget_modules()


def _forget_modules() -> None:
    for name in [name for name in sys.modules if name.startswith("later_migrations")]:
        del sys.modules[name]
    importlib.invalidate_caches()


def applied() -> bool:
    return ("articles", "9999_later") in MigrationRecorder(connection).applied_migrations()


def assert_guarded() -> None:
    assert install.missing(connection) == []
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Revision.objects.update(change_note="Forged.")


def width() -> int | None:
    """How many characters the altered column holds, as the database says."""
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, "articles_revision")
    size = next(column for column in columns if column.name == "change_note").display_size
    return int(size) if size else None


def test_a_later_migration_of_an_evidence_table_keeps_its_guards(write_migration: Write) -> None:
    assert width() == 500
    write_migration(ALTER)
    call_command("migrate", verbosity=0)
    assert applied()
    assert width() == 600
    assert_guarded()
    call_command("migrate", "articles", NEWEST, verbosity=0)
    assert width() == 500
    assert_guarded()


@pytest.mark.skipif(not SQLITE, reason="PostgreSQL keeps triggers")
def test_without_our_command_sqlite_loses_guards_in_silence(write_migration: Write) -> None:
    """Why the command exists: if this fails, Django has learnt to keep triggers."""
    write_migration(ALTER_ALONE)
    call_command(stock.Command(), verbosity=0, skip_checks=True)
    assert install.missing(connection) == [
        "guard_articles_treatment_no_delete",
        "guard_articles_treatment_no_replace",
        "guard_articles_treatment_no_update_or_replace",
        "guard_treatment_keeps_its_address",
    ]


@pytest.mark.parametrize("atomic", [True, False])
def test_a_migration_that_fails_half_way_leaves_every_guard(
    write_migration: Write, atomic: bool
) -> None:
    write_migration(ALTER, "migrations.RunPython(fail)", atomic=atomic)
    with pytest.raises(ZeroDivisionError):
        call_command("migrate", verbosity=0)
    assert not applied()
    assert width() == (500 if atomic else 600)
    assert_guarded()


def test_a_migration_that_does_not_exist_leaves_every_guard(write_migration: Write) -> None:
    write_migration(ALTER)
    with pytest.raises(CommandError, match="Cannot find a migration"):
        call_command("migrate", "articles", "8888", verbosity=0)
    assert_guarded()


def drop_guard() -> None:
    on = "" if SQLITE else " ON articles_revision"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {GUARD}{on}")


@pytest.mark.django_db
def test_check_reports_a_dropped_guard_by_name() -> None:
    call_command("check", databases=["default"])
    drop_guard()
    with pytest.raises(SystemCheckError, match=f"lacks the guard {GUARD}") as caught:
        call_command("check", databases=["default"])
    assert "healthinfo.E001" in str(caught.value)
    assert str(caught.value).count("lacks the guard") == 1


@pytest.mark.django_db
def test_check_reports_a_guard_that_was_weakened() -> None:
    """A trigger of the right name that refuses nothing."""
    drop_guard()
    with connection.cursor() as cursor:
        if SQLITE:
            cursor.execute(
                f"CREATE TRIGGER {GUARD} BEFORE UPDATE ON articles_revision "
                "WHEN FALSE BEGIN SELECT RAISE(ABORT, 'never'); END"
            )
        else:
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {GUARD}() RETURNS trigger LANGUAGE plpgsql "
                "AS $$ BEGIN RETURN NEW; END $$"
            )
            cursor.execute(
                f"CREATE TRIGGER {GUARD} BEFORE UPDATE ON articles_revision "
                f"FOR EACH ROW EXECUTE FUNCTION {GUARD}()"
            )
    assert install.missing(connection) == [GUARD]
    install.install(connection)
    assert install.missing(connection) == []


@pytest.mark.skipif(SQLITE, reason="SQLite cannot disable a trigger")
@pytest.mark.django_db
def test_check_reports_a_disabled_guard() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE articles_revision DISABLE TRIGGER {GUARD}")
    assert install.missing(connection) == [GUARD]


@pytest.mark.django_db
def test_the_site_does_not_start_without_a_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "healthinfo.wsgi", raising=False)
    drop_guard()
    with pytest.raises(ImproperlyConfigured, match=f"'default' lacks guards.*{GUARD}.*migrate"):
        importlib.import_module("healthinfo.wsgi")
    install.install(connection)
    assert importlib.import_module("healthinfo.wsgi").application


@pytest.mark.django_db
def test_migrating_brings_back_what_is_missing() -> None:
    drop_guard()
    call_command("migrate", verbosity=0)
    assert install.missing(connection) == []


@pytest.mark.django_db
def test_the_models_have_their_migrations() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
