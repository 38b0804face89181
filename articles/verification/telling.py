"""Evidence and the audit events that tell of it: each must have the other."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, Model, OuterRef, QuerySet, TextField, Value
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


def unnamed(rows: QuerySet[Any], verb: str) -> QuerySet[Any]:
    """The rows that no event of that verb names."""
    said = AuditEvent.objects.filter(object=OuterRef("told"), verb=verb)
    found: QuerySet[Any] = rows.annotate(told=_name(rows.model)).exclude(Exists(said))
    return found


def told(rows: QuerySet[Any], verb: str, sha256: str) -> QuerySet[Any]:
    """The rows of which an event of that verb tells with that hash."""
    return _as_told(rows, sha256).filter(told__in=_said(verb))


def untold_edits(edits: QuerySet[DraftEdit]) -> QuerySet[Any]:
    """Edits that no event tells of with the same person and moment: four eyes rest on these."""
    said = AuditEvent.objects.filter(verb="saved draft").values_list(
        joined("object", "detail", Value(" "), "actor_id", Value(" "), "at")
    )
    version = (Value('{"version": '), "version", Value("} "))
    told = joined(Value("article:"), "article_id", *version, "editor_id", Value(" "), "at")
    unsaid: QuerySet[Any] = edits.annotate(told=told).exclude(told__in=said)
    return unsaid


def lost(model: type[Model], verb: str) -> Iterator[Fault]:
    """Each event of that verb whose row of the model is no longer there."""
    there = model._default_manager.values_list(_name(model))
    events = AuditEvent.objects.filter(
        verb=verb, object__startswith=f"{model._meta.model_name}:"
    ).exclude(object__in=there)
    for event in events.order_by("pk").iterator(chunk_size=CHUNK):
        yield deleted(event, event.object)


def deleted(event: AuditEvent, name: str) -> Fault:
    """That the row of which an event tells is no longer there."""
    return Fault(
        _("audit event %(number)d") % {"number": event.pk},
        _("it tells of %(object)s, which was deleted") % {"object": name},
    )


def _as_told(rows: QuerySet[Any], sha256: str) -> QuerySet[Any]:
    annotated: QuerySet[Any] = rows.annotate(told=joined(_name(rows.model), Value(" "), sha256))
    return annotated


def _said(verb: str) -> QuerySet[Any, Any]:
    return AuditEvent.objects.filter(verb=verb).values_list(
        joined("object", Value(" "), Substr("detail", _HASH_AT, 64))
    )


def _name(model: type[Model]) -> Combinable:
    """A row's name in the audit trail, such as `revision:7`."""
    return joined(Value(f"{model._meta.model_name}:"), "pk")


def joined(*parts: str | Combinable) -> Combinable:
    """SQL for columns and values joined as text."""
    texts = [Cast(part, TextField()) for part in parts]
    return Concat(*texts, output_field=TextField())
