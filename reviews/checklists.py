"""What a reviewer confirms before signing, after DISCERN (Charnock et al., 1999) and the house.

DISCERN: J Epidemiol Community Health 1999;53:105-111, questions 1-16.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.enums import QuestionKind

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


def items(kind: str) -> dict[str, Promise]:
    """The checklist of a kind of question: key to the sentence that is confirmed."""
    return {**_EVERY_PAGE, **(_TREATMENT if kind == QuestionKind.TREATMENT else {})}
