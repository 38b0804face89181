"""Changes of a request's due date and priority: the row keeps the last, the trail keeps each."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from articles.models import AuditEvent
from reviews.actions.requesting import RESCHEDULED
from reviews.desk.entries import Entry
from reviews.enums import Priority
from reviews.models import ReviewRequest


@dataclass(frozen=True)
class Rescheduling:
    """One change: what was wanted before, and from then on."""

    request_id: int
    at: datetime
    by: str
    due_before: str
    due_on: str
    priority_before: str
    priority: str
    reason: str


def read(events: Sequence[AuditEvent]) -> tuple[Rescheduling, ...]:
    """What the events tell of, oldest first."""
    return tuple(_read(event) for event in events if event.verb == RESCHEDULED)


def first_due(request: ReviewRequest, rows: Sequence[Rescheduling]) -> str:
    """The day by which its answer was wanted at first."""
    of_it = (row.due_before for row in rows if row.request_id == request.pk)
    return next(of_it, request.due_on.isoformat())


def entries(rows: Sequence[Rescheduling], versions: Mapping[int, int]) -> Iterator[Entry]:
    """Each change as a line of the record; `versions` are the numbers by request."""
    for row in rows:
        heading = _("Due date or priority of the review of version %(number)d changed")
        priorities = (Priority(row.priority_before).label, Priority(row.priority).label)
        yield Entry(
            row.at,
            heading % {"number": versions[row.request_id]},
            row.by,
            facts=(
                (_("Due"), _arrow(row.due_before, row.due_on)),
                (_("Priority"), _arrow(*map(str, priorities))),
                (_("Reason"), row.reason),
            ),
        )


def _read(event: AuditEvent) -> Rescheduling:
    said = json.loads(event.detail)
    names = ("due_before", "due_on", "priority_before", "priority", "reason")
    request_id = int(event.object.partition(":")[2])
    return Rescheduling(request_id, event.at, event.actor_name, *(said[name] for name in names))


def _arrow(before: str, after: str) -> str:
    return after if before == after else f"{before} → {after}"
