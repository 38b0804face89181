"""What a version changes, counted: every part, and what is kept of it."""

import json
from typing import Any

import pytest

from articles import outlines
from articles.outlines import Counts, Outline


def treatment(name: str, **fields: Any) -> dict[str, Any]:
    return {"treatment": name, "name": name.title(), "phase": "", "risks": "", **fields}


def source(key: str, **fields: Any) -> dict[str, Any]:
    return {"key": key, "source": 1, "title": key.title(), **fields}


def snapshot(**fields: Any) -> str:
    return json.dumps(
        {
            "question": "What helps?",
            "short_answer": "Rest.",
            "emergency_advice": "",
            "body": "Take 10 mg daily.\n\nThen 5 mg.",
            "questions_to_ask": [],
            "condition": {"name": "Example disease"},
            "origin": None,
            "treatments": [treatment("aspirin"), treatment("surgery")],
            "care_team": [{"specialty": "Neurologist", "purpose": "for fits"}],
            "citations": [source("smith")],
            "images": [],
            **fields,
        }
    )


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, Outline(same=True)),
        ({"short_answer": "Sleep."}, Outline(texts=("short_answer",))),
        (
            {"body": "Take 15 mg daily.\n\nThen 5 mg."},
            Outline(texts=("body",), doses=1, harm=True),
        ),
        ({"body": "Take 10 mg daily."}, Outline(texts=("body",), doses=1, harm=True)),
        (
            {"body": "Take 20 mg daily.\n\nThen 7 mg, or 2 tablets."},
            Outline(texts=("body",), doses=3, harm=True),
        ),
        (
            {"treatments": [treatment("aspirin"), treatment("surgery"), treatment("laser")]},
            Outline(treatments=Counts(new=1)),
        ),
        (
            {"treatments": [treatment("surgery"), treatment("aspirin", risks="Sleep")]},
            Outline(treatments=Counts(changed=1), reordered=True),
        ),
        (
            {"treatments": [treatment("surgery", phase="Late"), treatment("aspirin")]},
            Outline(treatments=Counts(new=1, gone=1)),
        ),
        ({"citations": [source("jones")]}, Outline(citations=Counts(new=1, gone=1))),
        ({"citations": [source("smith", title="A")]}, Outline(citations=Counts(changed=1))),
        ({"care_team": []}, Outline(care_team=Counts(gone=1))),
    ],
)
def test_outline_counts_what_changed(changed: dict[str, Any], expected: Outline) -> None:
    assert outlines.of(snapshot(), snapshot(**changed)) == expected


def test_first_version_is_compared_with_nothing() -> None:
    assert outlines.of(None, snapshot()) == Outline(first=True)


def test_what_is_kept_is_read_as_it_was() -> None:
    outline = outlines.of(snapshot(), snapshot(body="Take 1 g.", care_team=[], citations=[]))
    assert outlines.read(json.loads(json.dumps(outlines.data(outline)))) == outline
    assert outlines.read({}) == Outline()
