"""A copied answer stands for one that the actions made."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from articles.guards import install
from articles.models import Article, Condition
from tests import factories as f
from tests import publishing
from tests import voices as v
from tests.articles.reading import text_of
from tests.articles.versions import address
from tests.copying import copies, hanging

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: f.NOW + timedelta(hours=2))


def test_a_copy_has_as_many_rows_of_its_own_as_the_answer() -> None:
    article = publishing.corrected(f.published())
    v.published(article)
    first = article.condition
    before = hanging(first)
    copies(first, 2)
    assert hanging(first) == before
    for copy in Condition.objects.exclude(pk=first.pk):
        assert hanging(copy) == before
    assert {"Article", "Revision", "Publication", "ReviewRequest", "ReviewRecord"} < set(before)


def test_readers_get_the_same_pages_of_a_copy_under_its_own_name(client: Client) -> None:
    article = publishing.corrected(f.published())
    copies(article.condition, 1)
    copy = Article.objects.exclude(pk=article.pk).get()
    ending = copy.slug.removeprefix(article.slug)
    for name, *number in (("answer",), ("history",), ("version", 1), ("compare",)):
        whole = text_of(client, address(name, article, *number))
        assert text_of(client, address(name, copy, *number)).replace(ending, "") == whole


def test_the_guards_hold_again_after_copies_were_made() -> None:
    copies(f.published(), 1)
    assert install.missing(connection) == []
