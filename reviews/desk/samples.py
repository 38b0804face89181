"""Placeholder words for the style guide: no fact, no person, no medicine that exists."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from django import forms

from articles import snapshots
from articles.drafts import FACTS
from articles.enums import Freshness, Retraction
from articles.pages import reading
from articles.pages.topics import TreatmentUse
from articles.pages.values import (
    Alert,
    AnswerPage,
    Correction,
    Erratum,
    Link,
    OtherLanguage,
    QuestionLine,
    Review,
    Signer,
    Translation,
    Version,
)
from articles.pages.verified import Published, Statement

DAY = date(2026, 4, 7)
MOMENT = datetime(2026, 4, 7, 9, 30, tzinfo=UTC)
KEEP_TAKING = "Placeholder: the notice that nobody stops a medicine because of this."
NUMBERS = "Placeholder: numbers by region.\n\n- **000** in Exampleland\n- **001** in Sampleland"
DISCLAIMER = "Placeholder: the medical disclaimer."
CONDITION = Link("Example disease", "/conditions/example-disease/")
REGISTRY = "https://clinicaltrials.gov/search?cond=%22Example%20disease%22"
OTHER = Link("Sample disorder", "/conditions/sample-disorder/")

_PLACE = "/conditions/example-disease/answer/"
VERSION = Version(2, f"{_PLACE}versions/2/", f"{_PLACE}history/")
_NOTHING = dict.fromkeys(("phase", "line", "status", "region", "evidence", "evidence_note"), "")
_MEDICINE: dict[str, Any] = {
    "treatment": "examplumab",
    "name": "Examplumab",
    "brand_names": ["Exampla"],
    "treatment_kind": "medicine",
    **{"phase": "Active phase", "line": "first", "status": "off_label", "region": "Exampleland"},
    "as_of": "2026-04-07",
    **{"evidence": "very_low", "evidence_note": "Placeholder: from which studies."},
    **dict.fromkeys(FACTS, ""),
    "benefits": "Placeholder of a benefit.[^smith]",
    "risks": "Placeholder of a risk.[^jones]",
}
_OPERATION = {
    **_MEDICINE,
    **_NOTHING,
    "treatment": "sample-operation",
    "name": "Sample operation",
    "brand_names": [],
    "treatment_kind": "surgery",
    "as_of": None,
    **{"status": "not_a_medicine", "evidence": "moderate"},
}
_SOURCE: dict[str, Any] = {
    **{"key": "smith", "kind": "trial", "source": 1, "locator": "Table 1", "accessed_on": None},
    **{"authors": "Smith A, Jones B", "title": "A placeholder of a trial", "publisher": ""},
    **{"container": "Journal of Examples", "year": 2025, "volume": "1", "issue": "2"},
    **{"pages": "3-4", "doi": "", "pmid": "", "url": "https://example.org/trial"},
    **{"note": "", "retraction": "none"},
}
_RETRACTED = {
    **_SOURCE,
    **{"key": "jones", "title": "A placeholder that was retracted", "retraction": "retracted"},
}
_BODY = """\
## What does a paragraph look like?

Placeholder words of a body, with **weight**, *stress*, a [link](https://example.org/) and a
source.[^smith]

::: warning A placeholder warning
Placeholder words.
:::

## What does a table look like?

| Column | Number |
| --- | ---: |
| Row | 1 |
"""


def answer() -> AnswerPage:
    """A short answer made of placeholders, through the renderer of the real ones."""
    data = {
        **{"question": "What does an answer look like?", "kind": "treatment", "language": "en"},
        "condition": {"slug": "example-disease", "name": "Example disease"},
        "short_answer": "Placeholder of a short answer. It says first what matters most.",
        "emergency_advice": "Call an emergency number if:\n\n- a placeholder sign is there[^smith]",
        "body": _BODY,
        "questions_to_ask": ["Placeholder of a question?", "Another one?"],
        "treatments": [_MEDICINE, _OPERATION],
        "care_team": [{"specialty": "Exampleologist", "purpose": "for examples[^smith]"}],
        "citations": [_SOURCE, _RETRACTED],
        "origin": {
            **{"dataset": "Example set", "external_id": "0001", "licence": "Example licence"},
            "url": "https://example.org/0001",
        },
    }
    page = reading.answer(snapshots.canonical(data).text, slug="answer")
    first, *others = page.sources
    doubted = replace(first, fallen_label=str(Retraction.CONCERN.label))
    return replace(page, review=review(), sources=(doubted, *others))


def review(freshness: Freshness = Freshness.CURRENT) -> Review:
    """Who vouches for the placeholders: nobody that exists."""
    signer = Signer(
        name="Dr Example (fictitious)",
        path="/reviewers/example/",
        credentials="Placeholder of credentials",
        registration="Register of examples 1",
        scope_label="the whole page",
        signed_on=DAY,
        conflicts=("Placeholder of a declared conflict.",),
    )
    return Review(
        number=2,
        sha256="0123456789abcdef" * 4,
        change_note="Placeholder of what changed.",
        kind_label="Published",
        signers=(signer,),
        last_reviewed_on=DAY,
        review_due_on=date(2027, 4, 7),
        lapses_on=date(2027, 6, 6),
        published_at=MOMENT,
        published_on=date(2026, 5, 4),
        freshness=freshness,
        errata=(Erratum("Placeholder of an erratum.", DAY),),
        version=VERSION,
    )


def alert(kind: str, treatment: str) -> Alert:
    """A safety alert about something that does not exist."""
    label = {"caution": "Caution", "stop": "Text withheld"}[kind]
    notice = "Placeholder of what readers are told."
    return Alert(
        treatment, "/treatments/examplumab/", kind, label, "en", "All uses", notice, MOMENT
    )


def line(freshness: Freshness = Freshness.CURRENT) -> QuestionLine:
    """An answer in a list."""
    return QuestionLine(
        question=f"Placeholder of a question ({freshness.value})?",
        path=_PLACE,
        kind="treatment",
        kind_label="Treatment",
        first_sentence="Placeholder of a first sentence.",
        last_reviewed_on=DAY,
        freshness=freshness,
    )


def use() -> TreatmentUse:
    """What an answer says of a treatment, on the treatment's page."""
    page = answer()
    return TreatmentUse(CONDITION, Link(page.question, page.path), page.treatments[0], DAY)


def verified() -> Published:
    """A publication on the page that lets anybody check it: one statement shown, one withheld."""
    signed = snapshots.canonical({"statement": "Placeholder of what was signed."})
    return Published(
        question=Link("What does an answer look like?", _PLACE),
        version=VERSION,
        kind_label="Published",
        published_on=DAY,
        last_reviewed_on=DAY,
        review_due_on=date(2027, 4, 7),
        statements=(
            Statement(signed.sha256, "Dr Example (fictitious)", DAY, signed.text),
            Statement(signed.sha256, "Dr Example (fictitious)", DAY, None),
        ),
        rests_on="",
        event=(1, "0123456789abcdef" * 4),
    )


class PlaceholderForm(forms.Form):
    """A form that goes nowhere."""

    placeholder = forms.CharField(label="Placeholder of a label", help_text="Placeholder of help.")


CORRECTION = Correction("We said a placeholder; it is another one.", DAY)
LANGUAGES = (OtherLanguage("de", "Deutsch", "/de/conditions/example-disease/answer/"),)
TRANSLATION = Translation(
    Link("Wie sieht eine Antwort aus?", "/de/conditions/example-disease/answer/"),
    "de",
    "Deutsch",
    number=1,
    moved_on=True,
)
