"""What to look at in a text that a reader sent: danger first, then what our rules forbid.

Words only point: they decide nothing but the place in the queue. Danger is noticed in the
languages of the site, whichever page a text comes from; the rules in English so far.
"""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Warning signs that people put into words, as the National Institute of Mental Health lists them
# ("Warning Signs of Suicide": wanting to die or to kill oneself, no reason to live, looking for a
# way, being a burden), and plain words for violence at home and for an overdose. A false alarm
# costs a look, a miss may cost a life: so "suicide" alone counts, whoever it is about.
_DANGER = re.compile(
    r"""\b(?:
        suicid\w*
      | kill(?:ing)?\ (?:myself|herself|himself|themsel\w+)
      | (?:end|ending|take|taking)\ (?:it\ all | my\ (?:own\ )?life)
      | (?:want|wanted|wanting|ready|going)\ to\ die
      | wish\ i\ (?:was|were)\ (?:dead|never\ born)
      | (?:better\ off|rather\ be)\ dead
      | better\ off\ without\ me
      | no\ reason\ to\ live | nothing\ (?:left\ )?to\ live\ for
      | (?:do\ not|don't|dont)\ want\ to\ (?:live|be\ alive|be\ here|wake\ up|go\ on)
      | (?:can't|cant|cannot)\ go\ on\b(?!\ (?:holidays?|vacation|trips?|walks?|a|an|the|my|to)\b)
      | self[- ]?harm\w* | (?:cut|cutting|hurt|hurting|harm|harming)\ (?:myself|herself|himself)
      | overdos\w+
      | (?:hits|beats|hitting|beating|abuses|abusing|threatens|threatening|choked|rapes?|raped)
        \ (?:me|us)
      | (?:afraid|fear)\ for\ my\ life | (?:not|don't\ feel|do\ not\ feel)\ safe\ at\ home
      # German
      | suizid\w* | selbstmord\w* | (?:mich|sich)\ umbringen | mir\ das\ leben\ nehmen
      | (?:will|möchte|wollte)\ (?:ich\ )?(?:einfach\ |nur\ |lieber\ )?(?:sterben|tot\ sein)
      | (?:will|möchte|kann)\ (?:ich\ )?(?:so\ )?nicht\ mehr\ leben | selbstverletz\w* | ritze\ mich
      | überdosis | (?:schlägt|bedroht|missbraucht)\ mich
      # Spanish
      | suicid\w* | (?:matarme|quitarme\ la\ vida) | no\ quiero\ (?:seguir\ )?vivi(?:r|endo)
      | (?:quiero|quisiera)\ morir(?:me)? | (?:hacerme|me\ hago)\ daño | cortarme
      | sobredosis | me\ (?:pega|maltrata|amenaza)
    )\b""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Point:
    """Words of a text and which rule they may break."""

    words: str
    why: str


_MEDICINE_STOP = r"(?:stop|stopped|stopping|quit|quitting|came\ off|come\ off|coming\ off|ditch\w*)"
# Each with the reason that the desk gives; what looks alike is for the editor to tell apart.
_RULES: tuple[tuple[Promise | str, re.Pattern[str]], ...] = (
    (
        _("looks like a dose"),
        re.compile(
            r"""\d[\d.,/]*\s?(?:mg|mcg|µg|μg|g|ml|iu|units?|tablets?|pills?|capsules?|puffs?|drops?)\b
            | \b(?:once|twice|two\ times|three\ times|\d+\s?x)\ (?:a|per)\ (?:day|week|month)\b""",
            re.IGNORECASE | re.VERBOSE,
        ),
    ),
    (
        _("looks like advice to stop or change a medicine"),
        re.compile(
            rf"""\b{_MEDICINE_STOP}\ (?:taking|using|with|my|your|the|all|it|them|\w+ing\b)
            | \b(?:don't|do\ not|never)\ take\b | \binstead\ of\ (?:my|your|the)\ \w+""",
            re.IGNORECASE | re.VERBOSE,
        ),
    ),
    (_("looks like an e-mail address"), re.compile(r"[^\s@]{1,64}@[^\s@]{1,64}\.\w+")),
    (
        _("looks like a web address"),
        re.compile(
            r"\bhttps?:\S+|\bwww\.\S+|(?<!@)\b[\w-]+\.(?:com|org|net|info|shop|store|io|co)\b",
            re.IGNORECASE,
        ),
    ),
    (_("looks like a telephone number"), re.compile(r"\+?\d(?:[\s().-]?\d){6,}")),
    (
        _("looks like an offer"),
        re.compile(
            r"[$€£]\s?\d|\b(?:discount|coupon|promo|buy (?:it|them|now|from)|order (?:it|now|from)"
            r"|contact me|dm me|message me)\b",
            re.IGNORECASE,
        ),
    ),
    (
        _("looks like the name of a clinician or a hospital"),
        re.compile(
            r"\b(?:[Dd]r|[Pp]rof|[Dd]octor|[Pp]rofessor|[Nn]urse)\.?\s+[^\W\d_a-z]\w+"
            r"|\b[^\W\d_a-z]\w+\s+(?:Hospital|Clinic|Infirmary|Medical Cent(?:er|re))\b"
        ),
    ),
)


def speaks_of_danger(text: str) -> bool:
    """Whether a text has words of self-harm, of violence, or of an overdose."""
    return _DANGER.search(_plain(text)) is not None


def points(text: str) -> tuple[Point, ...]:
    """The words that an editor should look at, in the order of the text, each once a reason."""
    found = sorted(
        (match.start(), match.group(), str(why))
        for why, pattern in _RULES
        for match in pattern.finditer(text)
    )
    return tuple(dict.fromkeys(Point(words, why) for _start, words, why in found))


def _plain(text: str) -> str:
    """Lower case, straight apostrophes, single blanks."""
    return " ".join(text.casefold().replace("’", "'").split())
