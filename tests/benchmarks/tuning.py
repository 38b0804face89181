"""Whether the numbers of the ranking were made to fit: cross-validation over their neighbours.

The judged questions are parted at random. For each part the numbers are chosen that serve the
other parts and the known items best, and are judged by the part itself, which had no say.
"""

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from unittest.mock import patch

from articles.models import Article
from articles.search import candidates, ranking, understanding
from articles.search.engines import Candidate, Scope
from articles.search.understanding import Understood
from tests.benchmarks import relevance
from tests.benchmarks.relevance import DEPTH, Measures, Questions, Row

_SEED = 20_261_126
_PARTS = 5
# Of the known items a few: each is ranked once by every choice of numbers.
_KNOWN = 60
_NEIGHBOURS = {
    "KIND": (0.3, 0.4, 0.5, 0.6),
    "PART_OF_A_NAME": (0.5, 0.7, 0.9),
    "TITLE": (0.2, 0.3, 0.5),
    "OVERVIEW": (0.05, 0.1, 0.2),
}
Choice = tuple[float, ...]


@dataclass(frozen=True)
class _Results:
    """What one choice of numbers gives: the measures of each judged question in short and as
    people wrote it, and the mean reciprocal rank of the known items."""

    judged: Sequence[tuple[Measures, Measures]]
    known: float


def rows(questions: Questions, *, on: date) -> Iterator[Row]:
    """The measures of the cross-validation, and between what all choices lie."""
    results = _results(questions, on)
    order = list(range(len(questions.judged)))
    random.Random(_SEED).shuffle(order)
    held: dict[int, tuple[Measures, Measures]] = {}
    for part in (order[at::_PARTS] for at in range(_PARTS)):
        others = [nth for nth in order if nth not in part]
        best = max(results.values(), key=lambda one: _worth(one, others))
        held |= {nth: best.judged[nth] for nth in part}
    for wording, name in enumerate(("in short", "as people wrote")):
        scores = [measures[wording] for measures in held.values()]
        yield from relevance.averages(f"cross-validated, {name}", scores)
    maps = [_mean([short for short, _ in one.judged], 0) for one in results.values()]
    yield f"the worst of {len(maps)} choices, in short: MAP@10", min(maps)
    yield f"the best of {len(maps)} choices, in short: MAP@10", max(maps)


def _results(questions: Questions, on: date) -> Mapping[Choice, _Results]:
    scope = Scope("en", on)
    uids = dict(Article.objects.values_list("pk", "external_id"))

    def gathered(text: str) -> tuple[Understood, list[Candidate]]:
        asked = understanding.question(text, scope.language, may_say=frozenset)
        return asked, candidates.gathered(asked, scope)

    judged = [(gathered(short), gathered(long), grades) for short, long, grades in questions.judged]
    some = random.Random(_SEED).sample(list(questions.known), _KNOWN)
    known = [(gathered(text), wanted) for text, wanted in some]

    def best(asked: Understood, found: list[Candidate]) -> list[str]:
        return [uids[one.article_id] for one in ranking.ranked(asked, found)[:DEPTH]]

    results = {}
    for choice in itertools.product(*_NEIGHBOURS.values()):
        with ExitStack() as changed:
            for name, number in zip(_NEIGHBOURS, choice, strict=True):
                changed.enter_context(patch.object(ranking, name, number))
            results[choice] = _Results(
                [
                    (relevance.score(best(*short), grades), relevance.score(best(*long), grades))
                    for short, long, grades in judged
                ],
                sum(relevance.reciprocal_rank(best(*one), wanted) for one, wanted in known)
                / len(known),
            )
    return results


def _worth(results: _Results, questions: Sequence[int]) -> float:
    """MAP and nDCG of those questions, what people wrote counting half, and the known items."""
    short = [results.judged[nth][0] for nth in questions]
    long = [results.judged[nth][1] for nth in questions]
    judged = sum(_mean(short, at) + _mean(long, at) / 2 for at in (0, 2))
    return judged + results.known


def _mean(measures: Sequence[Measures], at: int) -> float:
    return relevance.mean([measure[at] for measure in measures])
