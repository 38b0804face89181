"""The figures of the library, and the bars drawn from them."""

from datetime import date, timedelta

import pytest

from articles.enums import QuestionKind
from reviews.actions import deciding
from reviews.frontpage import charts, library
from reviews.frontpage.charts import Segment
from reviews.frontpage.library import Coverage, Freshness, Month
from tests import factories as f


def freshness(name: str, *numbers: int) -> Freshness:
    return Freshness(name, "/", *numbers)


@pytest.mark.django_db
def test_reviews_are_counted_by_month_of_signature() -> None:
    f.approved(f.request(), at=f.NOW)
    f.approved(f.request(), at=f.NOW + timedelta(days=1))
    reviewer = f.reviewer()
    request = f.request(reviewers=[reviewer])
    sent_back = f.decision(comment="Why?")
    later = f.NOW + timedelta(days=30)
    deciding.request_changes(request.pk, reviewer=reviewer, decision=sent_back, at=later)
    months = library.of(on=date(2026, 5, 31)).months
    assert [month.first for month in months][::11] == [date(2025, 6, 1), date(2026, 5, 1)]
    assert months[-2:] == (Month(date(2026, 4, 1), 2, 0), Month(date(2026, 5, 1), 0, 1))
    assert {(month.approved, month.sent_back) for month in months[:-2]} == {(0, 0)}
    # The thirteenth month is past.
    gone = library.of(on=date(2027, 4, 30)).months
    assert (gone[0], gone[1]) == (Month(date(2026, 5, 1), 0, 1), Month(date(2026, 6, 1), 0, 0))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-61, (1, 0, 0, 0)),
        (-60, (0, 1, 0, 0)),
        (0, (0, 1, 0, 0)),
        (1, (0, 0, 1, 0)),
        (60, (0, 0, 1, 0)),
        (61, (0, 0, 0, 1)),
    ],
)
def test_freshness_is_counted_by_condition(days: int, expected: tuple[int, ...]) -> None:
    due = f.TODAY + timedelta(days=180)
    condition = f.condition("Example & disease")
    f.published(f.article(of=condition), review_due_on=due)
    f.withdrawn(f.published(f.article(of=condition), review_due_on=due))
    (row,) = library.of(on=due + timedelta(days=days)).freshness
    assert (row.current, row.due_soon, row.overdue, row.lapsed) == expected
    assert row.url == "/admin/articles/article/?q=Example+%26+disease"


@pytest.mark.django_db
def test_most_pressing_conditions_come_first_and_all_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(library, "LONGEST", 2)
    bare, late, fine = f.condition("Bare"), f.condition("Late"), f.condition("Fine")
    f.published(f.article(of=fine, kind=QuestionKind.OVERVIEW))
    f.published(f.article(of=fine))
    f.published(f.article(of=late), review_due_on=f.TODAY + timedelta(days=30))
    found = library.of(on=f.TODAY)
    assert [row.condition for row in found.freshness] == ["Late", "Fine"]
    assert (found.conditions_with_answers, found.conditions) == (2, 3)
    assert found.coverage == (
        Coverage(bare.name, "/admin/articles/article/?q=Bare", ()),
        Coverage(late.name, "/admin/articles/article/?q=Late", ("Treatment",)),
    )


def test_highest_month_fills_the_drawing_and_nothing_is_drawn_outside() -> None:
    months = [Month(date(2026, m, 1), *counts) for m, counts in ((1, (3, 1)), (2, (0, 0)))]
    first, second = charts.columns(months)
    assert (first.approved_height, first.sent_back_height) == (90, 30)
    assert (first.approved_y, first.sent_back_y) == (30, 0)
    assert (second.approved_height, second.sent_back_y) == (0, charts.HEIGHT)
    assert (first.x + first.width < second.x, second.x + second.width <= charts.WIDTH) == (
        True,
        True,
    )


def test_bars_are_as_long_as_their_answers() -> None:
    rows = [freshness("A", 2, 1, 0, 1), freshness("B", 0, 0, 2, 0)]
    first, second = charts.bars(rows)
    assert first.segments == (
        Segment("current", 0, 300),
        Segment("due-soon", 300, 150),
        Segment("lapsed", 450, 150),
    )
    assert second.segments == (Segment("overdue", 0, 300),)


def test_nothing_draws_nothing() -> None:
    assert (charts.columns([]), charts.bars([])) == ((), ())
