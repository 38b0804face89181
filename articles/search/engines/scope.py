"""Which answers a search may find."""

from dataclasses import dataclass
from datetime import date
from typing import Any

# What a statement takes for one of its marks.
Parameter = str | int | float | date | list[Any]

# A row `r` counts only while it is of the publication that is live: one that was left behind
# finds nothing.
IF_LIVE = "JOIN articles_article a ON a.id = r.article_id AND a.live_id = r.publication_id"


@dataclass(frozen=True)
class Scope:
    """Answers in that language that readers see on that day; of a kind, and about a condition
    (its slug), where one is given."""

    language: str
    on: date
    kind: str = ""
    condition: str = ""


def within(scope: Scope) -> tuple[str, list[Parameter]]:
    """SQL that is true of a row `r` in that scope, and its parameters."""
    where = ["r.language = %s", "r.lapses_on > %s"]
    values: list[Parameter] = [scope.language, scope.on]
    if scope.kind:
        where.append("r.kind = %s")
        values.append(scope.kind)
    if scope.condition:
        where.append("r.condition_id = (SELECT id FROM articles_condition WHERE slug = %s)")
        values.append(scope.condition)
    return " AND ".join(where), values
