"""Where a mistake does most harm: what of a change needs a second pair of eyes, in words.

Medicines and their doses, emergency advice, children and pregnancy.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from articles import changes, harms
from articles.enums import TreatmentKind
from articles.harms import Harm

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
# An amount of a medicine, and how often it is taken, in all languages at once.
_AMOUNT = re.compile(
    r"""\b(?:\d[\d.,/]*|[½¼¾]|an?|one|two|three|four|half|ein\w*|zwei|drei|vier|halbe\w?|un[ao]?
    |dos|tres|cuatro|medi[oa])[\s-]*
    (?:mg|mcg|[µμ]g|ug|g|kg|ml|mmol|iu|i\.?e\.?|u|ui|units?|tablets?|pills?|capsules?|drops?|puffs?
    |sprays?|patch(?:es)?|injections?|infusions?|doses?|(?:micro|milli)?grams?|millilit(?:re|er)s?
    |(?:mikro|milli)?gramm|milliliter|einheit(?:en)?|tabletten?|kapseln?|tropfen|h[uü]be?|pflaster
    |spritzen?|infusion(?:en)?|dos(?:is|en)|(?:micro|mili)?gramos?|mililitros?|unidad(?:es)?
    |comprimidos?|pastillas?|cápsulas?|gotas?|parches?|inyecci(?:ón|ones)|infusi(?:ón|ones))(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_RATE = re.compile(
    r"""\b(?:daily|weekly|fortnightly|monthly|yearly|hourly|nightly|once|twice|thrice|times
    |(?:every|each|per)\ (?:\w+\ )?(?:hour|day|night|week|month|year)s?|an?\ (?:day|week|month|year)
    |\w*(?:täglich|wöchentlich|monatlich|jährlich|stündlich)\w*|(?:ein|zwei|drei|vier|\d+)[\s-]?mal
    |(?:jede[ns]?|alle|pro|am)\ (?:\w+\ )?(?:stunde|tag|nacht|abend|morgen|woche|monat|jahr)\w*
    |diari\w+|semanal\w*|mensual\w*|anual\w*|ve(?:z|ces)
    |(?:cada|al?|por)\ (?:la\ )?(?:\w+\ )?(?:hora|día|noche|semana|mes|año)(?:s|es)?)\b""",
    re.IGNORECASE | re.VERBOSE,
)
# By what two doses differ.
_OF_A_DOSE = frozenset((Harm.NUMBER, Harm.UNIT, Harm.FREQUENCY, Harm.MEDICINE))
# Stands before the fact of that name, which need not name it itself.
_PREGNANCY_FACT = "pregnancy: "
_TEXTS = ("question", "short_answer", "emergency_advice", "body")


def between(old: str | None, new: str, *, medicines: Iterable[str] = ()) -> tuple[str, ...]:
    """Why the change from snapshot text `old` to `new` needs two reviewers; empty when one will do.

    `old` is what is live; None before the first publication, when everything is new. `medicines`
    are the names of the catalogue; those of either version's entries are known anyway.
    """
    before = json.loads(old) if old is not None else None
    known = harms.names([*medicines, *changes.entered(old), *changes.entered(new)])
    return tuple(_reasons(before, json.loads(new), known))


def _reasons(
    before: Mapping[str, Any] | None, after: Mapping[str, Any], medicines: frozenset[str]
) -> Iterator[str]:
    for name in _medicines(before, after):
        yield _("The entry of a medicine is new or changed: %(name)s.") % {"name": name}
    changed = frozenset(_passages(before)) ^ frozenset(_passages(after))
    if _doses(before, changed, medicines) != _doses(after, changed, medicines):
        yield _("A dose in the text is new or changed.")
    if after["emergency_advice"] != (before["emergency_advice"] if before else ""):
        yield _("The emergency advice is new or changed.")
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


def _doses(
    data: Mapping[str, Any] | None, changed: frozenset[str], medicines: frozenset[str]
) -> list[tuple[str, ...]]:
    """What of a dose stands in each changed passage that gives one, in the order of the page.

    An amount is a dose wherever it stands, a frequency where the passage names a medicine.
    """
    if data is None:
        return []
    # The entries of medicines take two reviewers anyway.
    others = [e for e in data["treatments"] if e["treatment_kind"] != TreatmentKind.MEDICINE]
    found = []
    for passage in _passages({**data, "treatments": others}):
        if passage in changed:
            tokens = changes.TOKEN.findall(passage.lower())
            named = Harm.MEDICINE in harms.of(tokens, medicines)
            if _AMOUNT.search(passage) or (named and _RATE.search(passage)):
                said = (token for token in tokens if _OF_A_DOSE & {*harms.of([token], medicines)})
                found.append(tuple(said))
    return found


def _passages(data: Mapping[str, Any] | None) -> Iterator[str]:
    """Every paragraph with its heading: a number that changes takes the words round it along."""
    if data is None:
        return
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
    for text in texts:
        yield from _under_headings(text)


def _under_headings(text: str) -> Iterator[str]:
    heading = ""
    for paragraph in _PARAGRAPHS.split(text):
        if paragraph.startswith("#"):
            heading = paragraph
        yield f"{heading} {paragraph}"
