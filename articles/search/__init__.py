"""Finding live answers (`docs/search.md`): one contract, two engines, one ranking."""

from articles.search.analysis import MAX_LENGTH
from articles.search.finding import Hit, Results, find
from articles.search.keeping import refresh, refresh_condition
from articles.search.neighbours import nearest
from articles.search.suggesting import Suggestion, suggest

__all__ = [
    "MAX_LENGTH",
    "Hit",
    "Results",
    "Suggestion",
    "find",
    "nearest",
    "refresh",
    "refresh_condition",
    "suggest",
]
