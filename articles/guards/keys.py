"""What makes a row of a table unique, as SQLite says it: REPLACE deletes whoever has it already."""

import re
from collections.abc import Iterator
from typing import cast

from django.db import connections, models
from django.db.models.expressions import BaseExpression
from django.db.models.sql import Query


def taken(model: type[models.Model], *, by_another: bool = False) -> str:
    """SQL over NEW that holds when a row of the table has one of its unique keys already.

    With `by_another`, over OLD too: when a row other than the old one has.
    """
    table = model._meta.db_table
    other = "id <> OLD.id AND " if by_another else ""
    # One EXISTS a key: each finds its own index.
    return " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE {other}{same})" for same in _same(model)
    )


def _same(model: type[models.Model]) -> Iterator[str]:
    """SQL for each unique key of the model that holds for a row with the key of NEW."""
    columns = {field.name: f'"{field.column}"' for field in model._meta.concrete_fields}
    for field in model._meta.concrete_fields:
        if field.unique:
            yield _equal(columns[field.name])
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            same = [_equal(columns[name]) for name in constraint.fields]
            expressions = cast("tuple[BaseExpression, ...]", constraint.expressions)
            same += [_equal(_sql(model, expression)) for expression in expressions]
            if constraint.condition is not None:
                condition = _sql(model, constraint.condition)
                same += [condition, _of_new(condition)]
            yield " AND ".join(same)


def _equal(sql: str) -> str:
    return f"{sql} = {_of_new(sql)}"


def _of_new(sql: str) -> str:
    return re.sub(r'("\w+")', r"NEW.\1", sql)


def _sql(model: type[models.Model], expression: models.Q | BaseExpression) -> str:
    """A condition or expression of a constraint over the bare columns, as its index has it."""
    connection = next(each for each in connections.all() if each.vendor == "sqlite")
    query = Query(model, alias_cols=False)
    compiler = query.get_compiler(connection=connection)
    sql, params = compiler.compile(expression.resolve_expression(query, allow_joins=False))
    quote = connection.schema_editor().quote_value
    return str(sql % tuple(map(quote, params)))
