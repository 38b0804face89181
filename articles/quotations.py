"""Words quoted from a version: which of its fields holds them, and whether a later one still does.

Quotations are compared by their words, numbers and signs alone. A reader copies them from the
page or from the source text, so marks, blanks and the numbers of citations do not count.
"""

import re

from articles import changes, markdown

_TOKEN = re.compile(r"[^\W\d_]+|\d+|[%<>≤≥±]")
_CITATION = re.compile(r"\[\^[\w-]+\]")
# The number of a citation as it is copied along from the page: "disease.1, 2".
_COPIED = re.compile(r"(?<=[^\s\d])\d{1,3}(?:, \d{1,3})*(?=[\s.,;:]|$)")
_NOTHING = "  "


def place_of(quote: str, snapshot: str) -> str:
    """The field of the snapshot's text that holds the quoted words in a row; empty for none."""
    wanted = {_words(quote), _words(_COPIED.sub(" ", quote))} - {_NOTHING}
    fields = changes.fields(snapshot)
    return next((name for name, text in fields.items() if _holds(text, wanted)), "")


def titles(snapshot: str, part: str) -> tuple[str, ...]:
    """What the snapshot's treatments (`treatments`) or sources (`citations`) are called."""
    names = (name for name in changes.fields(snapshot) if name.startswith(f"{part}."))
    return tuple(dict.fromkeys(title for name in names if (title := changes.title(name))))


def _holds(text: str, wanted: set[str]) -> bool:
    variants = [_words(variant) for variant in _variants(text)]
    return any(words in variant for words in wanted for variant in variants)


def _variants(text: str) -> tuple[str, ...]:
    """The text as it is typed, and as it reads."""
    uncited = _CITATION.sub(" ", text)
    if len(text) > markdown.MAX_LENGTH:
        return (text, uncited)
    return (text, uncited, markdown.plain(text))


def _words(text: str) -> str:
    """Its words with a blank around each, so that no word is found inside a longer one."""
    return f" {' '.join(_TOKEN.findall(text.casefold()))} "
