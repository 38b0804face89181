"""The closed vocabularies of the review side."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where a review request stands. What is closed stays closed."""

    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    HELD = "held", _("Approved, held for a publisher")
    SCHEDULED = "scheduled", _("Approved, published on its date")
    FAILED = "failed", _("Approved, publishing failed")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    DECLINED = "declined", _("Declined")
    PUBLISHED = "published", _("Published")
    STALE = "stale", _("Overtaken by a newer version")
    CANCELLED = "cancelled", _("Cancelled")


OPEN = (State.IN_REVIEW, State.APPROVED, State.HELD, State.SCHEDULED, State.FAILED)
# Signed by as many as it takes, and not public yet.
READY_TO_PUBLISH = (State.APPROVED, State.HELD, State.SCHEDULED, State.FAILED)
# Of these, what only a publisher moves on.
AWAITS_A_PUBLISHER = (State.APPROVED, State.HELD)


# What goes back to the editor.
SENT_BACK = (State.CHANGES_REQUESTED, State.DECLINED)


class Outcome(TextChoices):
    """What a reviewer decided."""

    APPROVED = "approved", _("Approved")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    # Not "mend this" but "do not publish this".
    DECLINED = "declined", _("Declined")


# Both need a reason and close the request.
REFUSALS = (Outcome.CHANGES_REQUESTED, Outcome.DECLINED)


class Priority(TextChoices):
    """How soon reviewers should turn to a request: urgent ones stand above the others."""

    NORMAL = "normal", _("Normal")
    URGENT = "urgent", _("Urgent")


class Scope(TextChoices):
    """What a reviewer read. Only a whole-page review moves "last reviewed"."""

    WHOLE_PAGE = "whole_page", _("the whole page")
    CHANGES_ONLY = "changes_only", _("only the changes")


class AfterApproval(TextChoices):
    """What the submission said should follow an approval."""

    PUBLISH = "publish", _("Publish at once")
    HOLD = "hold", _("Hold for a publisher")
    SCHEDULE = "schedule", _("Publish on a date")


class Anchor(TextChoices):
    """What a comment hangs on."""

    PAGE = "page", _("the whole page")
    WORDS = "words", _("words")
    TREATMENT = "treatment", _("treatment")
    SOURCE = "source", _("source")
    OBJECTION = "objection", _("an earlier objection")
    REPLY = "reply", _("an earlier comment")


# A comment on these stays open until somebody resolves it.
RESOLVABLE = (Anchor.PAGE, Anchor.WORDS, Anchor.TREATMENT, Anchor.SOURCE)

# What is kept of a decision for which nobody had to sign in once more: it sends words back.
NOT_AGAIN = ("", "session")
