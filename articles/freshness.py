"""How current an answer is: derived from its review-due date and the day, never stored.

Intervals and days of grace come from the settings, by kind of question.
"""

from datetime import date, timedelta

from django.conf import settings

from articles.enums import Freshness


def grace(kind: str) -> timedelta:
    """How long an overdue answer of that kind is still shown."""
    return timedelta(days=settings.GRACE_DAYS.get(kind, settings.GRACE_DAYS_DEFAULT))


def lapses_on(kind: str, *, due_on: date) -> date:
    """The first day on which an answer of that kind is no longer shown."""
    return due_on + grace(kind) + timedelta(days=1)


def of(kind: str, *, due_on: date, on: date) -> Freshness:
    """The freshness on a day of an answer of that kind that is due for review on `due_on`."""
    if on >= lapses_on(kind, due_on=due_on):
        return Freshness.LAPSED
    if on > due_on:
        return Freshness.OVERDUE
    if on >= due_on - timedelta(days=settings.DUE_SOON_DAYS):
        return Freshness.DUE_SOON
    return Freshness.CURRENT


def latest_due_date(kind: str, *, reviewed_on: date) -> date:
    """The latest day for which a review of that kind may vouch."""
    months = settings.REVIEW_INTERVALS.get(kind, settings.REVIEW_INTERVAL_DEFAULT)
    years, month = divmod(reviewed_on.month - 1 + months, 12)
    year = reviewed_on.year + years
    # 29 February or the 31st may not exist there: step back to the month's last day.
    for day in (reviewed_on.day, 30, 29, 28):
        if day <= reviewed_on.day:
            try:
                return date(year, month + 1, day)
            except ValueError:
                continue
    raise AssertionError("every month has a 28th day")
