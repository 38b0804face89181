"""Two editors on one draft: what one typed beside what the other saved."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict

from articles import changes
from articles.changes import Piece
from reviews.forms.draft import DraftForms


@dataclass(frozen=True)
class Difference:
    """A field as it is stored, as it was typed, and word by word from one to the other."""

    label: str
    stored: str
    typed: str
    pieces: tuple[Piece, ...]


def between(stored: DraftForms, typed: DraftForms) -> tuple[Difference, ...]:
    """Every field in which what was typed, valid or not, differs from what is stored."""
    theirs, mine = stored.said(), typed.said()
    return tuple(
        Difference(label, theirs.get(label, ""), mine.get(label, ""), pieces)
        for label, pieces in _pieces(theirs, mine)
    )


def posted(data: QueryDict) -> Iterator[tuple[str, str]]:
    """Everything that was typed, name by name, so that it can be posted once more.

    Names that begin with an underscore are buttons; the version and the token are renewed.
    """
    for name, values in data.lists():
        if not name.startswith("_") and name not in {"csrfmiddlewaretoken", "draft_version"}:
            yield from ((name, value) for value in values)


def _pieces(
    theirs: dict[str, str], mine: dict[str, str]
) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    for label in {**mine, **theirs}:
        old, new = theirs.get(label, ""), mine.get(label, "")
        if old != new:
            yield label, changes.words(old, new)
