"""What changed between two snapshots, word by word and field by field.

Harm hides in numbers, frequencies, negations and words of strength, so a change of any of them
is material, as is any change of treatments, sources or emergency advice.
"""

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from django.utils.translation import gettext as _

from articles.enums import ChangeClass

# A citation, a decimal number and a contraction ("don't") are one word each.
_TOKEN = re.compile(r"\s+|\[\^[\w-]+\]|\w+(?:[.,/]\d+|['’]\w+)*|[^\w\s]")
_HARM_WORDS = frozenset(
    word
    for words in (
        "daily weekly fortnightly monthly yearly hourly nightly once twice every each per",
        "second seconds minute minutes hour hours day days week weeks fortnight month months",
        "year years morning evening night before after during until",
        "mg mcg µg μg ug g gram grams kg ml l litre litres iu unit units mmol percent",
        "tablet tablets capsule capsules drop drops puff puffs dose doses",
        "one two three four five six seven eight nine ten half double quarter third",
        "no not never none nothing nobody without cannot nor neither unless except stop avoid",
        "may might can could will would shall must should always often sometimes rarely seldom",
        "usually only likely unlikely probably possibly certainly all most some many few",
        "more less higher lower increase increases increased decrease decreases decreased",
        "reduce reduces reduced raise raises raised safe unsafe",
        "warning emergency urgent urgently immediately danger dangerous",
        "left right both upper",
        "child children infant infants baby babies newborn teenager teenagers adult adults",
        "pregnant pregnancy breastfeeding older younger elderly",
    )
    for word in words.split()
)
_ALWAYS_MATERIAL = frozenset(
    ("treatments", "citations", "emergency_advice", "care_team", "images", "condition", "origin")
)
_HARM_SIGNS = frozenset("%<>≤≥±")
# Two passages of a thousand words each (twice as many tokens) take a tenth of a second; longer
# ones without a line in common count as replaced whole, for a page of any length is compared.
_MOST_COMPARISONS = 4_000_000


@dataclass(frozen=True)
class Piece:
    """A run of text: kept, inserted or deleted; `harm` when it needs a second look."""

    kind: Literal["same", "ins", "del"]
    text: str
    harm: bool = False


@dataclass(frozen=True)
class Change:
    """One field that differs; `label` is what an editor calls it."""

    field: str
    label: str
    pieces: tuple[Piece, ...]

    @property
    def harm(self) -> bool:
        """Whether a number or a word of harm changed in it."""
        return any(piece.harm for piece in self.pieces)


@dataclass(frozen=True)
class Floor:
    """The lowest change class these differences allow, and why."""

    change_class: ChangeClass
    reason: str


def highest(*classes: str) -> ChangeClass:
    """Material if any of them is."""
    return ChangeClass.MATERIAL if ChangeClass.MATERIAL in classes else ChangeClass.WORDING


def floor(old: str | None, new: str) -> Floor:
    """The lowest class that a change from snapshot text `old` to `new` may have.

    `old` is what is live; None before the first publication and after a withdrawal.
    """
    if old is None:
        return Floor(ChangeClass.MATERIAL, _("Nothing of this answer is live."))
    for change in between(old, new):
        part = change.field.split(".")[0]
        if part in _ALWAYS_MATERIAL:
            reason = _("%(field)s changed.") % {"field": change.label}
            return Floor(ChangeClass.MATERIAL, reason)
        if change.harm:
            reason = _("%(field)s: a number or a word of strength changed.")
            return Floor(ChangeClass.MATERIAL, reason % {"field": change.label})
    return Floor(ChangeClass.WORDING, _("Only wording changed."))


def between(old: str | None, new: str) -> tuple[Change, ...]:
    """Every field that differs between two snapshot texts, in the order of the page.

    `old` is None for a first publication, where everything is new.
    """
    before = fields(old) if old is not None else {}
    after = fields(new)
    order = [*after, *(name for name in before if name not in after)]
    return tuple(
        Change(name, label(name), words(before.get(name, ""), after.get(name, "")))
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


def words(old: str, new: str) -> tuple[Piece, ...]:
    """The differences between two texts in whole words.

    Lines that are the same are matched first: comparing every word of a long answer with every
    other takes a second.
    """
    a, b = old.splitlines(keepends=True), new.splitlines(keepends=True)
    pieces: list[Piece] = []
    for tag, a1, a2, b1, b2 in _opcodes(a, b):
        gone, come = "".join(a[a1:a2]), "".join(b[b1:b2])
        pieces += [Piece("same", gone)] if tag == "equal" else _within(gone, come)
    return tuple(_joined(pieces))


def _within(old: str, new: str) -> Iterator[Piece]:
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(a) * len(b) > _MOST_COMPARISONS:
        yield from (Piece("del", old, _harmful(a)), Piece("ins", new, _harmful(b)))
        return
    for tag, a1, a2, b1, b2 in _opcodes(a, b):
        if tag == "equal":
            yield Piece("same", "".join(a[a1:a2]))
            continue
        if a2 > a1:
            yield Piece("del", "".join(a[a1:a2]), _harmful(a[a1:a2]))
        if b2 > b1:
            yield Piece("ins", "".join(b[b1:b2]), _harmful(b[b1:b2]))


def _opcodes(a: list[str], b: list[str]) -> list[tuple[str, int, int, int, int]]:
    return list(difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes())


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one piece."""
    for kind, group in groupby(pieces, key=lambda piece: piece.kind):
        run = list(group)
        yield Piece(kind, "".join(p.text for p in run), any(p.harm for p in run))


def _harmful(tokens: Sequence[str]) -> bool:
    return any(
        token in _HARM_SIGNS
        or token.startswith("[^")
        or (word := token.lower().replace("’", "'")) in _HARM_WORDS
        or word.endswith("n't")
        or any(letter.isnumeric() for letter in token)
        for token in tokens
    )


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
    part, *rest = field.split(".", 1)
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
    detail = rest[0].replace(".", ": ").replace("_", " ") if rest else ""
    return f"{labels[part]}: {detail}" if detail else labels[part]
