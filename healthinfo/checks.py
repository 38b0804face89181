"""Checks that `manage.py check --database default` and `check --deploy` run."""

import sqlite3
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.http.request import validate_host

from articles.guards import install


@register(Tags.database)
def guards_are_installed(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """An error for each guard of the evidence that a database lacks."""
    return [
        Error(
            f"The database {alias!r} lacks the guard {name}.",
            hint="Run `manage.py migrate`, which installs it.",
            id="healthinfo.E001",
        )
        for alias in databases or ()
        for name in install.missing(connections[alias])
    ]


@register(Tags.compatibility)
def sqlite_is_new_enough(**kwargs: Any) -> list[CheckMessage]:
    """The guards say IS DISTINCT FROM and ->>, which SQLite has since 3.39 (2022)."""
    if sqlite3.sqlite_version_info >= (3, 39):
        return []
    return [Error(f"SQLite {sqlite3.sqlite_version} is older than 3.39.", id="healthinfo.E002")]


@register(Tags.urls)
def the_site_knows_its_own_address(**kwargs: Any) -> list[CheckMessage]:
    """Search engines would be sent to an address at which this site does not answer."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    named = f"[{host}]" if ":" in host else host
    if validate_host(named, settings.ALLOWED_HOSTS):
        return []
    return [
        Error(
            f"HEALTHINFO_SITE_URL is {settings.SITE_URL}, a host that HEALTHINFO_HOSTS lacks.",
            hint="It is the address of canonical links, of the sitemap and of links in letters.",
            id="healthinfo.E003",
        )
    ]
