"""Codes typed as questions."""

import re
import unicodedata
from dataclasses import dataclass

from django.db.models.functions import Upper

from articles.enums import CodeMatch
from articles.models import ConditionCode
from articles.search.understanding import Named

# What people call the systems whose codes we keep or could be asked for.
_NAME = (
    r"(?:orpha(?:net)?|omim[ -]?ps|o?mim|snomed(?:[ -]?ct)?|(?:icd|cie)[ -]?10(?:[ -]?[cg]m)?"
    r"|(?:icd|cie)[ -]?11(?:[ -]?foundation)?|mondo|mesh|umls|doid|efo|medgen|ncit|gard)"
)
_CODE = re.compile(
    rf"\W*(?P<typed>(?:(?P<named>{_NAME})(?:[ -]?code)?[\s:#_-]*"
    r"|(?P<other>[a-z][\w-]+)(?P<mark>[\s:#]+))?"
    r"(?P<code>[a-z]{0,2}[0-9](?:[a-z0-9.]{0,16}[a-z0-9])?))"
    rf"(?:\W+(?P<after>{_NAME}))?\W*",
    re.IGNORECASE,
)
# ICD-10 and ICD-11 with their point; a band of a chromosome ("Xp11.22") is written alike.
_NOTHING_ELSE = re.compile(
    r"(?:[a-z][0-9][a-z0-9]|[a-z0-9][a-hj-nr-z][0-9][a-z0-9])\.[a-z0-9]{1,4}", re.IGNORECASE
)
_SAME = {
    "ORPHANET": "ORPHA",
    "MIM": "OMIM",
    "SNOMED": "SNOMEDCT",
    "CIE10": "ICD10",
    "CIE10CM": "ICD10CM",
    "CIE11": "ICD11",
}
# Americans say ICD-10 for their ICD-10-CM.
_MEETS = {"ICD10": {"ICD10", "ICD10CM"}}


@dataclass(frozen=True)
class Coded:
    """A code typed as a question: the conditions that it fits exactly, which may be none.

    `broader` is the code where it stands for more than one condition, else empty.
    """

    named: tuple[Named, ...]
    broader: str


def conditions(text: str) -> Coded | None:
    """The conditions behind a code such as "ORPHA:1214" or "G51.8"; None for anything else.

    A code is whatever names its system, is kept, or is written as nothing else is; "B12" is a
    question (one query). Only what is exact wherever it is kept answers: a broader code would
    send other patients there.
    """
    match = _CODE.fullmatch(unicodedata.normalize("NFKC", text))
    if match is None:
        return None
    system = _system(match["named"] or match["after"] or match["other"] or "")
    code = match["code"].upper()
    # Mondo's codes are kept with their system ("MONDO:0007710").
    rows = ConditionCode.objects.alias(upper=Upper("code")).filter(
        upper__in=[code, f"{system}:{code}"]
    )
    meant = _MEETS.get(system, {system})
    kept = [row for row in rows if not system or _system(row.system) in meant]
    if not (kept or _is_a_code(match)):
        return None
    exact = {row.condition_id for row in kept if row.match == CodeMatch.EXACT}
    inexact = {row.condition_id for row in kept if row.match != CodeMatch.EXACT}
    named = tuple(Named(key, match["typed"]) for key in sorted(exact - inexact))
    broader = not named and any(row.match == CodeMatch.BROADER for row in kept)
    return Coded(named, match["typed"] if broader else "")


def _is_a_code(match: re.Match[str]) -> bool:
    """Whether it can be no words, known or not."""
    if match["named"] or match["after"] or match["mark"] == ":":
        return True
    return not match["other"] and bool(_NOTHING_ELSE.fullmatch(match["code"]))


def _system(name: str) -> str:
    plain = re.sub(r"[^A-Z0-9]", "", name.upper())
    return _SAME.get(plain, plain)
