"""Writing the audit trail: one chain, one event for everything that was done."""

import json
from datetime import datetime

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Model

from articles.guards import GENESIS
from articles.models import AuditEvent, Evidence, Sealed
from articles.verification import digest, seal

# An arbitrary constant: the name of the lock on the head of the chain.
_CHAIN_LOCK = 7_310_002


def record(
    verb: str,
    obj: Model,
    *rows: Sealed,
    by: User | None,
    at: datetime,
    was: str = "",
    **detail: str | int | None,
) -> AuditEvent:
    """Append what `by` did to `obj` at that moment. Call it last in a transaction; only the
    search index follows, whose writers take turns by it.

    The head of the chain stays locked until the transaction ends, so whoever locks articles
    does it before. `by` is None for what the system does on its own (an import).
    The event keeps the seals of the `rows` that it added or changed, and of evidence, so that a
    change by hand is found; `was` is the `seal` of those it changed from before. They are locked:
    what another transaction may change meanwhile is not to be sealed.
    """
    if isinstance(obj, Evidence):
        rows, obj = (obj, *rows), obj.subject
    if rows:
        detail["whole"] = seal(*rows)
    if was:
        detail["was"] = was
    lock()
    newest = AuditEvent.objects.order_by("-pk").values_list("hash", flat=True).first()
    event = AuditEvent(
        actor=by,
        actor_name=(by.get_full_name() or by.get_username())[:200] if by else "system",
        verb=verb,
        object=f"{obj._meta.model_name}:{obj.pk}",
        detail=json.dumps(detail, sort_keys=True, ensure_ascii=False),
        at=at,
        previous_hash=newest or GENESIS,
    )
    event.hash = digest(event)
    event.save(force_insert=True)
    return event


def lock() -> None:
    """Take the head of the chain, and keep it until the transaction ends."""
    # A row lock lets the chain fork under concurrency; SQLite's writers are alone anyway.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Foreign keys are checked at the commit, each with a lock on the row it names. Who
            # holds such a row may be waiting for the chain, so those checks come before it.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
