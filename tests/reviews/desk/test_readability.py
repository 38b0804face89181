"""Readability at the desk: shown beside the text, to editors only, and never in the way."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from articles.markdown import MAX_LENGTH
from articles.models import Article
from tests import factories as f
from tests.reviews.desk.editors import EDITING, ROLES, address, article, signed_in, typed

pytestmark = pytest.mark.django_db
EASY = "The doctor looks at the child.[^smith] She asks how the pain began."
HARD = "Physicians administer medication " + "notwithstanding contraindications " * 12 + "."


@pytest.mark.parametrize("role", ROLES)
def test_only_who_may_edit_is_advised(role: str) -> None:
    response = signed_in(f.user(role)).post(address(article(), "reading"), {"content": EASY})
    assert response.status_code == (200 if role in EDITING else 403)
    assert ("Reading age about 6" in response.content.decode()) == (role in EDITING)


def test_outsider_is_not_advised_and_learns_of_no_answer(client: Client) -> None:
    assert client.post(address(article(), "reading"), {"content": EASY}).status_code == 403
    assert client.post("/admin/articles/article/999/reading/", {"content": EASY}).status_code == 403


def test_advice_takes_posts_only_and_is_never_kept() -> None:
    client, written = signed_in(f.user("Editors")), article()
    assert client.get(address(written, "reading")).status_code == 405
    kept = client.post(address(written, "reading"), {"content": EASY})["Cache-Control"]
    assert kept == "private, no-store"


@pytest.mark.parametrize("content", ["", "x" * (MAX_LENGTH + 1), "<script>alert(1)</script>"])
def test_any_content_is_answered_and_nothing_posted_is_html(content: str) -> None:
    response = signed_in(f.user("Editors")).post(
        address(article(), "reading"), {"content": content}
    )
    assert response.status_code == 200
    assert b"<script" not in response.content


def test_form_and_preview_advise_on_the_stored_text_and_the_page_does_not() -> None:
    written = article(body=EASY)
    client = signed_in(f.user("Editors"))
    form = client.get(address(written)).content.decode()
    preview = client.get(address(written, "page")).content.decode()
    published = client.get(f.published(written).get_absolute_url()).content.decode()
    assert "Reading age about 6" in form
    assert "Reading age about 6" in preview
    assert "Reading age" not in published


def test_a_hard_text_is_saved_advised_on_and_lacks_nothing() -> None:
    written = article()
    client = signed_in(f.user("Editors"))
    saved = client.post(address(written), typed(written, body=f"{HARD}[^smith]"), follow=True)
    html = saved.content.decode()
    assert Article.objects.get(pk=written.pk).body.startswith(HARD)
    assert "plainer, if it says the same:" in html
    assert "<q>doctor</q>" in html
    assert "nothing is missing" in html


@pytest.mark.parametrize("times", [1, 50])
def test_advice_asks_no_more_of_the_database_for_a_longer_text(
    django_assert_num_queries: DjangoAssertNumQueries, times: int
) -> None:
    client, written = signed_in(f.user("Editors")), article()
    with django_assert_num_queries(8):
        client.post(address(written, "reading"), {"content": EASY * times})
