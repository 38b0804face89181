"""Codes typed as questions."""

import re
from dataclasses import dataclass

from django.db.models.functions import Upper

from articles.enums import CodeMatch
from articles.models import ConditionCode

_CODE = re.compile(
    r"(?:(?P<system>[A-Za-z][A-Za-z0-9-]{1,30}?)\s*[: ]\s*)?(?P<code>[A-Za-z]{0,2}\d[\w.]{1,15})\Z",
    re.ASCII,
)


@dataclass(frozen=True)
class Coded:
    """A code typed as a question: the conditions that it fits exactly, which may be none."""

    condition_ids: tuple[int, ...]


def conditions(text: str) -> Coded | None:
    """The conditions behind a code such as "ORPHA:1214" or "G51.8"; None for anything else.

    Only exact codes answer: a broader one would send other patients there. What merely looks
    like a code and is none that we know is a question like any other ("B12"), unless its system
    is named (one query).
    """
    match = _CODE.match(text.strip())
    if match is None:
        return None
    system = (match["system"] or "").upper()
    wanted = match["code"].upper()
    rows = ConditionCode.objects.alias(upper=Upper("code")).filter(upper=wanted)
    same = [row for row in rows if not system or _system(row.system) == _system(system)]
    exact = {row.condition_id for row in same if row.match == CodeMatch.EXACT}
    if exact or same or (system and ":" in text):
        return Coded(tuple(sorted(exact)))
    return None


def _system(name: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", name.upper())
