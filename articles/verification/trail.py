"""The audit trail as one chain: where it breaks, and why."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC

from django.utils.translation import gettext as _

from articles.guards import GENESIS
from articles.models import AuditEvent
from articles.verification.faults import Fault


def digest(event: AuditEvent) -> str:
    """The SHA-256 (hex) over every field of the event but its own hash."""
    fields = {
        "actor": event.actor_id,
        "actor_name": event.actor_name,
        "verb": event.verb,
        "object": event.object,
        "detail": event.detail,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "previous_hash": event.previous_hash,
    }
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def chain(events: Iterable[AuditEvent], find: Callable[[str], int | None]) -> Iterator[Fault]:
    """Every event, oldest first, at which the chain breaks.

    `find` gives the number of the event that has a hash, None when no event has it.
    """
    previous, before = GENESIS, 0
    for event in events:
        where = _("audit event %(number)d") % {"number": event.pk}
        if digest(event) != event.hash:
            yield Fault(where, _("changed: its fields do not give its hash"))
        if event.previous_hash != previous:
            yield Fault(where, _misplaced(event, before, find(event.previous_hash)))
        previous, before = event.hash, event.pk


def _misplaced(event: AuditEvent, before: int, follows: int | None) -> str:
    """Why an event that does not follow the one before it (0: none) stands where it stands."""
    if follows is not None:
        return _(
            "out of order: it follows event %(follows)d, but stands after event %(before)d"
        ) % {"follows": follows, "before": before}
    if event.previous_hash == GENESIS:
        return _("out of order: it is the first event, but stands after event %(before)d") % {
            "before": before
        }
    if not before:
        return _("the event before it was deleted: the trail does not begin here")
    return _(
        "the event before it was deleted, or event %(before)d rewritten: "
        "no event has the hash that this one follows"
    ) % {"before": before}
