"""Which word of the index was meant by one that is not in it."""

import string
from collections.abc import Iterable

from django.db import connection
from rapidfuzz import process
from rapidfuzz.distance import OSA

from articles.search import analysis, vocabulary
from articles.search.schema import LIVE

# Shorter words are too much like others to guess at.
_SHORTEST = 4
_SHORTEST_WITH_TWO = 7
# How many words of one question are corrected, and how many words a correction is chosen from.
_MOST_CORRECTED = 6
_MOST_ALIKE = 3_000
# The letters that a slip leaves alone where two slips are looked for.
_SURE = 3


def corrections(unknown: Iterable[str], language: str) -> dict[str, str]:
    """The known word that each unknown one most likely stands for, where there is one.

    One slip (a letter too many, too few, wrong, or two swapped) anywhere; in a longer word two,
    after its first letters. Of several, one of a question or a name goes before, then the one
    that most answers have. Two queries a word at most.
    """
    found = {}
    for word in list(dict.fromkeys(unknown))[:_MOST_CORRECTED]:
        if len(word) >= _SHORTEST and word.isalpha():
            meant = _one_slip(word, language) or _two_slips(word, language)
            if meant:
                found[word] = meant
    return found


def _one_slip(word: str, language: str) -> str:
    near = edits(word)
    stems = {analysis.stem_of_a_guess(edit) for edit in near}
    alike = [row for row in vocabulary.words(stems, language) if row[1] in near]
    return _likeliest((word, answers, heads) for _, word, answers, heads in alike)


def _two_slips(word: str, language: str) -> str:
    if len(word) < _SHORTEST_WITH_TWO:
        return ""
    sure = word[:_SURE]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT word, answers, heads FROM {LIVE.word} "
            f"WHERE language = %s AND stem >= %s AND stem < %s LIMIT {_MOST_ALIKE}",
            [language, sure, sure[:-1] + chr(ord(sure[-1]) + 1)],
        )
        alike = cursor.fetchall()
    near = process.extract(
        word, [row[0] for row in alike], scorer=OSA.distance, score_cutoff=2, limit=None
    )
    return _likeliest(alike[at] for *_, at in near)


def _likeliest(alike: Iterable[tuple[str, int, int]]) -> str:
    """Of (word, answers, heads) the word that is most likely meant; empty where there is none."""
    ordered = [(heads > 0, answers, word) for word, answers, heads in alike]
    return max(ordered, default=(False, 0, ""))[2]


def edits(word: str) -> frozenset[str]:
    """Every word that is one slip away (Norvig, "How to Write a Spelling Corrector", 2007)."""
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    letters = string.ascii_lowercase
    return frozenset(
        [
            *(a + b[1:] for a, b in parts if b),
            *(a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1),
            *(a + letter + b[1:] for a, b in parts if b for letter in letters),
            *(a + letter + b for a, b in parts for letter in letters),
        ]
    )
