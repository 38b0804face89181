"""The search index made anew, while the site keeps answering from the old one."""

from collections.abc import Callable

from django.db import connection, transaction

from articles.actions import audit
from articles.search import schema
from articles.search.rebuilding import Rebuilding


def rebuild(*, report: Callable[[int], object]) -> int:
    """Make the index from what is live, and put it in the old one's place; returns how many
    answers it has. `report` hears how many each batch had.

    An index that was right is afterwards the same, so nothing is audited. Raises `Conflict`
    where another rebuild began meanwhile.
    """
    answers = 0
    with schema.without_overwriting(connection):
        rebuilding = Rebuilding()
        for count in rebuilding.fill():
            answers += count
            report(count)
        with transaction.atomic():
            audit.lock()
            rebuilding.finish()
    return answers
