"""Two versions side by side, as the review screen shows them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from articles import changes
from articles.changes import Change, Piece
from articles.differences import Field, field
from reviews.discussion import Thread


@dataclass(frozen=True)
class Item:
    """A treatment or a source with its fields; `about` is what a source is called.

    A source's own `title` is the key by which the words cite it.
    """

    title: str
    about: str
    fields: tuple[Field, ...]
    threads: tuple[Thread, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything of it differs."""
        return any(one.changed for one in self.fields)


@dataclass(frozen=True)
class Differences:
    """What changed, and everything said of treatments and sources, changed or not."""

    first: bool
    changes: tuple[Field, ...]
    treatments: tuple[Item, ...]
    sources: tuple[Item, ...]


def of(old: str | None, new: str, *, medicines: Sequence[str] = ()) -> Differences:
    """The differences from snapshot text `old` to `new`; `medicines` as in `changes.between`.

    `old` is None for a first publication: all of it is new, so nothing is marked.
    """
    found = changes.between(old, new, medicines=medicines) if old is not None else ()
    every = _every_field(found, new)
    return Differences(
        first=old is None,
        changes=tuple(map(field, found)),
        treatments=_items(every, "treatments"),
        sources=_items(every, "citations"),
    )


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
    called = {c.field: "".join(p.text for p in c.pieces if p.kind != "del") for c in mine}
    return tuple(
        Item(
            title,
            called.get(f"citations.{title}.title", ""),
            tuple(_short(field(change)) for change in group),
        )
        for title, group in groupby(mine, key=lambda change: changes.title(change.field))
    )


def _short(one: Field) -> Field:
    return replace(one, label=one.own_label)
