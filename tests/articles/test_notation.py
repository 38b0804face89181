"""Notation that is misread is found as ISMP lists it, and nothing else is."""

import json

import pytest

from articles import notation
from articles.notation import Finding
from articles.snapshots import canonical
from tests import factories as f


@pytest.mark.parametrize(
    ("text", "found", "advice"),
    [
        ("Take 1.0 mg.", "1.0 mg", "a trailing zero is read as ten times the dose: write “1 mg”"),
        (
            "Take .5 mg.",
            ".5 mg",
            "without a zero before it the point is overlooked: write “0.5 mg”",
        ),
        ("25 µg a day", "25 µg", "it is read as milligrams: write “micrograms”, or “mcg”"),
        ("25 μg a day", "25 μg", "it is read as milligrams: write “micrograms”, or “mcg”"),
        ("10 U of insulin", "10 U", "it is read as a zero, a ten or “IV”: write “units”"),
        ("400 IU a day", "400 IU", "it is read as a zero, a ten or “IV”: write “units”"),
        ("Take 10mg.", "10mg", "number and unit run together: write “10 mg”"),
        (
            "100000 units",
            "100000 units",
            "zeros of a large number are miscounted: write “100,000 units”",
        ),
        (
            "It contains MTX.",
            "MTX",
            "an abbreviation of a medicine is read as another one: write “methotrexate”",
        ),
        (
            "AZT helps.",
            "AZT",
            "an abbreviation of a medicine is read as another one: write “zidovudine”",
        ),
    ],
)
def test_what_is_misread_is_found_with_what_to_write(text: str, found: str, advice: str) -> None:
    assert notation.findings(text) == (Finding(found, advice),)


@pytest.mark.parametrize(
    "text",
    [
        "Take 1 mg, or 0.5 mg, or 10.5 mg; 100,000 units in 2.05 ml.",
        "Version 1.0 of 2020; 3.0 to 5.0 on the scale.",
        "See https://example.org/1.0mg/MTX and [the page](/10mg/IU/).",
        "It ended in 1998.5 people of 100 had it.",
        "You and U-turn, vitamin B12, section 4.2",
        "The units are micrograms (mcg).",
        "Methotrexate and zidovudine",
        "",
    ],
)
def test_plain_notation_is_left_alone(text: str) -> None:
    assert notation.findings(text) == ()


def test_each_spelling_is_named_once() -> None:
    assert len(notation.findings("MTX, MTX and MTX.")) == 1


@pytest.mark.django_db
def test_a_snapshot_is_looked_through_where_readers_read_it() -> None:
    treatment = f.treatment("MTX of the catalogue")
    article = f.article(
        saved=f.draft(
            body="Take 1.0 mg.[^smith]",
            entries=(f.entry(treatment, risks="Not above .5 mg.[^smith]"),),
        )
    )
    data = json.loads(f.request(article).revision.snapshot)
    data["citations"][0]["title"] = "MTX in 1.0 mg"
    found = notation.in_snapshot(canonical(data).text)
    assert [(label, finding.text) for label, finding in found] == [
        ("Body", "1.0 mg"),
        ("Treatment: MTX of the catalogue · Active disease: risks", ".5 mg"),
    ]
