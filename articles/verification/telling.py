"""Evidence and the audit events that tell of it: each must have the other."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat, Substr
from django.utils.translation import gettext as _

from articles.models import AuditEvent, DraftEdit
from articles.verification.faults import CHUNK, Fault

# Where the hash begins in the detail of an event whose first key it is: `{"sha256": "…`.
_HASH_AT = len('{"sha256": "') + 1


def untold(rows: QuerySet[Any], verb: str, sha256: str) -> QuerySet[Any]:
    """The rows of which no event of that verb tells with the hash in their field `sha256`."""
    return _as_told(rows, sha256).exclude(told__in=_said(verb))


def told(rows: QuerySet[Any], verb: str, sha256: str) -> QuerySet[Any]:
    """The rows of which an event of that verb tells with that hash."""
    return _as_told(rows, sha256).filter(told__in=_said(verb))


def untold_edits(edits: QuerySet[DraftEdit]) -> QuerySet[Any]:
    """Edits that no event tells of with the same person: four eyes rest on who edited."""
    said = AuditEvent.objects.filter(verb="saved draft").values_list(
        _joined("object", "detail", Value(" "), "actor_id")
    )
    version = (Value('{"version": '), "version", Value("} "))
    told = _joined(Value("article:"), "article_id", *version, "editor_id")
    unsaid: QuerySet[Any] = edits.annotate(told=told).exclude(told__in=said)
    return unsaid


def lost(model: type[Model], verb: str) -> Iterator[Fault]:
    """Each event of that verb whose row of the model is no longer there."""
    there = model._default_manager.values_list(_name(model))
    events = AuditEvent.objects.filter(
        verb=verb, object__startswith=f"{model._meta.model_name}:"
    ).exclude(object__in=there)
    for event in events.order_by("pk").iterator(chunk_size=CHUNK):
        yield Fault(
            _("audit event %(number)d") % {"number": event.pk},
            _("it tells of %(object)s, which was deleted") % {"object": event.object},
        )


def _as_told(rows: QuerySet[Any], sha256: str) -> QuerySet[Any]:
    annotated: QuerySet[Any] = rows.annotate(told=_joined(_name(rows.model), Value(" "), sha256))
    return annotated


def _said(verb: str) -> QuerySet[Any, Any]:
    return AuditEvent.objects.filter(verb=verb).values_list(
        _joined("object", Value(" "), Substr("detail", _HASH_AT, 64))
    )


def _name(model: type[Model]) -> Combinable:
    """A row's name in the audit trail, such as `revision:7`."""
    return _joined(Value(f"{model._meta.model_name}:"), "pk")


def _joined(*parts: str | Combinable) -> Combinable:
    """SQL for columns and values joined as text."""
    texts = [Cast(part, TextField()) for part in parts]
    return Concat(*texts, output_field=TextField())
