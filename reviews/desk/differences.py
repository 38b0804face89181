"""Two versions side by side, as the review screen shows them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from articles import changes
from articles.changes import Change, Piece

# Longer runs without a change fold to their first and last words.
_FOLD_OVER = 240
_EDGE = 80


@dataclass(frozen=True)
class Part:
    """A run of text on the screen. A folded one has its beginning and end in `head` and `tail`.

    `flag` marks the end of a place where a number or a word of strength changed.
    """

    kind: Literal["same", "ins", "del"]
    text: str
    flag: bool = False
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


@dataclass(frozen=True)
class Item:
    """A treatment or a source with its fields."""

    title: str
    fields: tuple[Field, ...]

    @property
    def changed(self) -> bool:
        """Whether anything of it differs."""
        return any(field.changed for field in self.fields)


@dataclass(frozen=True)
class Differences:
    """What changed, and everything said of treatments and sources, changed or not."""

    first: bool
    changes: tuple[Field, ...]
    treatments: tuple[Item, ...]
    sources: tuple[Item, ...]


def of(old: str | None, new: str) -> Differences:
    """The differences from snapshot text `old` to `new`.

    `old` is None for a first publication: all of it is new, so nothing is marked.
    """
    found = changes.between(old, new) if old is not None else ()
    every = _every_field(found, new)
    return Differences(
        first=old is None,
        changes=tuple(map(_field, found)),
        treatments=_items(every, "treatments"),
        sources=_items(every, "citations"),
    )


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
    harm = any(piece.harm for piece in run)
    deleted = "".join(piece.text for piece in run if piece.kind != "ins")
    inserted = "".join(piece.text for piece in run if piece.kind != "del")
    if any(piece.kind == "del" for piece in run):
        yield Part("del", deleted, flag=harm and not inserted.strip())
    if any(piece.kind == "ins" for piece in run):
        yield Part("ins", inserted, flag=harm)


def _folded(text: str) -> Part:
    if len(text) <= _FOLD_OVER:
        return Part("same", text)
    head = re.sub(r"\S*\Z", "", text[:_EDGE]).strip()
    tail = re.sub(r"\A\S*", "", text[-_EDGE:]).strip()
    return Part("same", text, head=head, tail=tail)


def _every_field(found: Iterable[Change], new: str) -> list[Change]:
    """Every field of the new version, the differing ones as they differ; then what is gone."""
    differing = {change.field: change for change in found}
    current = [_unchanged(change) for change in changes.between(None, new)]
    gone = [change for name, change in differing.items() if name not in {c.field for c in current}]
    return [differing.get(change.field, change) for change in current] + gone


def _unchanged(change: Change) -> Change:
    return replace(change, pieces=tuple(Piece("same", piece.text) for piece in change.pieces))


def _items(every: Sequence[Change], part: str) -> tuple[Item, ...]:
    mine = [c for c in every if c.field.startswith(f"{part}.") and c.field != f"{part}.order"]
    titles = list(dict.fromkeys(changes.title(change.field) for change in mine))
    # What is gone of an item stands with the rest of it.
    mine.sort(key=lambda change: titles.index(changes.title(change.field)))
    return tuple(
        Item(title, tuple(_short(_field(change)) for change in group))
        for title, group in groupby(mine, key=lambda change: changes.title(change.field))
    )


def _short(field: Field) -> Field:
    """The label without the item's title, which stands above it."""
    return replace(field, label=field.label.rpartition(": ")[2].capitalize())


def _field(change: Change) -> Field:
    changed = any(piece.kind != "same" for piece in change.pieces)
    return Field(change.label, tuple(parts(change.pieces)), changed, change.harm, change.field)
