"""What the database plans to do for a statement."""

import re

from django.db import connection

ON_SQLITE = connection.vendor == "sqlite"
# Tables that stay small however large the library is.
_SMALL = "withdrawal|treatment"


def plan(sql: str) -> str:
    """The steps of a statement, one a line."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if ON_SQLITE else '(COSTS OFF) '}{sql}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def read_whole(steps: str) -> list[str]:
    """The tables that a plan reads whole, unless it ends at a limit or they are small."""
    if not ON_SQLITE:
        pattern = rf"(?:\A|(?<!Limit)\n).*Seq Scan on (articles_(?!{_SMALL})\w+)"
        return re.findall(pattern, steps)
    # What a part of the statement has found is read whole; it is bounded.
    found = "|".join(("json_each", "CONSTANT", *re.findall(r"MATERIALIZE (\w+)", steps)))
    return re.findall(
        rf"^SCAN (?!(?:{found})\b|articles_(?:{_SMALL}|search_text VIRTUAL)).*", steps, re.MULTILINE
    )
