"""The answers that come into question: the engine's, and every one of a named condition."""

from collections.abc import Collection, Sequence

from django.db import connection

from articles.enums import QuestionKind
from articles.search import ranking
from articles.search.engines import (
    CANDIDATES,
    IF_LIVE,
    MOST_MATCHES,
    Candidate,
    Scope,
    Wanted,
    engine,
    within,
)
from articles.search.engines.contract import COLUMNS
from articles.search.schema import LIVE
from articles.search.understanding import Understood

_ORDER = {kind.value: position for position, kind in enumerate(QuestionKind)}


def of_question(question: Understood, scope: Scope) -> list[Candidate]:
    """The answers that may answer the question, best first (one query, two where it names a
    condition)."""
    return ranking.ranked(question, gathered(question, scope))


def gathered(question: Understood, scope: Scope) -> list[Candidate]:
    """The same before the ranking."""
    anywhere, in_head = _budgeted(question)
    weights = {stem: question.vocabulary.weight(stem) for stem in question.stems}
    wanted = Wanted(anywhere, in_head, weights, scope)
    found = engine().candidates(wanted) if anywhere or in_head else []
    seen = {candidate.article_id for candidate in found}
    named = {name.condition_id for name in question.named}
    return found + [one for one in _of(named, scope) if one.article_id not in seen]


def of_conditions(conditions: Collection[int], scope: Scope) -> list[Candidate]:
    """Every answer about those conditions, in the order of a condition's page."""
    found = _of(conditions, scope)
    return sorted(found, key=lambda one: (_ORDER[one.kind], one.article_id))


def _budgeted(question: Understood) -> tuple[Sequence[str], Sequence[str]]:
    """The stems to look for anywhere, rarest first, and those to look for in heads only.

    A stem that stands in more answers than an engine weighs counts only where it stands in a
    head, and not even there when those are too many.
    """
    known = question.vocabulary.stems
    stems = sorted(question.stems, key=lambda stem: known[stem].answers)
    anywhere: list[str] = []
    in_head: list[str] = []
    left = MOST_MATCHES
    for stem in stems:
        if known[stem].answers <= left:
            anywhere.append(stem)
            left -= known[stem].answers
        elif 0 < known[stem].heads <= left:
            in_head.append(stem)
            left -= known[stem].heads
    # Where every word is common, the rarest has to do; the engine reads no more than it may.
    return (anywhere, in_head) if anywhere or in_head else (stems[:1], ())


def _of(conditions: Collection[int], scope: Scope) -> list[Candidate]:
    if not conditions:
        return []
    chosen = engine()
    where, values = within(scope)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS}, 0 FROM {LIVE.row} r {IF_LIVE} WHERE {where} "
            f"AND {chosen.among('a.condition_id')} ORDER BY r.article_id LIMIT {CANDIDATES}",
            [*values, chosen.listed(sorted(conditions))],
        )
        return [Candidate(*row) for row in cursor.fetchall()]
