"""The end of what readers sent: texts that have served their purpose are deleted."""

from datetime import datetime, timedelta

from articles.actions import feedback, voices
from articles.enums import FeedbackState, VoiceState
from articles.models import Experience, Feedback
from articles.models.voices import WAITING

# The privacy page says 30 days. An author has as long to answer a request to shorten. What nobody
# has decided about stays, first in the desk: a text that speaks of danger must not vanish unseen.
NOT_PUBLISHED = timedelta(days=30)
DECIDED_FEEDBACK = timedelta(days=90)
_WHY = "end of retention"


def forget(*, at: datetime) -> tuple[int, int]:
    """Delete the texts whose time is over by then; how many experiences, how much feedback.

    Each in a transaction of its own. The rows stay, and with them every count.
    """
    unpublished = Experience.objects.filter(
        state__in=[VoiceState.DECLINED, VoiceState.SHORTEN], decided_at__lt=at - NOT_PUBLISHED
    )
    experiences = list(unpublished.values_list("pk", flat=True))
    for pk in experiences:
        voices.erase(pk, why=_WHY, at=at)
    open_states = [*WAITING, FeedbackState.ACCEPTED]
    old = Feedback.objects.exclude(state__in=open_states).exclude(text="")
    texts = list(old.filter(decided_at__lt=at - DECIDED_FEEDBACK).values_list("pk", flat=True))
    for pk in texts:
        feedback.erase(pk, why=_WHY, at=at)
    return len(experiences), len(texts)
