"""Text as the index sees it: folded words and their stems. The same for both engines."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

# A stranger's text must not make work: nobody's question is longer, and no word is.
MAX_LENGTH = 400
_LONGEST_WORD = 60
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s\Z")

# Words that say nothing about what is asked; with what people write around a question.
_STOP = frozenset(
    _WORD.findall("""
    a about after all also am an and any are arent as at be because been before being best but
    by can could d dear did do doctor does doing dont each else ever few find for from further
    get getting give given go going good had has have having he hello help her here hi him his
    how i if im in information into is it its just know let like ll long make many may maybe me
    might more most much must my myself need no nor not now of off on once one only or other
    our out over please possible possibly question re really recommended regarding s said same
    she should since so some someone still such t take taken taking tell than thank thanks that
    the their them then there these they thing things this those to too under until up us use
    used using ve very want was way we well were what when where which while who whom whose why
    will with without would you your
    """)
)

# Endings with what takes their place, and how many letters must stay; the first that fits goes.
_ENDINGS = (
    ("ingly", "", 4),
    ("edly", "", 4),
    ("ing", "", 4),
    ("ed", "", 4),
    ("ally", "al", 3),
    ("ation", "at", 3),
    ("ments", "", 4),
    ("ment", "", 4),
    ("ness", "", 4),
    ("ly", "", 4),
    ("ive", "", 5),
    ("e", "", 3),
)
# Most words are tried against two or three endings instead of all.
_ENDINGS_BY_LETTER = {
    letter: tuple(ending for ending in _ENDINGS if ending[0].endswith(letter))
    for letter in {ending[0][-1] for ending in _ENDINGS}
}


class _Memo(dict[str, str]):
    """What a function made of each word: reading a library looks up millions, most of them again.

    A dictionary is read faster than an `lru_cache`. It forgets all once it has very many.
    """

    _MOST = 400_000

    def __init__(self, make: Callable[[str], str]) -> None:
        self._make = make

    def __missing__(self, word: str) -> str:
        if len(self) >= self._MOST:
            self.clear()
        made = self[word] = self._make(word)
        return made


def fold(text: str) -> str:
    """The text without case and accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """The folded words of a text in order; "Wegener's" is "wegener", hyphens part words."""
    return list(filter(None, map(_PLAIN.__getitem__, _WORD.findall(text))))


def located(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Each folded word with where it stands in the text, as (start, end)."""
    for match in _WORD.finditer(text):
        if word := _PLAIN[match[0]]:
            yield word, match.span()


def _plain(word: str) -> str:
    plain = _POSSESSIVE.sub("", fold(word))
    if not plain.isalnum():
        # Folding may split a letter into several ("½"); what is kept is one run.
        plain = "".join(letter for letter in plain if letter.isalnum())
    return plain[:_LONGEST_WORD]


def is_stop_word(word: str) -> bool:
    """Whether the word says nothing about what is asked."""
    return word in _STOP


def stem(word: str) -> str:
    """What the forms of an English word have in common; short words and codes stay whole."""
    return _STEMS[word]


def stem_of_a_guess(word: str) -> str:
    """The same, not kept: for words that nobody wrote."""
    if len(word) < 4 or not word.isalpha():
        return word
    return _without_ending(_singular(word))


def stems(text: str) -> list[str]:
    """The stems of a text's words in order."""
    return list(stemmed(words(text)))


def stemmed(words: Iterable[str]) -> Iterator[str]:
    """The stem of each word."""
    return map(_STEMS.__getitem__, words)


def _singular(word: str) -> str:
    if not word.endswith("s"):
        return word
    if word.endswith("ies") and len(word) > 5:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word if word.endswith(("ss", "us", "is")) else word[:-1]


def _without_ending(word: str) -> str:
    for ending, instead, kept in _ENDINGS_BY_LETTER.get(word[-1], ()):
        if word.endswith(ending) and len(word) - len(ending) >= kept:
            base = word[: -len(ending)] + instead
            doubled = len(base) > 3 and base[-1] == base[-2] and base[-1] not in "lsz"
            return base[:-1] if ending in {"ing", "ed"} and doubled else base
    return word


_PLAIN = _Memo(_plain)
_STEMS = _Memo(stem_of_a_guess)
