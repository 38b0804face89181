"""The hash of a whole row, which the audit event about the row keeps."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from articles import snapshots
from articles.models import AuditEvent, Sealed
from articles.verification.faults import Fault, batches
from articles.verification.telling import deleted

# How the detail of an event begins to tell of a whole row; in other words its quotes are escaped.
MARK = '"whole": "'


@dataclass(frozen=True)
class _Told:
    """What an event says that a row was before it, and is after it."""

    number: int
    before: str
    after: str


def seal(*rows: Sealed) -> str:
    """The rows' names, each with the SHA-256 (hex) over all that it says: `withdrawal:7 e3b0…`."""
    return ", ".join(f"{_name(row)} {snapshots.canonical(row.whole()).sha256}" for row in rows)


def changed(rows: QuerySet[Any], where: Callable[[Any], str]) -> Iterator[Fault]:
    """Each row that an event left in one way, and the next event or we found in another.

    Events from before seals were kept say nothing here.
    """
    for batch in batches(rows):
        kept = _kept(batch)
        for row in batch:
            if (number := _broken_after(kept[_name(row)], row)) is not None:
                what = _("changed: it is not the row that audit event %(number)d tells of")
                yield Fault(where(row), what % {"number": number})


def unsealed(rows: QuerySet[Any], where: Callable[[Any], str]) -> Iterator[Fault]:
    """Each row of which no event keeps a seal, or the first such event found it there already."""
    for batch in batches(rows):
        kept = _kept(batch)
        for row in batch:
            first = next(iter(kept[_name(row)]), None)
            if first is None or first.before != first.after:
                yield Fault(where(row), _("no audit event tells of it"))


def gone(model: type[Sealed], events: QuerySet[AuditEvent]) -> Iterator[Fault]:
    """Each of the events that keeps the seal of a row of the model which is no longer there."""
    stem = f"{model._meta.model_name}:"
    for batch in batches(events.filter(detail__contains=MARK).order_by("pk")):
        told = [
            (event, name)
            for event in batch
            for name in _named(event.detail, "whole")
            if name.startswith(stem)
        ]
        keys = {name.removeprefix(stem) for _event, name in told}
        there = {f"{stem}{key}" for key in model._default_manager.in_bulk(keys)}
        yield from (deleted(event, name) for event, name in told if name not in there)


def _broken_after(told: Sequence[_Told], row: Sealed) -> int | None:
    """The number of the first event after which the row was found other than it says."""
    # Found by the next event, and after the last one by us.
    found = [*(event.before for event in told[1:]), *([seal(row)] if told else [])]
    for event, then in zip(told, found, strict=True):
        if event.after != then:
            return event.number
    return None


def _kept(rows: Sequence[Sealed]) -> defaultdict[str, list[_Told]]:
    """By the name of a row: what each event about it says, oldest first (one query)."""
    found = defaultdict(list)
    objects = {_name(row.subject) for row in rows}
    events = AuditEvent.objects.filter(object__in=objects, detail__contains=MARK).order_by("pk")
    for number, detail in events.values_list("pk", "detail"):
        before = _named(detail, "was")
        for name, text in _named(detail, "whole").items():
            found[name].append(_Told(number, before.get(name, text), text))
    return found


def _named(detail: str, key: str) -> dict[str, str]:
    """The seals under that key of an event's detail, by the names of their rows."""
    seals = json.loads(detail).get(key, "").split(", ")
    return {text.partition(" ")[0]: text for text in seals if text}


def _name(row: Model) -> str:
    return f"{row._meta.model_name}:{row.pk}"
