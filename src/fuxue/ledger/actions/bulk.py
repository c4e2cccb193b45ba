"""Many rows in one statement. COPY is closed to a role bound by row-level security; a JSON text comes next in speed."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, models

from fuxue.vault.fields import SealedJSONField, SealedTextField

SLICE = 2000


def insert(
    model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]], *, returning: str = ""
) -> list[tuple[Any, ...]]:
    """`names` are columns, `rows` their values. `returning`: columns to give back of each new row, in any order."""
    if not rows:
        return []
    fields = [_by_column(model, name) for name in names]
    sealed = [(at, field) for at, field in enumerate(fields) if isinstance(field, SealedTextField | SealedJSONField)]
    keys = [f"c{at}" for at in range(len(names))]
    made = [dict(zip(keys, _sealed(row, sealed), strict=True)) for row in rows]
    columns = ", ".join(f"{key} {_type(field)}" for key, field in zip(keys, fields, strict=True))
    statement = (
        f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) "  # noqa: S608  # names of our own tables and columns
        f"SELECT {', '.join(keys)} FROM json_to_recordset(%s) AS given ({columns})"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"{statement} RETURNING {returning}" if returning else statement,
            [json.dumps(made, ensure_ascii=False, default=_text)],
        )
        return cursor.fetchall() if returning else []


def _sealed(row: Sequence[Any], sealed: Sequence[tuple[int, "models.Field[Any, Any]"]]) -> list[Any]:
    values = list(row)
    for at, field in sealed:
        values[at] = field.get_db_prep_value(values[at], connection)
    return values


def _by_column(model: type[models.Model], column: str) -> "models.Field[Any, Any]":
    return next(field for field in model._meta.concrete_fields if field.column == column)


def _type(field: "models.Field[Any, Any]") -> str:
    kind = field.db_type(connection)
    return "text" if kind is None or kind.startswith("varchar") else kind


def _text(value: object) -> str:
    match value:
        case UUID():
            return str(value)
        case bytes():
            return "\\x" + value.hex()
        case date():  # a datetime too
            return value.isoformat()
        case _:
            raise TypeError(type(value).__name__)
