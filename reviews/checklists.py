"""What a reviewer confirms before signing, after DISCERN (Charnock et al., 1999) and the house.

DISCERN: J Epidemiol Community Health 1999;53:105-111, questions 1-16.
"""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.enums import QuestionKind
from reviews.enums import Scope

_EVERY_PAGE: dict[str, Promise] = {
    "answers": _("The short answer answers the question, and the page bears it out."),
    "sourced": _("What a reader may act on is in the source that is cited for it."),
    "current": _("Nothing important and newer is missing."),
    "uncertainty": _("It says where the evidence is weak, indirect or in dispute."),
    "safe": _("Nothing could lead a reader to harm; emergencies are dealt with."),
    "plain": _("A person without training can understand it."),
}
_TREATMENT: dict[str, Promise] = {
    "balanced": _("Each treatment has its benefits, its risks and its evidence level."),
    "off_label": _("What is used off-label is marked so."),
}


# Enough where only wording changed and only the changes are signed.
_OF_CHANGES = ("sourced", "safe", "plain")


def items(kind: str, scope: Scope = Scope.WHOLE_PAGE) -> dict[str, Promise]:
    """The checklist of a kind of question: key to the sentence that is confirmed.

    That of the changes is a part of that of the whole page.
    """
    if scope == Scope.CHANGES_ONLY:
        return {key: _EVERY_PAGE[key] for key in _OF_CHANGES}
    return {**_EVERY_PAGE, **(_TREATMENT if kind == QuestionKind.TREATMENT else {})}


def sentences(keys: Iterable[str]) -> tuple[str, ...]:
    """The confirmed sentences as they read today; a key that is no longer asked is given itself."""
    known = _EVERY_PAGE | _TREATMENT
    return tuple(str(known.get(key, key)) for key in keys)
