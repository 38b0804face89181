"""The environment, read strictly: a bad value is refused by its name, never guessed at."""

import contextlib
import os
import re
import secrets
import tempfile
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import dj_database_url
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

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


def optional(name: str) -> str:
    """A text that may be left out: then it is empty."""
    return os.environ.get(name, "").strip()


def port(name: str, default: int) -> int:
    """A TCP port. Raises `ImproperlyConfigured` naming the variable for anything else."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdecimal() and 0 < int(value) < 65_536):
        raise ImproperlyConfigured(f"{name} must be a number from 1 to 65535, not {value!r}.")
    return int(value)


def origin(name: str, default: str) -> str:
    """Where a site is served: scheme and host, perhaps a port, without a slash at the end.

    Raises `ImproperlyConfigured` naming the variable for anything else.
    """
    value = text(name, default).removesuffix("/")
    if not re.fullmatch(r"(?i)https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?", value):
        raise ImproperlyConfigured(
            f"{name} must be an address like https://health.example.org, not {value!r}."
        )
    return value


def address(name: str, default: str) -> str:
    """An e-mail address. Raises `ImproperlyConfigured` naming the variable for anything else."""
    value = text(name, default)
    try:
        validate_email(value)
    except ValidationError as error:
        raise ImproperlyConfigured(f"{name} must be an e-mail address, not {value!r}.") from error
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
