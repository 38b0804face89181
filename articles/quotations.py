"""Words quoted from a version: which of its fields holds them, and whether a later one still does.

Quotations are compared by their words, numbers and signs alone. A reader copies them from the
page or from the source text, so marks, blanks and the numbers of citations do not count.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from articles import changes, markdown

_TOKEN = re.compile(r"[^\W\d_]+|\d+|[%<>≤≥±]")
_CITATION = re.compile(r"\[\^[\w-]+\]")
# The number of a citation as it is copied along from the page: "disease.1, 2".
_COPIED = re.compile(r"(?<=[^\s\d])\d{1,3}(?:, \d{1,3})*(?=[\s.,;:]|$)")
_NOTHING = "  "


def place_of(quote: str, snapshot: str, *, near: str = "") -> str:
    """The field of the snapshot's text that holds the quoted words in a row; empty for none.

    Where several do it is the field `near`, if it is among them, else the first.
    """
    wanted = {_words(quote), _words(_COPIED.sub(" ", quote))} - {_NOTHING}
    found = [
        name
        for name, texts in _searchable(snapshot).items()
        if any(words in text for words in wanted for text in texts)
    ]
    return near if near in found else next(iter(found), "")


def titles(snapshot: str, part: str) -> tuple[str, ...]:
    """What the snapshot's treatments (`treatments`) or sources (`citations`) are called."""
    names = (name for name in changes.fields(snapshot) if name.startswith(f"{part}."))
    return tuple(dict.fromkeys(title for name in names if (title := changes.title(name))))


# A screen looks for every comment's words in one version.
@lru_cache(maxsize=4)
def _searchable(snapshot: str) -> Mapping[str, tuple[str, ...]]:
    """Each field of the snapshot, in order, with its words as typed and as read."""
    return {
        name: tuple(_words(variant) for variant in _variants(text))
        for name, text in changes.fields(snapshot).items()
    }


def _variants(text: str) -> tuple[str, ...]:
    """The text as it is typed, and as it reads."""
    uncited = _CITATION.sub(" ", text)
    if len(text) > markdown.MAX_LENGTH:
        return (text, uncited)
    return (text, uncited, markdown.plain(text))


def _words(text: str) -> str:
    """Its words with a blank around each, so that no word is found inside a longer one."""
    return f" {' '.join(_TOKEN.findall(text.casefold()))} "
