"""`migrate` that never leaves the evidence without its guards."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from articles.guards import install


class Command(migrate.Command):
    """Django's own command with the guards lifted before (SQLite) and installed after."""

    def check(self, *args: Any, **kwargs: Any) -> None:
        # The database checks ask for the guards, which this command is about to bring.
        super().check(*args, **{**kwargs, "databases": None})

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if connection.vendor == "sqlite":
            # Rebuilding a table would drop its triggers, or fail where another names the table.
            install.lift(connection)
        try:
            super().handle(*args, **options)
        finally:
            install.install(connection)
