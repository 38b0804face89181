"""What a draft lacks is named, field by field; a whole one lacks nothing."""

from typing import Any

import pytest

from articles import markdown, readiness
from articles.drafts import Cited, Member
from articles.enums import QuestionKind
from tests import factories

pytestmark = pytest.mark.django_db


def problems(kind: QuestionKind = QuestionKind.TREATMENT, **fields: Any) -> list[str]:
    return readiness.problems(factories.article(kind=kind, saved=factories.draft(**fields)))


def test_a_whole_draft_lacks_nothing() -> None:
    assert problems() == []


@pytest.mark.parametrize(
    ("length", "found"),
    [
        (0, ["Short answer: it is empty."]),
        (239, ["Short answer: it has 239 characters; write between 240 and 600."]),
        (240, []),
        (600, []),
        (601, ["Short answer: it has 601 characters; write between 240 and 600."]),
    ],
)
def test_a_short_answer_is_short(length: int, found: list[str]) -> None:
    assert problems(short_answer="a" * length) == found


def test_a_body_is_required() -> None:
    assert problems(body="") == ["Body: it is empty."]


def test_a_text_that_is_too_long_is_named_and_not_parsed() -> None:
    long = "a" * (markdown.MAX_LENGTH + 1)
    assert problems(body=long, emergency_advice=long) == [
        "Emergency advice: it is longer than 60000 characters.",
        "Body: it is longer than 60000 characters.",
    ]


def test_an_image_has_a_description_wherever_it_stands() -> None:
    image = f"![](/uploads/{'a' * 64}.webp)"
    assert problems(body=f"See.\n\n{image}", emergency_advice=image) == [
        "Emergency advice: an image has no description.",
        "Body: an image has no description.",
    ]


def test_an_unknown_citation_is_named_with_its_line() -> None:
    entry = factories.entry(monitoring="Blood tests.[^who]", treatment=factories.treatment("A").pk)
    assert problems(
        body="One.[^smith]\n\nTwo.[^nobody]",
        emergency_advice="- fit[^x]",
        entries=(entry,),
        team=(Member("Surgeon", "for repair[^y]"),),
    ) == [
        "Emergency advice, line 1: citation [^x] is not in the sources.",
        "Body, line 3: citation [^nobody] is not in the sources.",
        "A, monitoring, line 1: citation [^who] is not in the sources.",
        "Surgeon, line 1: citation [^y] is not in the sources.",
    ]


def test_a_treatment_has_an_evidence_level() -> None:
    medicine = factories.treatment("Examplumab")
    entries = (factories.entry(medicine, evidence=""),)
    assert problems(entries=entries) == ["Examplumab: the evidence level is missing."]


@pytest.mark.parametrize("level", ["indirect", "not_assessed"])
def test_some_evidence_needs_a_note(level: str) -> None:
    medicine = factories.treatment("Examplumab")
    assert problems(entries=(factories.entry(medicine, evidence=level),)) == [
        "Examplumab: say from what the evidence comes, or why it is not assessed."
    ]
    assert problems(entries=(factories.entry(evidence=level, evidence_note="So."),)) == []


def test_benefits_and_risks_cite_a_source_or_stay_empty() -> None:
    medicine = factories.treatment("Examplumab")
    unsourced = factories.entry(medicine, benefits="It helps.", risks="It hurts.")
    assert problems(entries=(unsourced,)) == [
        "Examplumab, benefits: it cites no source.",
        "Examplumab, risks: it cites no source.",
    ]
    assert problems(entries=(factories.entry(benefits="", risks=""),)) == []


def test_a_treatment_answer_lists_a_treatment() -> None:
    article = factories.save(factories.article(), entries=())
    assert readiness.problems(article) == ["Treatments: a treatment answer lists at least one."]
    article = factories.save(factories.article(kind=QuestionKind.SYMPTOMS), entries=())
    assert readiness.problems(article) == []


def test_an_answer_has_a_source() -> None:
    entry = factories.entry(benefits="", risks="")
    article = factories.save(
        factories.article(),
        entries=(entry,),
        team=(),
        body="Words.",
        emergency_advice="",
        citations=(),
    )
    assert readiness.problems(article) == ["Sources: there is none."]


def test_a_retracted_source_is_named_and_a_concern_is_not() -> None:
    retracted = factories.source(title="Bad trial", retraction="retracted")
    concern = factories.source(retraction="concern")
    cited = (Cited("smith", retracted.pk), Cited("jones", concern.pk))
    assert problems(citations=cited) == ["Sources: “Bad trial” is retracted."]


def test_an_imported_answer_rests_on_its_origin() -> None:
    article = factories.save(
        factories.article(), entries=(), team=(), citations=(), body="Words.", emergency_advice=""
    )
    article.origin_dataset = "Data"
    article.save()
    assert readiness.problems(article) == []
