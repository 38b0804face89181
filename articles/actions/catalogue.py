"""Catalogues (conditions, names, codes, treatments, sources, people): every change is audited."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError
from django.utils.translation import gettext as _

from articles import search
from articles.actions import audit
from articles.errors import Conflict
from articles.models import Condition, ConditionName

# What an edit of a row is called in the audit trail.
EDITED = (ADDED, CHANGED) = ("added", "changed")


@transaction.atomic
def save(obj: Model, *, changed: Sequence[str], by: User, at: datetime) -> None:
    """Save a validated row and record which of its fields changed.

    Raises `Conflict` when the database refuses it: somebody else saved the same meanwhile, or
    what is published rests on the old value.
    """
    verb = ADDED if obj._state.adding else CHANGED
    try:
        with transaction.atomic():
            obj.save()
    except IntegrityError as error:
        raise Conflict(
            _("“%(name)s” was not saved: it clashes with what stands already.") % {"name": obj}
        ) from error
    audit.record(verb, obj, by=by, at=at, name=str(obj), fields=", ".join(changed))
    _refresh_search(obj)


@transaction.atomic
def delete(obj: Model, *, by: User, at: datetime) -> None:
    """Delete a row that nothing rests on.

    Raises `ProtectedError` where a draft does, `Conflict` where a version names it.
    """
    name, key = str(obj), obj.pk
    try:
        with transaction.atomic():
            obj.delete()
    except ProtectedError:
        raise
    except IntegrityError as error:
        raise Conflict(
            _("“%(name)s” stays: a version that was submitted names it.") % {"name": name}
        ) from error
    obj.pk = key
    audit.record("deleted", obj, by=by, at=at, name=name)
    _refresh_search(obj)


def _refresh_search(obj: Model) -> None:
    """Answers are found by their condition's names, so a change of those changes the index."""
    if isinstance(obj, ConditionName):
        search.refresh_condition(obj.condition_id)
    elif isinstance(obj, Condition):
        search.refresh_condition(obj.pk)
