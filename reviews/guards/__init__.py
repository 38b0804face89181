"""The guards of the review side (`docs/adr/0002-guards-in-the-database.md`)."""

from reviews.guards.asking import ASKING
from reviews.guards.discussion import DISCUSSION
from reviews.guards.publishing import PUBLISHING
from reviews.guards.rules import RULES

GUARDS = (*RULES, *ASKING, *PUBLISHING, *DISCUSSION)

__all__ = ["GUARDS"]
