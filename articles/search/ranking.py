"""One ranking over both engines' candidates. `docs/search.md` says how it was tuned."""

from collections.abc import Iterable, Sequence

from articles.enums import QuestionKind
from articles.search import analysis
from articles.search.engines import Candidate
from articles.search.understanding import Understood

# What a candidate gets besides its engine's score, which is at most 1: for its condition being
# named in the question, for part of a name, for how much of the question its title has, and for
# being of the kind asked about. An overview is what answers where nothing more special does.
NAMED = 1.0
PART_OF_A_NAME = 0.9
LEAST_PART = 0.3
TITLE = 0.3
KIND = 0.5
OVERVIEW = 0.1
# An answer of the right kind about something else is worth less.
KIND_ELSEWHERE = 0.5
# Words that nearly any condition's name may have tell little of which it is.
_GENERIC = frozenset(
    map(
        analysis.stem,
        (
            "syndrome",
            "disease",
            "disorder",
            "deficiency",
            "type",
            "condition",
            "familial",
            "congenital",
        ),
    )
)
_GENERIC_WEIGHT = 0.2


def ranked(question: Understood, candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates, best first; ties by the answer's key, so that pages stay the same."""
    found = {candidate.article_id: candidate for candidate in candidates}
    best = max((candidate.score for candidate in found.values()), default=0) or 1
    asked = {stem: question.vocabulary.weight(stem) for stem in question.stems}
    whole = sum(asked.values()) or 1
    named = {name.condition_id for name in question.named}
    similar: dict[int, float] = {}
    scores = {}
    for key, one in found.items():
        if one.condition_id not in similar:
            similar[one.condition_id] = (
                NAMED if one.condition_id in named else _part_of_a_name(one.names, asked)
            )
        similarity = similar[one.condition_id]
        title = sum(asked[stem] for stem in asked.keys() & one.title.split())
        scores[key] = (
            one.score / best + similarity + TITLE * title / whole + _kind(one, question, similarity)
        )
    return sorted(found.values(), key=lambda one: (-scores[one.article_id], one.article_id))


def _part_of_a_name(names: str, asked: dict[str, float]) -> float:
    """How much of the condition's name that has most of it the question has."""
    # Most candidates have no word of a name; looking for that first is quick.
    if not any(stem in names for stem in asked):
        return 0
    parts = [_covered(name.split(), asked) for name in names.split("|")]
    part = max(parts, default=0)
    return PART_OF_A_NAME * part if part >= LEAST_PART else 0


def _covered(name: Sequence[str], asked: dict[str, float]) -> float:
    if asked.keys().isdisjoint(name):
        return 0
    weights = {stem: _GENERIC_WEIGHT if stem in _GENERIC else 1 for stem in name}
    return sum(weights[stem] for stem in weights if stem in asked) / sum(weights.values())


def _kind(candidate: Candidate, question: Understood, similarity: float) -> float:
    fits = max(similarity, KIND_ELSEWHERE)
    if candidate.kind in question.kinds:
        return KIND * fits
    if candidate.kind == QuestionKind.OVERVIEW:
        return (OVERVIEW if question.kinds else KIND) * fits
    return 0
