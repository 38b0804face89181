"""What changed between two snapshots, word by word and field by field.

Harm hides in numbers, frequencies, negations and words of strength, so a change of any of them
is material, as is any change of treatments, sources or emergency advice.
"""

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.translation import gettext as _

from articles import harms
from articles.enums import ChangeClass, TreatmentKind
from articles.harms import Harm
from articles.models import Citation, Source, Treatment, TreatmentEntry

# A citation, a decimal number and a contraction ("don't") are one word each.
TOKEN = re.compile(r"\s+|\[\^[\w-]+\]|\w+(?:[.,/]\d+|['’]\w+)*|[^\w\s]")
_ALWAYS_MATERIAL = frozenset(
    ("treatments", "citations", "emergency_advice", "care_team", "images", "condition", "origin")
)
# Where the fields of a snapshot's lists come from, and those that have another name there.
_MODELS: Mapping[str, Sequence[type[Model]]] = {
    "treatments": (TreatmentEntry, Treatment),
    "citations": (Source, Citation),
}
_FORM_NAMES = {"treatment_kind": "kind", "order": "position"}
# Two passages of a thousand words each (twice as many tokens) take a tenth of a second; longer
# ones without a line in common count as replaced whole, for a page of any length is compared.
_MOST_COMPARISONS = 4_000_000


@dataclass(frozen=True)
class Piece:
    """A run of text: kept, inserted or deleted; `harms` are why it needs a second look."""

    kind: Literal["same", "ins", "del"]
    text: str
    harms: tuple[Harm, ...] = ()


@dataclass(frozen=True)
class Change:
    """One field that differs; `label` is what an editor calls it."""

    field: str
    label: str
    pieces: tuple[Piece, ...]

    @property
    def harms(self) -> tuple[Harm, ...]:
        """The kinds of harm that changed in it."""
        found = {harm for piece in self.pieces for harm in piece.harms}
        return tuple(harm for harm in Harm if harm in found)

    @property
    def harm(self) -> bool:
        """Whether a number, a medicine or a word of harm changed in it."""
        return bool(self.harms)


@dataclass(frozen=True)
class Floor:
    """The lowest change class these differences allow, and why."""

    change_class: ChangeClass
    reason: str


def highest(*classes: str) -> ChangeClass:
    """Material if any of them is."""
    return ChangeClass.MATERIAL if ChangeClass.MATERIAL in classes else ChangeClass.WORDING


def floor(old: str | None, new: str, *, medicines: Iterable[str] = ()) -> Floor:
    """The lowest class that a change from snapshot text `old` to `new` may have.

    `old` is what is live; None before the first publication and after a withdrawal. `medicines`
    are the names of the catalogue.
    """
    if old is None:
        return Floor(ChangeClass.MATERIAL, _("Nothing of this answer is live."))
    for change in between(old, new, medicines=medicines):
        part = change.field.split(".")[0]
        if part in _ALWAYS_MATERIAL:
            reason = _("%(field)s changed.") % {"field": change.label}
            return Floor(ChangeClass.MATERIAL, reason)
        if change.harm:
            what = ", ".join(str(harm.label) for harm in change.harms)
            reason = _("%(field)s: %(what)s changed.") % {"field": change.label, "what": what}
            return Floor(ChangeClass.MATERIAL, reason)
    return Floor(ChangeClass.WORDING, _("Only wording changed."))


def between(old: str | None, new: str, *, medicines: Iterable[str] = ()) -> tuple[Change, ...]:
    """Every field that differs between two snapshot texts, in the order of the page.

    `old` is None for a first publication, where everything is new. `medicines` are names whose
    change is flagged; those of either version's entries always are.
    """
    before = fields(old) if old is not None else {}
    after = fields(new)
    order = [*after, *(name for name in before if name not in after)]
    known = harms.names([*medicines, *entered(old), *entered(new)])
    return tuple(
        Change(name, label(name), words(before.get(name, ""), after.get(name, ""), known))
        for name in order
        if before.get(name, "") != after.get(name, "")
    )


def fields(snapshot: str) -> dict[str, str]:
    """Every field of a snapshot text with what it says, in the order of the page."""
    return dict(_fields(json.loads(snapshot)))


def title(field: str) -> str:
    """The treatment or source to which a field belongs; empty for other fields."""
    part, _dot, rest = field.partition(".")
    return rest.rpartition(".")[0] if part in ("treatments", "citations") else ""


def words(old: str, new: str, medicines: frozenset[str] = frozenset()) -> tuple[Piece, ...]:
    """The differences between two texts in whole words; `medicines` are words of names.

    Lines that are the same are matched first: comparing every word of a long answer with every
    other takes a second.
    """
    a, b = old.splitlines(keepends=True), new.splitlines(keepends=True)
    pieces: list[Piece] = []
    for tag, a1, a2, b1, b2 in _opcodes(a, b):
        gone, come = "".join(a[a1:a2]), "".join(b[b1:b2])
        pieces += [Piece("same", gone)] if tag == "equal" else _within(gone, come, medicines)
    return tuple(_joined(pieces))


def entered(snapshot: str | None) -> Iterator[str]:
    """The names of the medicines that a version has entries for."""
    for entry in json.loads(snapshot)["treatments"] if snapshot is not None else ():
        if entry.get("treatment_kind") == TreatmentKind.MEDICINE:
            yield from (entry["name"], *entry["brand_names"])


def _within(old: str, new: str, medicines: frozenset[str]) -> Iterator[Piece]:
    a, b = TOKEN.findall(old), TOKEN.findall(new)
    if len(a) * len(b) > _MOST_COMPARISONS:
        yield from (
            Piece("del", old, harms.of(a, medicines)),
            Piece("ins", new, harms.of(b, medicines)),
        )
        return
    for tag, a1, a2, b1, b2 in _opcodes(a, b):
        if tag == "equal":
            yield Piece("same", "".join(a[a1:a2]))
            continue
        if a2 > a1:
            yield Piece("del", "".join(a[a1:a2]), harms.of(a[a1:a2], medicines))
        if b2 > b1:
            yield Piece("ins", "".join(b[b1:b2]), harms.of(b[b1:b2], medicines))


def _opcodes(a: list[str], b: list[str]) -> list[tuple[str, int, int, int, int]]:
    return list(difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes())


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one piece."""
    for kind, group in groupby(pieces, key=lambda piece: piece.kind):
        run = list(group)
        found = {harm for piece in run for harm in piece.harms}
        kinds = tuple(harm for harm in Harm if harm in found)
        yield Piece(kind, "".join(piece.text for piece in run), kinds)


def _fields(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The snapshot flattened to (field, text), lists keyed by what an editor calls the item."""
    for name in ("question", "short_answer", "emergency_advice", "body"):
        yield name, data[name]
    yield "questions_to_ask", "\n".join(data["questions_to_ask"])
    yield "condition", data["condition"]["name"]
    yield "origin", "\n".join((data["origin"] or {}).values())
    for entry in data["treatments"]:
        title = " · ".join(filter(None, (entry["name"], entry["phase"])))
        yield from _item("treatments", title, entry, ("treatment",))
    order = [entry["name"] for entry in data["treatments"]]
    yield "treatments.order", "\n".join(order)
    for member in data["care_team"]:
        yield f"care_team.{member['specialty']}", member["purpose"]
    for citation in data["citations"]:
        yield from _item("citations", citation["key"], citation, ("key", "source"))
    yield "images", "\n".join(f"{image['alt']} {image['src']}" for image in data["images"])


def _item(
    part: str, title: str, values: Mapping[str, Any], left_out: Sequence[str]
) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if name not in left_out and value not in (None, "", []):
            text = ", ".join(value) if isinstance(value, list) else str(value)
            yield f"{part}.{title}.{name}", text


def label(field: str) -> str:
    """What an editor calls a field."""
    part, _dot, rest = field.partition(".")
    labels = {
        "question": _("Question"),
        "short_answer": _("Short answer"),
        "emergency_advice": _("Emergency advice"),
        "body": _("Body"),
        "questions_to_ask": _("Questions to ask"),
        "condition": _("Condition"),
        "origin": _("Origin"),
        "treatments": _("Treatment"),
        "care_team": _("Care team"),
        "citations": _("Source"),
        "images": _("Images"),
    }
    item, _dot, name = rest.rpartition(".") if part in _MODELS else ("", "", rest)
    called = _called(part, name) if part in _MODELS else name
    return ": ".join(filter(None, (labels[part], item, called)))


def _called(part: str, name: str) -> str:
    """What forms call a field of a treatment or a source."""
    for model in _MODELS[part]:
        with suppress(FieldDoesNotExist):
            field = model._meta.get_field(_FORM_NAMES.get(name, name))
            return str(getattr(field, "verbose_name", name))
    return name.replace("_", " ")
