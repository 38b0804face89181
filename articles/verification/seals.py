"""The hash of a whole row, which the audit event about the row keeps."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from articles import snapshots
from articles.models import AuditEvent, Evidence
from articles.verification.faults import Fault, batches

# How the detail of an event begins to tell of a whole row; in other words its quotes are escaped.
MARK = '"whole": "'


def seal(row: Evidence) -> str:
    """The row's name and the SHA-256 (hex) over all that it says: `withdrawal:7 e3b0…`."""
    return f"{_name(row)} {snapshots.canonical(row.whole()).sha256}"


def changed(rows: QuerySet[Any], where: Callable[[Any], str]) -> Iterator[Fault]:
    """Each row that differs from what an event about it keeps.

    Events from before seals were kept say nothing here.
    """
    for batch in batches(rows):
        kept = _kept(batch)
        for row in batch:
            for number, text in kept[_name(row)]:
                if text != seal(row):
                    what = _("changed: it is not the row that audit event %(number)d tells of")
                    yield Fault(where(row), what % {"number": number})
                    break


def _kept(rows: Sequence[Evidence]) -> defaultdict[str, list[tuple[int, str]]]:
    """By the name of a row: the number and the seal of each event about it (one query)."""
    found = defaultdict(list)
    objects = {_name(row.subject) for row in rows}
    events = AuditEvent.objects.filter(object__in=objects, detail__contains=MARK).order_by("pk")
    for number, detail in events.values_list("pk", "detail"):
        text = json.loads(detail)["whole"]
        found[text.partition(" ")[0]].append((number, text))
    return found


def _name(row: Model) -> str:
    return f"{row._meta.model_name}:{row.pk}"
