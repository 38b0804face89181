"""Notation that is misread as another dose or medicine: advice for editors and reviewers.

After the Institute for Safe Medication Practices (ISMP): List of Error-Prone Abbreviations,
Symbols, and Dose Designations, 2021, https://www.ismp.org/recommendations/error-prone-abbreviations-list
(what a text for readers may contain of it, not what belongs to prescriptions alone).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles import changes
from articles.drafts import FACTS

_UNIT = r"(?:mg|mcg|[µμ]g|ug|g|kg|ml|mL|l|L|mmol|IU|iu|U|u|units?|tablets?|capsules?|drops?)\b"
_MEDICINES = {
    "AZT": "zidovudine",
    "CPZ": "prochlorperazine",
    "HCTZ": "hydrochlorothiazide",
    "MgSO4": "magnesium sulfate",
    "MSO4": "morphine sulfate",
    "MTX": "methotrexate",
    "PTU": "propylthiouracil",
    "TAC": "triamcinolone",
    "TNK": "tenecteplase",
    "tPA": "alteplase",
    "ZnSO4": "zinc sulfate",
}
# An address is no notation.
_ADDRESS = re.compile(r"\S+://\S+|\]\([^)]*\)")
_PROSE = frozenset(("question", "short_answer", "emergency_advice", "body", "questions_to_ask"))


@dataclass(frozen=True)
class Finding:
    """A piece of text that is misread, and what to write instead."""

    text: str
    advice: str


def findings(text: str) -> tuple[Finding, ...]:
    """What is misread in the text, each spelling once, in the order of the rules."""
    plain = _ADDRESS.sub(" ", text)
    found = (
        Finding(match[0], advice(match))
        for pattern, advice in _RULES
        for match in pattern.finditer(plain)
    )
    return tuple(dict.fromkeys(found))


def in_snapshot(snapshot: str) -> tuple[tuple[str, Finding], ...]:
    """What is misread in the texts of a snapshot, each with what an editor calls its field."""
    return tuple(
        (changes.label(name), finding)
        for name, text in changes.fields(snapshot).items()
        if _is_prose(name)
        for finding in findings(text)
    )


def _is_prose(field: str) -> bool:
    part, _dot, rest = field.partition(".")
    return (
        field in _PROSE
        or part == "care_team"
        or (part == "treatments" and rest.rpartition(".")[2] in {*FACTS, "evidence_note"})
    )


def _rules() -> Iterator[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]]:
    yield (
        re.compile(rf"\b(?P<whole>\d+)[.,]0{{1,2}}\s*(?P<unit>{_UNIT})"),
        lambda match: (
            _("a trailing zero is read as ten times the dose: write “%(whole)s %(unit)s”")
            % match.groupdict()
        ),
    )
    yield (
        re.compile(rf"(?<![\w.,])(?P<part>\.\d+)\s*(?P<unit>{_UNIT})"),
        lambda match: (
            _("without a zero before it the point is overlooked: write “0%(part)s %(unit)s”")
            % match.groupdict()
        ),
    )
    yield (
        re.compile(r"(?<!\w)(?:\d[\d.,]*\s*)?[µμ]g\b"),
        lambda match: _("it is read as milligrams: write “micrograms”, or “mcg”"),
    )
    yield (
        re.compile(r"(?<!\w)\d[\d.,]*\s*(?:IU|iu|U|u)\b|\bIU\b"),
        lambda match: _("it is read as a zero, a ten or “IV”: write “units”"),
    )
    yield (
        re.compile(rf"(?<![\w.,])(?P<number>\d[\d.,]*)(?P<unit>{_UNIT})"),
        lambda match: (
            _("number and unit run together: write “%(number)s %(unit)s”") % match.groupdict()
        ),
    )
    yield (
        re.compile(rf"(?<![\w.,])(?P<number>\d{{5,}})\s*(?P<unit>{_UNIT})"),
        lambda match: (
            _("zeros of a large number are miscounted: write “%(commas)s %(unit)s”")
            % {"commas": f"{int(match['number']):,}", "unit": match["unit"]}
        ),
    )
    yield (
        re.compile(rf"\b(?:{'|'.join(_MEDICINES)})\b"),
        lambda match: (
            _("an abbreviation of a medicine is read as another one: write “%(name)s”")
            % {"name": _MEDICINES[match[0]]}
        ),
    )


_RULES = tuple(_rules())
