"""Rows of which the audit trail keeps a fingerprint; most are written once."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import models


class Sealed(models.Model):
    """A row that changes only by what the audit trail tells: an event that adds or changes it
    keeps the hash of its `whole`, and of what that was before."""

    class Meta:
        abstract = True

    def whole(self) -> dict[str, Any]:
        """Every column that says something, as JSON data."""
        values = {
            field.attname: _plain(field.to_python(getattr(self, field.attname)))
            for field in self._meta.concrete_fields
        }
        # What is empty is left out, so that a column added later changes no earlier hash.
        return {name: value for name, value in values.items() if value not in (None, "", False)}

    @property
    def subject(self) -> models.Model:
        """The row that audit events about this one name."""
        return self


class Evidence(Sealed):
    """A row that never changes."""

    class Meta:
        abstract = True


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
