"""What a question means: its condition, its kind and its telling words."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from articles.enums import QuestionKind
from articles.search import analysis, questions, spelling, vocabulary
from articles.search.engines import engine
from articles.search.schema import LIVE
from articles.search.vocabulary import Vocabulary

_MOST_WORDS = 60
_LONGEST_NAME = 12


@dataclass(frozen=True)
class Named:
    """A condition that the question names, and by which of its names."""

    condition_id: int
    text: str


@dataclass(frozen=True)
class Understood:
    """A question as the engines and the ranking want it.

    `corrected` is the text with its misspelt words replaced, empty where there was none.
    """

    stems: tuple[str, ...]
    kinds: frozenset[QuestionKind]
    named: tuple[Named, ...]
    vocabulary: Vocabulary
    corrected: str


def question(
    text: str, language: str, *, may_say: Callable[[Collection[str]], Collection[str]]
) -> Understood:
    """The question understood by the index's own words and names (two queries; where a word is
    in no answer another, at most two for each, and those of `may_say`).

    The index also has the words of answers that are withheld: a word is put right only to one
    of those that `may_say` leaves.
    """
    located = list(analysis.located(text))[:_MOST_WORDS]
    words = [word for word, _ in located]
    stems = [analysis.stem(word) for word in words]
    known = vocabulary.known(dict.fromkeys(stems), language)
    unknown = [
        word
        for word, stem in zip(words, stems, strict=True)
        if stem not in known.stems and not analysis.is_stop_word(word)
    ]
    meant = spelling.corrections(unknown, language)
    said = may_say(meant.values()) if meant else ()
    corrections = {word: right for word, right in meant.items() if right in said}
    corrected = _corrected(text, located, corrections) if corrections else ""
    if corrections:
        words = [corrections.get(word, word) for word in words]
        stems = [analysis.stem(word) for word in words]
        known = vocabulary.known(dict.fromkeys(stems), language)
    spans = names(words, stems, language)
    return Understood(
        stems=_telling(words, stems, known),
        kinds=questions.kinds(without(words, spans)),
        named=tuple(named for found in spans.values() for named in found),
        vocabulary=known,
        corrected=corrected,
    )


def names(
    words: Sequence[str], stems: Sequence[str], language: str
) -> dict[tuple[int, int], list[Named]]:
    """The names of conditions in the question by where they stand, none inside a longer one
    (one query)."""
    keys: dict[str, list[tuple[int, int]]] = {}
    for start in range(len(stems)):
        for end in range(start + 1, min(len(stems), start + _LONGEST_NAME) + 1):
            if not all(map(analysis.is_stop_word, words[start:end])):
                keys.setdefault(" ".join(stems[start:end]), []).append((start, end))
    chosen = engine()
    found: dict[tuple[int, int], list[Named]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT key, condition_id, text FROM {LIVE.name} "
            f"WHERE language = %s AND {chosen.among('key')} ORDER BY key, condition_id",
            [language, chosen.listed(list(keys))],
        )
        for key, condition_id, text in cursor.fetchall():
            for span in keys[key]:
                found.setdefault(span, []).append(Named(condition_id, text))
    return {span: named for span, named in found.items() if not _inside(span, found)}


def _inside(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(o != span and o[0] <= span[0] and span[1] <= o[1] for o in others)


def _telling(words: Sequence[str], stems: Sequence[str], known: Vocabulary) -> tuple[str, ...]:
    """The known stems of the words that say something, or of all where none does."""
    pairs = list(zip(words, stems, strict=True))
    telling = [stem for word, stem in pairs if not analysis.is_stop_word(word)]
    found = [stem for stem in telling or stems if stem in known.stems]
    return tuple(dict.fromkeys(found))


def without(words: Sequence[str], spans: Iterable[tuple[int, int]]) -> str:
    """The question without the names in it: "hereditary" in one asks for no inheritance."""
    named = {at for start, end in spans for at in range(start, end)}
    return " ".join(word for at, word in enumerate(words) if at not in named)


def _corrected(
    text: str, located: Sequence[tuple[str, tuple[int, int]]], corrections: Mapping[str, str]
) -> str:
    parts = []
    end = 0
    for word, (start, stop) in located:
        if word in corrections:
            parts += [text[end:start], corrections[word]]
            end = stop
    return "".join((*parts, text[end:]))
