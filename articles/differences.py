"""Differences between two versions as a screen shows them: whole words, joined and folded."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from django.utils.text import capfirst

from articles import changes
from articles.changes import Change, Piece
from articles.harms import Harm

# Longer runs without a change fold to their first and last words.
_FOLD_OVER = 240
_EDGE = 80


@dataclass(frozen=True)
class Part:
    """A run of text on the screen. A folded one has its beginning and end in `head` and `tail`.

    `flag` stands at the end of a place where harm may hide and says what changed there.
    """

    kind: Literal["same", "ins", "del"]
    text: str
    flag: str = ""
    head: str = ""
    tail: str = ""


@dataclass(frozen=True)
class Field:
    """One field: its label, its text in parts, and whether it differs."""

    label: str
    parts: tuple[Part, ...]
    changed: bool
    harm: bool
    # The name of the field in a snapshot.
    name: str

    @property
    def item(self) -> str:
        """The treatment, source or list that it is of ("Source: smith"); else empty."""
        return self.label.rpartition(": ")[0]

    @property
    def own_label(self) -> str:
        """The label where the item stands above it."""
        return capfirst(self.label.rpartition(": ")[2])


def between(old: str, new: str) -> tuple[Field, ...]:
    """Every field that differs between two snapshot texts, in the order of the page."""
    return tuple(map(field, changes.between(old, new)))


def field(change: Change) -> Field:
    """A change for the screen."""
    changed = any(piece.kind != "same" for piece in change.pieces)
    return Field(change.label, tuple(parts(change.pieces)), changed, change.harm, change.field)


def parts(pieces: Sequence[Piece]) -> Iterator[Part]:
    """Pieces for the screen: neighbouring changes joined to one deletion and one insertion,
    long unchanged runs folded, places of harm flagged once.
    """
    together = _marked(pieces)
    for changed, group in groupby(together, key=lambda pair: pair[0]):
        run = [piece for _changed, piece in group]
        if changed:
            yield from _replacement(run)
        else:
            yield from (_folded(piece.text) for piece in run)


def _marked(pieces: Sequence[Piece]) -> Iterator[tuple[bool, Piece]]:
    """Each piece with whether it belongs to a change; a blank between two changes does."""
    for before, piece, after in zip([None, *pieces[:-1]], pieces, [*pieces[1:], None], strict=True):
        blank = not piece.text.strip() and before is not None and after is not None
        yield piece.kind != "same" or blank, piece


def _replacement(run: Sequence[Piece]) -> Iterator[Part]:
    found = {harm for piece in run for harm in piece.harms}
    flag = ", ".join(str(harm.label) for harm in Harm if harm in found)
    deleted = "".join(piece.text for piece in run if piece.kind != "ins")
    inserted = "".join(piece.text for piece in run if piece.kind != "del")
    if any(piece.kind == "del" for piece in run):
        yield Part("del", deleted, flag="" if inserted.strip() else flag)
    if any(piece.kind == "ins" for piece in run):
        yield Part("ins", inserted, flag=flag)


def _folded(text: str) -> Part:
    if len(text) <= _FOLD_OVER:
        return Part("same", text)
    head = re.sub(r"\S*\Z", "", text[:_EDGE]).strip()
    tail = re.sub(r"\A\S*", "", text[-_EDGE:]).strip()
    return Part("same", text, head=head, tail=tail)
