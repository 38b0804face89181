"""Where harm hides in a change: the words and signs whose change needs a second look, by kind."""

import re
from collections.abc import Iterable, Sequence

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from articles import harm_words

_SIGNS = frozenset("%<>≤≥±")
# Shorter words of a medicine's name, and these, stand for too much else.
_SHORTEST_NAME = 4
_NO_NAMES = frozenset(("acid", "cream", "drops", "high", "oral", "with"))


class Harm(TextChoices):
    """A kind of word or sign by which a text says something else to do."""

    NUMBER = "number", _("number")
    UNIT = "unit", _("unit or form")
    FREQUENCY = "frequency", _("time or frequency")
    NEGATION = "negation", _("negation")
    STRENGTH = "strength", _("word of strength")
    WARNING = "warning", _("warning")
    SIDE = "side", _("side")
    AGE = "age", _("age group or pregnancy")
    MEDICINE = "medicine", _("medicine")
    CITATION = "citation", _("citation")


_WORDS = {
    Harm.NUMBER: """
        one two three four five six seven eight nine ten eleven twelve twenty hundred hundreds
        thousand thousands million half double triple quarter third dozen first""",
    Harm.UNIT: """
        mg mcg µg μg ug g gram grams kg ml l litre litres liter liters iu unit units mmol percent
        microgram micrograms milligram milligrams millilitre millilitres milliliter milliliters
        tablet tablets capsule capsules drop drops puff puffs spray sprays patch patches injection
        injections infusion infusions dose doses""",
    Harm.FREQUENCY: """
        daily weekly fortnightly monthly yearly annually hourly nightly once twice thrice every
        each per second seconds minute minutes hour hours day days week weeks fortnight month
        months year years morning noon evening night bedtime before after during until""",
    Harm.NEGATION: """
        no not never none nothing nobody without cannot nor neither unless except instead hardly
        stop stops stopped stopping avoid avoids avoided start starts started continue""",
    Harm.STRENGTH: """
        may might can could will would shall must should always often sometimes rarely seldom
        usually only likely unlikely probably possibly certainly all most some many few more less
        higher lower better worse increase increases increased decrease decreases decreased reduce
        reduces reduced raise raises raised safe unsafe mild moderate severe serious fatal
        permanent proven unproven effective ineffective""",
    Harm.WARNING: """
        warning emergency urgent urgently immediately danger dangerous""",
    Harm.SIDE: "left right both upper",
    Harm.AGE: """
        child children infant infants baby babies newborn newborns toddler toddlers teenager
        teenagers adolescent adolescents adult adults pregnant pregnancy breastfeeding young
        younger older elderly boy boys girl girls""",
}
_LANGUAGES = (harm_words.GERMAN, harm_words.SPANISH, _WORDS)
_KIND = {
    word: Harm(kind)
    for language in _LANGUAGES
    for kind, words in language.items()
    for word in words.split()
}


def names(medicines: Iterable[str]) -> frozenset[str]:
    """The words by which these medicines are told, in lower case."""
    words = (word.lower() for name in medicines for word in re.findall(r"[^\W\d_]+", name))
    return frozenset(w for w in words if len(w) >= _SHORTEST_NAME and w not in _NO_NAMES)


def of(tokens: Sequence[str], medicines: frozenset[str] = frozenset()) -> tuple[Harm, ...]:
    """The kinds of harm among the words, `medicines` being words of names, as kinds are listed."""
    found = {kind for token in tokens if (kind := _kind(token, medicines))}
    return tuple(kind for kind in Harm if kind in found)


def _kind(token: str, medicines: frozenset[str]) -> Harm | None:
    word = token.lower().replace("’", "'")
    if token.startswith("[^"):
        return Harm.CITATION
    if token in _SIGNS or any(letter.isnumeric() for letter in token):
        return Harm.NUMBER
    if word.endswith("n't"):
        return Harm.NEGATION
    return _KIND.get(word) or (Harm.MEDICINE if word in medicines else None)
