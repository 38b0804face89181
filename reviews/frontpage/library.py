"""How the library stands on a day, in figures: grouped by the database, never answer by answer."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.http import urlencode

from articles.enums import Freshness as Fresh
from articles.enums import QuestionKind
from articles.models import Article, Condition
from articles.models.drafts import fresh
from reviews.enums import Outcome
from reviews.models import ReviewRecord

MONTHS = 12
# Conditions in a table, the most pressing first.
LONGEST = 10


@dataclass(frozen=True)
class Month:
    """The decisions that were signed in the month that begins on that day."""

    first: date
    approved: int
    sent_back: int


@dataclass(frozen=True)
class Freshness:
    """How many live answers of a condition are how fresh."""

    condition: str
    url: str
    current: int
    due_soon: int
    overdue: int
    lapsed: int

    @property
    def live(self) -> int:
        """All of them."""
        return self.current + self.due_soon + self.overdue + self.lapsed


@dataclass(frozen=True)
class Coverage:
    """The kinds of question that a condition has live answers to."""

    condition: str
    url: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Library:
    """The figures; `freshness` and `coverage` have the most pressing of so many conditions."""

    months: tuple[Month, ...]
    freshness: tuple[Freshness, ...]
    conditions_with_answers: int
    coverage: tuple[Coverage, ...]
    conditions: int


def of(*, on: date) -> Library:
    """The figures of that day (six queries)."""
    return Library(
        months=_months(on=on),
        freshness=_freshness(on=on),
        conditions_with_answers=_live().values("condition").distinct().count(),
        coverage=_coverage(),
        conditions=Condition.objects.count(),
    )


def _months(*, on: date) -> tuple[Month, ...]:
    """The last twelve months, the running one included."""
    number = on.year * 12 + on.month - 1
    firsts = [date(m // 12, m % 12 + 1, 1) for m in range(number - MONTHS + 1, number + 1)]
    approved = Q(outcome=Outcome.APPROVED)
    found = (
        ReviewRecord.objects.filter(signed_on__gte=firsts[0], signed_on__lte=on)
        .order_by()
        .annotate(month=TruncMonth("signed_on"))
        .values_list("month")
        .annotate(approved=Count("pk", filter=approved), sent_back=Count("pk", filter=~approved))
    )
    counted = {month: (approved, sent_back) for month, approved, sent_back in found}
    return tuple(Month(first, *counted.get(first, (0, 0))) for first in firsts)


def _freshness(*, on: date) -> tuple[Freshness, ...]:
    found = (
        _live()
        .values("condition__name")
        .annotate(
            **{state.value: Count("pk", filter=fresh(state, on=on)) for state in Fresh},
        )
        .order_by("-lapsed", "-overdue", "-due_soon", "condition__name")
    )
    return tuple(
        Freshness(
            condition=row["condition__name"],
            url=_answers(row["condition__name"]),
            **{state.value: row[state] for state in Fresh},
        )
        for row in found[:LONGEST]
    )


def _coverage() -> tuple[Coverage, ...]:
    live = Q(articles__live__isnull=False)
    fewest = list(
        Condition.objects.annotate(kinds=Count("articles__kind", filter=live, distinct=True))
        .order_by("kinds", "name")
        .values_list("pk", "name")[:LONGEST]
    )
    found = _live().filter(condition__in=[pk for pk, _name in fewest])
    kinds: defaultdict[int, set[str]] = defaultdict(set)
    for condition, kind in found.values_list("condition", "kind").distinct():
        kinds[condition].add(kind)
    return tuple(
        Coverage(name, _answers(name), tuple(str(k.label) for k in QuestionKind if k in kinds[pk]))
        for pk, name in fewest
    )


def _live() -> QuerySet[Article]:
    return Article.objects.filter(live__isnull=False).order_by()


def _answers(condition: str) -> str:
    """The desk's list of a condition's answers."""
    return f"{reverse('admin:articles_article_changelist')}?{urlencode({'q': condition})}"
