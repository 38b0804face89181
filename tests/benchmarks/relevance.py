"""How good the results are, by the judged questions of LiveQA 2017 and known items of MedQuAD.

The measures are those of the data's own scorer (`evalbench.py`): an answer is relevant from grade
2 on; what nobody judged counts as wrong.
"""

import json
import math
import random
import re
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from articles import search

_SEED = 20_261_124
DEPTH = 10
# Average precision, reciprocal rank and nDCG; None where no answer could have any.
Measures = tuple[float | None, float | None, float | None]
Known = Sequence[tuple[str, frozenset[str]]]
# A line of the table: what was measured, and the figure.
Row = tuple[str, float]


@dataclass(frozen=True)
class Questions:
    """The judged questions with the grades of answers that exist, and the known items."""

    judged: Sequence[tuple[str, str, Mapping[str, int]]]
    known: Known

    @property
    def texts(self) -> list[str]:
        """Every question once, the judged ones in both their wordings."""
        wordings = [text for short, long, _ in self.judged for text in (short, long)]
        return [*wordings, *(text for text, _ in self.known)]


def read(folder: Path) -> Questions:
    """The developers' half of the benchmark."""
    answered = set((folder / "uids_answered_sample.txt").read_text().split())
    rows: list[dict[str, Any]] = json.loads((folder / "liveqa_dev.json").read_text())
    known = json.loads((folder / "known_dev.json").read_text())
    return Questions(
        judged=[
            (
                row["summary"],
                f"{row['subject']}. {row['message']}".strip(". "),
                {uid: grade for uid, grade in row["qrels"].items() if uid in answered},
            )
            for row in rows
        ],
        known=[(item["query"], frozenset(item["uids"])) for item in known],
    )


def rows(questions: Questions, *, on: date) -> Iterator[Row]:
    """Every measure, with the number of questions behind it."""
    for name, at in (("in short", 0), ("as people wrote", 1)):
        scores = [
            score(_find((short, long)[at], on), grades) for short, long, grades in questions.judged
        ]
        yield from averages(f"judged, {name}", scores)
    slips = random.Random(_SEED)
    sets = {
        "known item, by synonym": questions.known,
        "known item, one slip in one word": _slips(questions.known, slips, once=True),
        "known item, a slip in every word": _slips(questions.known, slips, once=False),
    }
    for name, items in sets.items():
        ranks = [reciprocal_rank(_find(text, on), wanted) for text, wanted in items]
        yield f"{name}: MRR@10 ({len(items)})", mean(ranks)


def averages(name: str, scores: Sequence[Measures]) -> Iterator[Row]:
    """The three measures of some questions, each with how many of them count for it."""
    for at, measure in enumerate(("MAP@10", "MRR@10", "nDCG@10")):
        counted = [one[at] for one in scores if one[at] is not None]
        yield f"{name}: {measure} ({len(counted)})", mean(counted)


def _slips(known: Known, chance: random.Random, *, once: bool) -> Known:
    return [(slip(text, chance, once=once), wanted) for text, wanted in known]


def slip(text: str, chance: random.Random, *, once: bool) -> str:
    """The text with a slip in one, or in each, of its words of five letters or more."""
    words = list(re.finditer(r"[A-Za-z]{5,}", text))
    for word in reversed(chance.sample(words, min(1, len(words))) if once else words):
        text = text[: word.start()] + _slipped(word[0], chance) + text[word.end() :]
    return text


def _slipped(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    letter = chance.choice(string.ascii_lowercase)
    return chance.choice(
        (
            word[:at] + letter + word[at:],
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )


def _find(text: str, on: date) -> list[str]:
    hits = search.find(text, language="en", on=on, limit=DEPTH).hits
    return [hit.answer.external_id for hit in hits]


def score(found: Sequence[str], grades: Mapping[str, int]) -> Measures:
    """The measures of the ten best answers by their grades."""
    got = [grades.get(uid, 0) for uid in found]
    relevant = sum(grade > 1 for grade in grades.values())
    ideal = _gain(sorted(grades.values(), reverse=True)[:DEPTH])
    hits = [place for place, grade in enumerate(got, start=1) if grade > 1]
    precision = sum(nth / place for nth, place in enumerate(hits, start=1))
    return (
        precision / min(relevant, DEPTH) if relevant else None,
        (1 / hits[0] if hits else 0.0) if relevant else None,
        _gain(got) / ideal if ideal else None,
    )


def _gain(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def reciprocal_rank(found: Sequence[str], wanted: frozenset[str]) -> float:
    """One over the place of the first wanted answer, 0 where none is found."""
    return next((1 / place for place, uid in enumerate(found, start=1) if uid in wanted), 0.0)


def mean(values: Sequence[float | None]) -> float:
    """The mean of those that are not None."""
    counted = [value for value in values if value is not None]
    return sum(counted) / len(counted)
