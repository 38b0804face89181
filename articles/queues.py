"""What readers sent and an editor has to look at: urgent first, then the oldest."""

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Case, Count, F, Model, Q, QuerySet, Value, When

from articles.enums import FeedbackKind, FeedbackState, VoiceState
from articles.models import Article, Experience, Feedback
from articles.models.voices import WAITING

Row = TypeVar("Row", bound=Model)
# A report stays there until the change that it asked for is published.
_OPEN_FEEDBACK = (*WAITING, FeedbackState.ACCEPTED)


@dataclass(frozen=True)
class Waiting:
    """How many texts of readers wait, and how many of them are urgent."""

    experiences: int
    feedback: int
    urgent: int


@dataclass(frozen=True)
class Texts:
    """Texts of readers of two kinds as one list, as a paginator counts and cuts it."""

    experiences: QuerySet[Experience]
    feedback: QuerySet[Feedback]

    def count(self) -> int:
        """How many there are (a query)."""
        keys = self.experiences.order_by().values("pk"), self.feedback.order_by().values("pk")
        return keys[0].union(keys[1], all=True).count()

    def __getitem__(self, part: slice) -> list[Experience | Feedback]:
        """Those from the start of the part to before its end (three queries at most)."""
        first = list(self.experiences[part])
        many = self.experiences.count() if part.start else len(first)
        rest = slice(max(part.start - many, 0), max(part.stop - many, 0))
        return [*first, *self.feedback[rest]]


def undecided(*, urgent: bool) -> Texts:
    """What waits for a decision and is urgent, or is not."""
    states = [state for state in WAITING if (state == VoiceState.URGENT) == urgent]
    feedback = Feedback.objects.filter(state__in=states)
    return Texts(
        experiences().filter(state__in=states),
        _urgent_first(feedback.select_related("article__condition", "condition")),
    )


def experiences() -> QuerySet[Experience]:
    """The experiences that wait for a decision."""
    found = Experience.objects.filter(state__in=WAITING)
    return _urgent_first(found.select_related("article__condition"))


def decided_experiences() -> QuerySet[Experience]:
    """Those that were decided, the newest decision first; deleted ones have nothing to show."""
    found = Experience.objects.exclude(state__in=[*WAITING, VoiceState.DELETED])
    return found.select_related("article__condition").order_by("-decided_at", "-pk")


def feedback(kind: FeedbackKind) -> QuerySet[Feedback]:
    """The reports or questions that wait for a decision or for their change."""
    found = Feedback.objects.filter(kind=kind, state__in=_OPEN_FEEDBACK)
    return _urgent_first(found.select_related("article__condition", "condition"))


def votes() -> QuerySet[Article]:
    """Answers whose live words were voted on, the least helpful first, as `yes` and `no`."""
    on_live = Q(feedback__publication=F("live"))
    return (
        Article.objects.filter(live__isnull=False)
        .annotate(
            yes=Count("feedback", filter=on_live & Q(feedback__kind=FeedbackKind.HELPFUL)),
            no=Count("feedback", filter=on_live & Q(feedback__kind=FeedbackKind.NOT_HELPFUL)),
        )
        .filter(Q(yes__gt=0) | Q(no__gt=0))
        .order_by("-no", "yes", "pk")
    )


def urgent() -> list[Experience | Feedback]:
    """What waits and may speak of danger (two queries)."""
    return [
        *Experience.objects.filter(state=VoiceState.URGENT),
        *Feedback.objects.filter(state=FeedbackState.URGENT),
    ]


def waiting() -> Waiting:
    """What waits, counted (four queries)."""
    texts = Feedback.objects.filter(state__in=WAITING)
    stories = Experience.objects.filter(state__in=WAITING)
    urgent = Q(state=VoiceState.URGENT)
    return Waiting(
        experiences=stories.count(),
        feedback=texts.count(),
        urgent=stories.filter(urgent).count() + texts.filter(urgent).count(),
    )


def _urgent_first(rows: QuerySet[Row]) -> QuerySet[Row]:
    rank = Case(When(state=VoiceState.URGENT, then=Value(0)), default=Value(1))
    return rows.order_by(rank, "received_at", "pk")
