"""What the database itself refuses (`docs/adr/0002-guards-in-the-database.md`)."""

from articles.guards.rules import GENESIS, GUARDS

__all__ = ["GENESIS", "GUARDS"]
