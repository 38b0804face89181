"""Two engines behind one contract."""

from django.db import connection

from articles.search.engines.contract import (
    CANDIDATES,
    MOST_MATCHES,
    Candidate,
    Engine,
    Values,
    Wanted,
)
from articles.search.engines.postgresql import PostgreSQL
from articles.search.engines.scope import IF_LIVE, Scope, within
from articles.search.engines.sqlite import Sqlite

__all__ = [
    "CANDIDATES",
    "IF_LIVE",
    "MOST_MATCHES",
    "Candidate",
    "Engine",
    "Scope",
    "Values",
    "Wanted",
    "engine",
    "within",
]


def engine() -> Engine:
    """The engine of the database in use."""
    return Sqlite() if connection.vendor == "sqlite" else PostgreSQL()
