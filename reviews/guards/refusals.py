"""What a guard says to whoever tries to publish: translated, without the engine's own words."""

from django.db import IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

# What the guards say that stand before a publication, and before its answer goes live.
SAID = frozenset(
    {
        gettext_noop("a publication shows a revision of its own article"),
        gettext_noop("the kind of a publication says what it does"),
        gettext_noop(
            "what is material, brought back or reconfirmed takes a review of the whole page"
        ),
        gettext_noop(
            "a wording change keeps the dates of the live answer and of the review it rests on"
        ),
        gettext_noop("a publication uses the approvals of that very revision"),
        gettext_noop("the signers of a publication are those who signed"),
        gettext_noop("words go public on the strength of reviewers who may sign"),
        gettext_noop("only a whole-page review moves the date of the last review"),
        gettext_noop("one of the signers of a medicine is a pharmacist or of a fitting specialty"),
        gettext_noop("live is the newest publication of its article"),
        gettext_noop("a withdrawn publication cannot be live"),
        gettext_noop("a translation is live only beside its original, and not of withdrawn words"),
    }
)


def sentence(error: IntegrityError) -> str:
    """The refusal in a sentence. What is not a guard's is not repeated: it may quote a row."""
    # PostgreSQL adds on further lines where in the trigger it happened.
    said = str(error).partition("\n")[0]
    if said not in SAID:
        return _("The database refused it: it clashes with what stands already.")
    return _("The database refused it: %(why)s.") % {"why": _(said)}
