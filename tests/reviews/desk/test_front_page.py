"""The front page as it is shown: lists, figures, and nothing that is not for somebody's eyes."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.actions import catalogue
from articles.drafts import Cited
from articles.enums import Retraction
from tests import factories as f
from tests.reviews.desk.helpers import as_role, asked, screen, signed_in

pytestmark = pytest.mark.django_db


def shown(role: str) -> str:
    return as_role(role).get("/admin/").content.decode()


def section(page: str, key: str) -> str:
    """The list with that key; empty where the page has none."""
    found = re.search(rf'<section class="queue-list" id="list-{key}".*?</section>', page, re.DOTALL)
    return found.group() if found else ""


def test_flagged_and_due_answers_stand_there_with_the_reason() -> None:
    at = timezone.now() - timedelta(days=185)
    article = f.published(f.article(at=at), at=at)
    source = f.source(title="<b>A trial</b>")
    draft = f.draft(question="What helps?", citations=(Cited("smith", source.pk),))
    f.published(f.article(saved=draft, at=timezone.now()), at=timezone.now())
    source.retraction = Retraction.RETRACTED
    catalogue.save(source, changed=["retraction"], by=f.user(), at=timezone.now())
    for role in ("Editors", "Publishers", "Administrators"):
        page = shown(role)
        assert "The cited source “&lt;b&gt;A trial&lt;/b&gt;” is retracted." in section(
            page, "flagged"
        )
        assert f"/admin/articles/article/{article.pk}/change/" in section(page, "due")
        assert "Review overdue" in section(page, "due")
    for role in ("Reviewers", "staff"):
        assert "A trial" not in shown(role)


@pytest.mark.parametrize("role", ["Editors", "Publishers", "Administrators"])
def test_who_writes_answers_begins_one_from_the_front_page(role: str) -> None:
    first = '<p class="desk-links"><a href="/admin/articles/article/add/">Write a new answer</a> ·'
    assert first in shown(role)
    assert "Write a new answer" not in shown("Reviewers")


def test_list_with_nothing_in_it_is_only_named() -> None:
    page = shown("Editors")
    lists = re.findall(r'<section class="queue-list" id="list-([\w-]+)"', page)
    assert lists == []
    assert (
        "Nothing waits in: Changes requested, Flagged by events, From readers, Ready to submit, "
        "Withdrawn, to repair, Due for review, With reviewers, My drafts." in page
    )
    review, reviewer = asked()
    page = signed_in(reviewer.user).get("/admin/").content.decode()
    assert screen(review) in section(page, "asked")
    assert '<a href="#list-asked"><strong>1</strong> For me</a>' in page


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("staff", False),
        ("Reviewers", False),
        ("Editors", False),
        ("Publishers", True),
        ("Administrators", True),
    ],
)
def test_publishers_and_administrators_see_how_the_library_stands(
    role: str, *, expected: bool
) -> None:
    article = f.published(at=timezone.now())
    page = shown(role)
    assert ("How the library stands" in page) is expected
    assert (article.condition.name in page) is expected


def test_every_chart_has_its_figures_in_a_table() -> None:
    at = timezone.now() - timedelta(days=1)
    article = f.published(f.article(at=at), at=at)
    page = shown("Publishers")
    month = timezone.localdate(at).strftime("%B %Y")
    assert f'<th scope="row">{month}</th><td>1</td><td>0</td>' in page
    row = page[page.index('<table class="freshness"') :]
    cells = re.findall(r"<td>(\d+)</td>", row[: row.index("</table>")])
    assert (article.condition.name in row, cells) == (True, ["1", "0", "0", "0"])
    assert "1: Treatment" in page
    assert page.count('<svg class="chart"') == 2
    assert "style=" not in page


def test_front_page_takes_as_many_queries_for_three_conditions_as_for_one() -> None:
    client = as_role("Administrators")
    counts = []
    for more in (1, 2):
        for _number in range(more):
            at = timezone.now()
            f.published(f.article(at=at), at=at)
            f.article(at=at)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/admin/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 60
