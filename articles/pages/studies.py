"""Where to look for studies of a condition: of the catalogue, not signed."""

import re
from collections.abc import Iterator
from urllib.parse import quote, urlencode

from articles.enums import CodeMatch, NameRelation
from articles.models import Condition

# The language of the register.
_LANGUAGE = "en"
_DESCRIPTOR = re.compile(r"D\d{6,9}", re.ASCII)


def search(condition: Condition) -> str:
    """The address of a search of ClinicalTrials.gov for the condition.

    Asks for nothing where `names` and `codes` are prefetched. After the register's own pages
    "Constructing Complex Search Queries" and "Search Areas": a quoted term is a phrase with its
    synonyms, `OR` joins terms, and `AREA` names a field of the studies. The one code of a
    condition among those fields is its MeSH descriptor. Orphanet describes no address for a
    search of studies by ORPHA code, so we make none up.
    """
    terms = " OR ".join([*_phrases(condition), *_descriptors(condition)])
    return f"https://clinicaltrials.gov/search?{urlencode({'cond': terms}, quote_via=quote)}"


def _phrases(condition: Condition) -> Iterator[str]:
    """Its names in the register's language; abbreviations stand for other conditions too."""
    others = (
        name.text
        for name in condition.names.all()
        if name.is_public
        and name.language == _LANGUAGE
        and name.relation != NameRelation.ABBREVIATION
    )
    for text in dict.fromkeys([condition.name, *others]):
        escaped = text.replace('"', r"\"")
        yield f'"{escaped}"'


def _descriptors(condition: Condition) -> Iterator[str]:
    for code in condition.codes.all():
        exact = code.match == CodeMatch.EXACT and code.system.casefold() == "mesh"
        if exact and _DESCRIPTOR.fullmatch(code.code):
            yield f"AREA[ConditionMeshId]{code.code}"
