"""What a version changes, counted once when it is put up: what a list shows of it.

Comparing two long answers word by word takes so long that a list cannot do it for every row.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from articles import changes
from articles.changes import Change

# An amount with a unit in which something is taken or measured.
_DOSE = re.compile(
    r"\d[\d.,]*\s*(?:mg|mcg|µg|μg|g|ml|iu|units?|mmol|tablets?|capsules?|drops?|puffs?)\b",
    re.IGNORECASE,
)
# By what an item of a list is known, and what of it is no words.
_LISTS = {
    "treatments": (("treatment", "phase"), ()),
    "citations": (("key",), ("source",)),
    "care_team": (("specialty",), ()),
}


@dataclass(frozen=True)
class Counts:
    """How many items of a list are new, changed or gone."""

    new: int = 0
    changed: int = 0
    gone: int = 0


@dataclass(frozen=True)
class Outline:
    """A comparison without its words: fields by name, and counts. It needs no translation.

    `first` when nothing was public before, `same` when the public words were put up again.
    """

    first: bool = False
    same: bool = False
    texts: tuple[str, ...] = ()
    reordered: bool = False
    doses: int = 0
    harm: bool = False
    treatments: Counts = Counts()
    citations: Counts = Counts()
    care_team: Counts = Counts()


def of(old: str | None, new: str, *, medicines: Sequence[str] = ()) -> Outline:
    """What differs between two snapshot texts; `old` is None where nothing was published.

    `medicines` as in `changes.between`.
    """
    if old is None:
        return Outline(first=True)
    if old == new:
        return Outline(same=True)
    before, after = json.loads(old), json.loads(new)
    found = changes.between(old, new, medicines=medicines)
    return Outline(
        texts=tuple(change.field for change in found if "." not in change.field),
        reordered=_reordered(before, after),
        doses=sum(map(_doses, found)),
        harm=any(change.harm for change in found),
        treatments=_counts("treatments", before, after),
        citations=_counts("citations", before, after),
        care_team=_counts("care_team", before, after),
    )


def data(outline: Outline) -> dict[str, Any]:
    """The outline as JSON data."""
    return asdict(outline) | {"texts": list(outline.texts)}


def read(kept: Mapping[str, Any]) -> Outline:
    """The outline that was kept as JSON data; one that says nothing where none was kept."""
    lists = {name: Counts(**kept.get(name, {})) for name in _LISTS}
    return Outline(**{**kept, **lists, "texts": tuple(kept.get("texts", ()))})


def _counts(part: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Counts:
    old, new = _items(part, before), _items(part, after)
    return Counts(
        new=len(new.keys() - old.keys()),
        changed=sum(old[key] != new[key] for key in old.keys() & new.keys()),
        gone=len(old.keys() - new.keys()),
    )


def _items(part: str, snapshot: Mapping[str, Any]) -> dict[tuple[str, ...], dict[str, Any]]:
    known_by, no_words = _LISTS[part]
    return {
        tuple(item[name] for name in known_by): {
            name: value for name, value in item.items() if name not in no_words
        }
        for item in snapshot[part]
    }


def _reordered(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    old, new = _items("treatments", before), _items("treatments", after)
    return [key for key in old if key in new] != [key for key in new if key in old]


def _doses(change: Change) -> int:
    """How many doses of a field are new, gone, or another amount now."""
    old, new = (
        Counter(_DOSE.findall("".join(p.text for p in change.pieces if p.kind in kinds)))
        for kinds in (("same", "del"), ("same", "ins"))
    )
    return max((new - old).total(), (old - new).total())
