"""Where a mistake does most harm: what of a change needs a second pair of eyes, in words.

Medicines, emergency advice, children and pregnancy, as `docs/architecture.md` says.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from articles.enums import TreatmentKind

_PARAGRAPHS = re.compile(r"\n\s*\n")
_CHILDREN = {
    "en": r"child(?:ren|hood)?|kids?|boys?|girls?|infants?|bab(?:y|ies)|newborns?|neonat\w+|"
    r"toddlers?|teenagers?|adolescents?|pa?ediatric",
    "de": r"kind(?:er|ern|es|heit|lich\w*)?|\w*kinder\w*|jungen?|mädchen|säugling\w*|bab(?:y|ys)|"
    r"neugeboren\w*|kleinkind\w*|jugend\w*|pädiatrisch\w*",
    "es": r"niñ(?:o|a|os|as|ez)|infan\w+|bebés?|recién nacid\w+|neonat\w+|lactantes?|"
    r"adolescen\w+|pediátric\w+|menores",
}
_PREGNANCY = {
    "en": r"pregnan\w+|prenatal|antenatal|breast-?feed\w*|conceiv\w+|concepti\w+|"
    r"contracepti\w+|fertility|fo?et(?:us|uses|al)|unborn",
    "de": r"\w*schwanger\w*|pränatal\w*|still(?:en|t|zeit\w*|ende\w*)|empfängnis\w*|"
    r"verhütung\w*|fruchtbarkeit|föt\w+|fet(?:us|al\w*)|ungeboren\w*|kinderwunsch",
    "es": r"embaraz\w+|gesta\w+|prenatal\w*|lactancia|amamant\w+|concepción|"
    r"anticoncep\w+|fertilidad|fet(?:o|os|al\w*)",
}
# Stands before the fact of that name, which need not name it itself.
_PREGNANCY_FACT = "pregnancy: "
_TEXTS = ("question", "short_answer", "emergency_advice", "body")


def between(old: str | None, new: str) -> tuple[str, ...]:
    """Why the change from snapshot text `old` to `new` needs two reviewers; empty when one will do.

    `old` is what is live; None before the first publication, when everything is new.
    """
    before = json.loads(old) if old is not None else None
    return tuple(_reasons(before, json.loads(new)))


def _reasons(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> Iterator[str]:
    for name in _medicines(before, after):
        yield _("The entry of a medicine is new or changed: %(name)s.") % {"name": name}
    if after["emergency_advice"] != (before["emergency_advice"] if before else ""):
        yield _("The emergency advice is new or changed.")
    changed = _passages(before) ^ _passages(after)
    children, pregnancy = (_finder(words, after["language"]) for words in (_CHILDREN, _PREGNANCY))
    if any(map(children.search, changed)):
        yield _("What it says on children is new or changed.")
    if any(_PREGNANCY_FACT in passage or pregnancy.search(passage) for passage in changed):
        yield _("What it says on pregnancy is new or changed.")


def _finder(words: Mapping[str, str], language: str) -> re.Pattern[str]:
    """What finds those words in that language; anything at all where we do not know them."""
    return re.compile(rf"\b(?:{words[language]})\b" if language in words else "", re.IGNORECASE)


def _medicines(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[str]:
    """The names of the medicines whose entries differ, whichever of the two has them."""
    old, new = _entries(before), _entries(after)
    differing = {key for key in (*old, *new) if old.get(key) != new.get(key)}
    return sorted({name for name, _phase in differing})


def _entries(data: Mapping[str, Any] | None) -> dict[tuple[str, str], Mapping[str, Any]]:
    return {
        (entry["name"], entry["phase"]): entry
        for entry in (data["treatments"] if data else ())
        if entry["treatment_kind"] == TreatmentKind.MEDICINE
    }


def _passages(data: Mapping[str, Any] | None) -> frozenset[str]:
    """Every paragraph with its heading: a number that changes takes the words round it along."""
    if data is None:
        return frozenset()
    texts = [
        *(data[name] for name in _TEXTS),
        *data["questions_to_ask"],
        *(member["purpose"] for member in data["care_team"]),
        *(
            value
            for entry in data["treatments"]
            for value in entry.values()
            if isinstance(value, str)
        ),
        *(
            f"{_PREGNANCY_FACT}{entry['pregnancy']}"
            for entry in data["treatments"]
            if entry["pregnancy"]
        ),
    ]
    return frozenset(passage for text in texts for passage in _under_headings(text))


def _under_headings(text: str) -> Iterator[str]:
    heading = ""
    for paragraph in _PARAGRAPHS.split(text):
        if paragraph.startswith("#"):
            heading = paragraph
        yield f"{heading} {paragraph}"
