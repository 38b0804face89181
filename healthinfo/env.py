"""The environment, read strictly: a bad value is refused by its name, never guessed at."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def flag(name: str, *, default: bool = False) -> bool:
    """A yes or no. Raises `ImproperlyConfigured` naming the variable for anything else."""
    value = os.environ.get(name, "1" if default else "0").strip().lower()
    if value in _TRUE or value in _FALSE:
        return value in _TRUE
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list without blanks."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def text(name: str, default: str) -> str:
    """A non-empty text. Raises `ImproperlyConfigured` naming the variable when it is blank."""
    value = os.environ.get(name, default).strip()
    if not value:
        raise ImproperlyConfigured(f"{name} must not be empty.")
    return value


def choice(name: str, allowed: list[str], default: str) -> str:
    """One of `allowed`. Raises `ImproperlyConfigured` naming the variable for anything else."""
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")
    return value


def time_zone(name: str, default: str) -> str:
    """A name of the time zone database. Raises `ImproperlyConfigured` naming the variable."""
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (LookupError, ValueError, OSError) as error:
        raise ImproperlyConfigured(f"{name} must be a time zone, not {value!r}.") from error
    return value


def database(name: str, default: str) -> dict[str, Any]:
    """Django's settings of the database at an address, which is SQLite's or PostgreSQL's.

    Raises `ImproperlyConfigured` naming the variable; the address, which may hold a password,
    is not repeated.
    """
    wanted = f"{name} must be an address like sqlite:////file or postgres://user@host/name."
    try:
        found = dict(dj_database_url.parse(text(name, default)))
    except ValueError:
        raise ImproperlyConfigured(wanted) from None
    if found["ENGINE"] not in {"django.db.backends.sqlite3", "django.db.backends.postgresql"}:
        raise ImproperlyConfigured(wanted)
    return found


def secret(name: str, *, kept_in: Path) -> str:
    """The secret of that name, or one made at first use and kept in a file only we can read."""
    if value := os.environ.get(name):
        if len(value) < 50:
            raise ImproperlyConfigured(f"{name} must be at least 50 characters long.")
        return value
    if not kept_in.exists():
        _write_once(kept_in, secrets.token_urlsafe(64))
    return kept_in.read_text()


def _write_once(path: Path, text: str) -> None:
    """Of two processes that start together one writes; the other never reads half a secret."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    with contextlib.suppress(FileExistsError):
        os.link(name, path)
    Path(name).unlink()
