"""What readers sent, on the front page: urgent texts before everything else."""

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles import queues
from articles.enums import FeedbackKind, VoiceState
from articles.models import Experience, Feedback
from articles.policies import may_triage
from reviews.frontpage.values import LONGEST, Line, WorkList


def lists(user: User) -> dict[str, WorkList]:
    """What waits for whoever may triage it; the urgent list only while there is something in it."""
    if not may_triage(user):
        return {}
    waiting = queues.waiting()
    rows: list[Experience | Feedback] = [
        *queues.experiences()[:LONGEST],
        *queues.feedback(FeedbackKind.REPORT)[:LONGEST],
        *queues.feedback(FeedbackKind.QUESTION)[:LONGEST],
    ]
    urgent = tuple(_line(row) for row in rows if row.state == VoiceState.URGENT)
    others = tuple(_line(row) for row in rows if row.state != VoiceState.URGENT)
    everything = reverse("admin:from_readers")
    found = [
        WorkList(
            key="readers",
            title=_("From readers"),
            hint=_("Experiences, reports and questions that wait for a decision."),
            total=waiting.experiences + waiting.feedback - waiting.urgent,
            lines=others[:LONGEST],
            url=everything,
        )
    ]
    if waiting.urgent:
        found.append(
            WorkList(
                key="urgent",
                title=_("Urgent from readers"),
                hint=_("A text speaks of self-harm or danger. Tell %(lead)s at once.")
                % {"lead": settings.URGENT_LEAD},
                total=waiting.urgent,
                lines=urgent[:LONGEST],
                url=everything,
            )
        )
    return {work.key: work for work in found}


def _line(row: Experience | Feedback) -> Line:
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
