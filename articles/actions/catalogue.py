"""Catalogues (conditions, names, codes, treatments, sources, people): every change is audited."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model

from articles.actions import audit


@transaction.atomic
def save(obj: Model, *, changed: Sequence[str], by: User, at: datetime) -> None:
    """Save a validated row and record which of its fields changed."""
    verb = "added" if obj._state.adding else "changed"
    obj.save()
    audit.record(verb, obj, by=by, at=at, name=str(obj), fields=", ".join(changed))


@transaction.atomic
def delete(obj: Model, *, by: User, at: datetime) -> None:
    """Delete a row that nothing rests on. Raises `ProtectedError` where something does."""
    name, key = str(obj), obj.pk
    obj.delete()
    obj.pk = key
    audit.record("deleted", obj, by=by, at=at, name=name)
