"""The shapes of a guard: one trigger, said once, in the SQL of both engines."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import models

from articles.guards.keys import taken


@dataclass(frozen=True)
class Dialect:
    """The few words in which the engines differ."""

    vendor: str
    join: str

    def json(self, column: str, key: str) -> str:
        """SQL for the text under `key` of the JSON object in `column`."""
        cast = "::json" if self.vendor == "postgresql" else ""
        return f"({column}{cast} ->> '{key}')"

    def day_before(self, moment: str) -> str:
        """SQL for the day before a moment's date in UTC."""
        if self.vendor == "postgresql":
            return f"(({moment} AT TIME ZONE 'UTC')::date - 1)"
        return f"date({moment}, '-1 day')"

    def days_apart(self, day: str, moment: str) -> str:
        """SQL for the number of days between a date and a moment's date in UTC."""
        if self.vendor == "postgresql":
            return f"abs({day} - ({moment} AT TIME ZONE 'UTC')::date)"
        return f"abs(julianday({day}) - julianday(date({moment})))"


SQLITE = Dialect("sqlite", "group_concat")
POSTGRESQL = Dialect("postgresql", "string_agg")


def differ(columns: Iterable[str]) -> str:
    """SQL that holds when one of the columns changes."""
    return " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)


def listed(values: Iterable[str]) -> str:
    """The values as SQL lists them; they are ours, never a reader's."""
    return ", ".join(f"'{value}'" for value in values)


# A condition in SQL over NEW and OLD; a function of the dialect where the engines differ.
Condition = str | Callable[[Dialect], str]


@dataclass(frozen=True)
class Guard:
    """A trigger that refuses what its message says, with an IntegrityError on both engines."""

    name: str
    table: str
    event: str
    when: Condition
    message: str
    vendors: tuple[str, ...] = ("sqlite", "postgresql")

    def statements(self, vendor: str) -> tuple[str, ...]:
        """What creates the trigger on that engine; repeating it changes nothing there."""
        return (self._sqlite(),) if vendor == "sqlite" else self._postgresql()

    def body(self, vendor: str) -> str:
        """What the engine keeps as the trigger's text, to compare with what is installed."""
        return self._sqlite() if vendor == "sqlite" else self._function_body()

    def _condition(self, dialect: Dialect) -> str:
        return self.when if isinstance(self.when, str) else self.when(dialect)

    def _sqlite(self) -> str:
        return (
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
            f"WHEN {self._condition(SQLITE)} BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
        )

    def _function_body(self) -> str:
        row = "OLD" if self.event == "DELETE" else "NEW"
        # 23514 is check_violation, so that the refusal is an IntegrityError here too.
        return (
            f" BEGIN IF {self._condition(POSTGRESQL)} THEN RAISE EXCEPTION '{self.message}' "
            f"USING ERRCODE = '23514'; END IF; RETURN {row}; END "
        )

    def _postgresql(self) -> tuple[str, ...]:
        each = "STATEMENT" if self.event == "TRUNCATE" else "ROW"
        return (
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql "
            f"AS $guard${self._function_body()}$guard$",
            f"CREATE OR REPLACE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
            f"FOR EACH {each} EXECUTE FUNCTION {self.name}()",
        )


def append_only(model: type[models.Model]) -> tuple[Guard, ...]:
    """Rows of the table are written once: no UPDATE, DELETE, REPLACE or TRUNCATE."""
    table = model._meta.db_table
    return (
        Guard(f"guard_{table}_no_update", table, "UPDATE", "TRUE", f"{table} never changes"),
        *_stay(model, "TRUE", f"{table} keeps every row"),
    )


def never_deleted(model: type[models.Model]) -> tuple[Guard, ...]:
    """Rows of the table stay: no DELETE, REPLACE or TRUNCATE."""
    return kept_while(model, "TRUE", f"{model._meta.db_table} keeps every row")


def kept_while(model: type[models.Model], named: str, message: str) -> tuple[Guard, ...]:
    """Rows stay while the SQL condition over OLD says that evidence names them.

    Foreign keys say so too, but SQLite enforces them only for connections that ask for it.
    """
    table = model._meta.db_table
    return (
        *_stay(model, named, message),
        Guard(
            f"guard_{table}_no_update_or_replace",
            table,
            "UPDATE",
            lambda _dialect: taken(model, by_another=True),
            f"{table} has another such row already",
            ("sqlite",),
        ),
    )


def _stay(model: type[models.Model], named: str, message: str) -> tuple[Guard, ...]:
    """REPLACE passes SQLite's delete triggers: it is refused at the insert."""
    table = model._meta.db_table
    return (
        Guard(f"guard_{table}_no_delete", table, "DELETE", named, message),
        Guard(
            f"guard_{table}_no_replace",
            table,
            "INSERT",
            lambda _dialect: taken(model),
            f"{table} has this row already",
            ("sqlite",),
        ),
        Guard(f"guard_{table}_no_truncate", table, "TRUNCATE", "TRUE", message, ("postgresql",)),
    )
