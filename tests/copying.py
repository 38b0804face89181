"""Many answers at little cost: rows as the actions wrote them, written again for others.

For tests that only read: copies are made past the guards, and the audit trail has none.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import count
from typing import Any
from uuid import uuid4

from django.db import connection
from django.db.models import Field, ForeignKey, Model, UUIDField

from articles.guards import install
from articles.models import Article, Publication
from articles.search import keeping

Named = tuple[Any, Any]
AnyField = Field[Any, Any]
_numbers = count(1)


def copies(of: Model, many: int) -> None:
    """Copy the row with all that hangs on it, so many times: an answer, or a condition with its
    answers. What is unique gets another ending; what an answer refers to is shared."""
    rows = _with_what_hangs_on(of)
    install.lift(connection)
    try:
        for _ in range(many):
            _copy(rows, f"-copy{next(_numbers)}")
    finally:
        install.install(connection)
    keeping.refresh(list(Article.objects.filter(live__isnull=False).values_list("pk", flat=True)))


def hanging(on: Model) -> Counter[str]:
    """How many rows of which model hang on that row, itself among them."""
    return Counter(model.__name__ for model, _key in _with_what_hangs_on(on))


def _with_what_hangs_on(row: Model) -> dict[Named, Model]:
    found, waiting = {}, [row]
    while waiting:
        held = waiting.pop()
        if (type(held), held.pk) not in found:
            found[type(held), held.pk] = held
            waiting += _hanging_on(held)
    return found


def _hanging_on(row: Model) -> Iterator[Model]:
    field: Any
    for field in row._meta.get_fields(include_hidden=True):
        if field.auto_created and (field.one_to_many or field.one_to_one):
            yield from field.related_model._base_manager.filter(**{field.field.name: row})


def _copy(rows: dict[Named, Model], ending: str) -> None:
    made: dict[Named, Model] = {}
    waiting = dict(rows)
    while waiting:
        for name, row in list(waiting.items()):
            if not any(other in waiting for key, other in _references(row) if key.name != "live"):
                made[name] = _fresh(row, made, ending)
                del waiting[name]
    for (model, key), row in rows.items():
        if isinstance(row, Article) and row.live_id:
            live = made[Publication, row.live_id]
            Article.objects.filter(pk=made[model, key].pk).update(live=live)


def _references(row: Model) -> Iterator[tuple[AnyField, Named]]:
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(field, ForeignKey) and value is not None:
            yield field, (field.related_model, value)


def _fresh(row: Model, made: dict[Named, Model], ending: str) -> Model:
    referred = {field: made[name].pk for field, name in _references(row) if name in made}
    values = {
        field.attname: referred.get(field) or _value(row, field, ending)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
    copy = type(row)(**values)
    copy.save_base(raw=True, force_insert=True)
    return copy


def _value(row: Model, field: AnyField, ending: str) -> object:
    value = getattr(row, field.attname)
    if field.name == "live":
        return None
    if isinstance(field, UUIDField) and field.unique:
        return uuid4()
    if isinstance(value, str) and (field.unique or field.name == "slug"):
        return value[: (field.max_length or 0) - len(ending)] + ending
    return value
