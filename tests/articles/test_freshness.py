"""Freshness on each side of each edge, and the same in the database."""

from datetime import date, timedelta

import pytest

from articles import freshness
from articles.enums import Freshness, QuestionKind
from articles.models import Article
from tests import factories

DUE = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("kind", "days", "expected"),
    [
        ("treatment", -61, "current"),
        ("treatment", -60, "due_soon"),
        ("treatment", 0, "due_soon"),
        ("treatment", 1, "overdue"),
        ("treatment", 60, "overdue"),
        ("treatment", 61, "lapsed"),
        ("symptoms", 61, "overdue"),
        ("symptoms", 180, "overdue"),
        ("symptoms", 181, "lapsed"),
    ],
)
def test_freshness_changes_on_the_day(kind: str, days: int, expected: str) -> None:
    assert freshness.of(kind, due_on=DUE, on=DUE + timedelta(days=days)) == expected


def test_the_day_it_lapses_is_the_first_without_the_answer() -> None:
    assert freshness.lapses_on("treatment", due_on=DUE) == date(2026, 12, 1)
    assert freshness.lapses_on("overview", due_on=DUE) == date(2027, 3, 31)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [QuestionKind.TREATMENT, QuestionKind.OUTLOOK])
def test_the_database_agrees_day_by_day(kind: QuestionKind) -> None:
    article = factories.published(factories.article(kind=kind))
    due_on = factories.live(article).review_due_on
    lapses = freshness.lapses_on(kind, due_on=due_on)
    for day in (lapses - timedelta(days=1), lapses, due_on, due_on + timedelta(days=1)):
        shown = freshness.of(kind, due_on=due_on, on=day) != Freshness.LAPSED
        assert Article.objects.public(on=day).exists() is shown


@pytest.mark.django_db
def test_what_is_not_live_is_not_public() -> None:
    article = factories.article()
    assert not Article.objects.public(on=factories.TODAY).exists()
    factories.published(article)
    assert Article.objects.public(on=factories.TODAY).get() == article
    factories.withdrawn(article)
    assert not Article.objects.public(on=factories.TODAY).exists()


@pytest.mark.parametrize(
    ("kind", "reviewed_on", "latest"),
    [
        ("treatment", date(2026, 4, 7), date(2027, 4, 7)),
        ("overview", date(2026, 4, 7), date(2028, 4, 7)),
        ("research", date(2026, 4, 7), date(2026, 10, 7)),
        ("research", date(2026, 12, 31), date(2027, 6, 30)),
        ("research", date(2026, 8, 31), date(2027, 2, 28)),
        ("research", date(2027, 8, 29), date(2028, 2, 29)),
        ("treatment", date(2028, 2, 29), date(2029, 2, 28)),
        ("overview", date(2026, 12, 1), date(2028, 12, 1)),
    ],
)
def test_a_review_holds_for_the_months_of_its_kind(
    kind: str, reviewed_on: date, latest: date
) -> None:
    assert freshness.latest_due_date(kind, reviewed_on=reviewed_on) == latest
