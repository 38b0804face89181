"""Two versions compared as readers know them: in words, without marks of Markdown or codes."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format

from articles import differences
from articles.differences import Field
from articles.drafts import FACTS
from articles.enums import (
    Evidence,
    Line,
    RegulatoryStatus,
    Retraction,
    SourceKind,
    TreatmentKind,
)
from articles.markdown import told

_WORDS = {
    "treatment_kind": TreatmentKind,
    "line": Line,
    "status": RegulatoryStatus,
    "evidence": Evidence,
    "kind": SourceKind,
    "retraction": Retraction,
}


def between(old: str, new: str) -> tuple[Field, ...]:
    """Every field whose words differ between two snapshot texts, in the order of the page."""
    return differences.between(_readable(old), _readable(new))


def _readable(snapshot: str) -> str:
    data = json.loads(snapshot)
    for name in ("emergency_advice", "body"):
        data[name] = told(data[name])
    for part in ("treatments", "citations", "care_team"):
        data[part] = [_item(row) for row in data[part]]
    return json.dumps(data)


def _item(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in row.items()}


def _value(name: str, value: object) -> object:
    if not value or value == Retraction.NONE:
        return ""
    if name in _WORDS:
        return str(_WORDS[name](value).label)
    if name in (*FACTS, "purpose"):
        return told(str(value))
    dated = name in ("as_of", "accessed_on")
    return date_format(date.fromisoformat(str(value))) if dated else value
