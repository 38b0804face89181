"""A draft frozen: canonical JSON text, and the SHA-256 over its bytes.

Canonical means sorted keys, no blanks between tokens, UTF-8, no floats. The text alone says
what was signed: pages, feeds and archives read it, never the draft or the catalogues.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from articles.drafts import FACTS
from articles.markdown import image_names
from articles.models import Article, Citation, Source, TreatmentEntry
from articles.texts import lines

SCHEMA = 1

_BIBLIOGRAPHY = (
    "kind",
    "title",
    "authors",
    "container",
    "publisher",
    "year",
    "volume",
    "issue",
    "pages",
    "doi",
    "pmid",
    "url",
    "note",
    "retraction",
)
_ENTRY = ("phase", "line", "status", "region", "evidence", "evidence_note", *FACTS)


@dataclass(frozen=True)
class Snapshot:
    """Canonical JSON and its SHA-256 in hex."""

    text: str
    sha256: str


def canonical(data: Mapping[str, Any]) -> Snapshot:
    """The canonical text of JSON data, and its hash. Raises `TypeError` for floats."""
    _refuse_floats(data)
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return Snapshot(text, digest(text))


def digest(text: str) -> str:
    """The SHA-256 of a snapshot's text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def of(article: Article) -> Snapshot:
    """The article's stored draft, frozen with everything it refers to (five queries)."""
    return canonical(
        {
            "schema": SCHEMA,
            "question": article.question,
            "kind": article.kind,
            "language": article.language,
            "condition": {
                "slug": article.condition.slug,
                "name": article.condition.name_in(article.language),
            },
            "short_answer": article.short_answer,
            "emergency_advice": article.emergency_advice,
            "body": article.body,
            "questions_to_ask": list(lines(article.questions_to_ask)),
            "treatments": [
                _entry(row) for row in article.entries.select_related("treatment").all()
            ],
            "care_team": [
                {"specialty": row.specialty, "purpose": row.purpose} for row in article.team.all()
            ],
            "citations": [
                _citation(row) for row in article.citations.select_related("source").all()
            ],
            "images": [{"src": src, "alt": alt} for src, alt in image_names(article.body)],
            "origin": _origin(article),
        }
    )


def _entry(row: TreatmentEntry) -> dict[str, Any]:
    treatment = row.treatment
    return {
        "treatment": treatment.slug,
        "name": treatment.name,
        "brand_names": list(treatment.brands),
        "treatment_kind": treatment.kind,
        "as_of": row.as_of.isoformat() if row.as_of else None,
        **{name: getattr(row, name) for name in _ENTRY},
    }


def _citation(row: Citation) -> dict[str, Any]:
    source: Source = row.source
    return {
        "key": row.key,
        "locator": row.locator,
        "source": source.pk,
        "accessed_on": source.accessed_on.isoformat() if source.accessed_on else None,
        **{name: getattr(source, name) for name in _BIBLIOGRAPHY},
    }


def _origin(article: Article) -> dict[str, str] | None:
    if not article.origin_dataset:
        return None
    return {
        "dataset": article.origin_dataset,
        "external_id": article.external_id,
        "url": article.origin_url,
        "licence": article.origin_licence,
    }


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("A snapshot holds no floats: they have no canonical text.")
    if isinstance(value, Mapping):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)
