"""Two engines behind one contract."""

from django.db import connection

from articles.search.engines.contract import CANDIDATES, Candidate, Engine, Wanted
from articles.search.engines.postgresql import PostgreSQL
from articles.search.engines.scope import Scope, shown
from articles.search.engines.sqlite import Sqlite

__all__ = ["CANDIDATES", "Candidate", "Engine", "Scope", "Wanted", "engine", "shown"]


def engine() -> Engine:
    """The engine of the database in use."""
    return Sqlite() if connection.vendor == "sqlite" else PostgreSQL()
