"""What readers sent, on the front page: urgent texts before everything else."""

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles import queues
from articles.models import Experience, Feedback
from articles.policies import may_triage
from articles.queues import Texts
from reviews.frontpage.values import LONGEST, Line, Selection, WorkList


def lists(user: User) -> dict[str, WorkList]:
    """What waits for whoever may triage it; the urgent list only while there is something in it."""
    if not may_triage(user):
        return {}
    found = [_list(selection) for selection in selections()]
    return {work.key: work for work in found if work.total or work.key != "urgent"}


def selections() -> tuple[Selection[Texts], Selection[Texts]]:
    """What waits for whoever may triage it."""
    return (
        Selection(
            "urgent",
            _("Urgent from readers"),
            "from_readers",
            lambda: queues.undecided(urgent=True),
            _("A text speaks of self-harm or danger. Tell %(lead)s at once.")
            % {"lead": settings.URGENT_LEAD},
        ),
        Selection(
            "readers",
            _("From readers"),
            "from_readers",
            lambda: queues.undecided(urgent=False),
            _("Experiences, reports and questions that wait for a decision."),
        ),
    )


def line(row: Experience | Feedback) -> Line:
    """One text as a line of a list."""
    if isinstance(row, Experience):
        name, about = "experience", str(row.article)
    else:
        name, about = "feedback", str(row.article or row.condition)
    since = {"since": date_format(row.received_at, "j M Y")}
    return Line(
        title=str(row),
        url=reverse(f"admin:{name}", args=[row.pk]),
        about=about,
        says=(_("Waiting since %(since)s") % since,),
    )


def _list(selection: Selection[Texts]) -> WorkList:
    found = selection.find()
    lines = tuple(line(row) for row in found[slice(0, LONGEST)])
    return WorkList(selection, total=found.count(), lines=lines)
