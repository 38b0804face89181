"""A check of withheld words shows that they were signed, by whom and when, and none of them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from articles.enums import WithdrawalKind
from articles.models import Article, Treatment
from reviews.models import ReviewRecord
from tests import factories as f
from tests.articles.reading import text_of
from tests.publishing import submitted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: f.NOW + timedelta(days=4))


MARKED = ("Zebranote of what changed.", "We said zebrafifteen; it is zebraten.")


def _withdraw(article: Article) -> None:
    f.withdrawn(article, at=f.NOW + timedelta(hours=1))


def _stop(article: Article) -> None:
    f.alerted(Treatment.objects.get(entries__article=article), WithdrawalKind.STOP)


def _leave(article: Article) -> None:
    """Its review was due so long ago that it lapsed meanwhile."""


@pytest.mark.parametrize("withhold", [_withdraw, _stop, _leave])
def test_signed_statements_repeat_no_withheld_words(
    client: Client, withhold: Callable[[Article], None]
) -> None:
    at = f.NOW - timedelta(days=300 if withhold is _leave else 0)
    article = f.published(at=at)
    note, correction = MARKED
    changed = f.save(article, body=f"{article.body}\n\nTen, not fifteen.", at=at)
    f.approved(submitted(changed, at=at, change_note=note, correction=correction), at=at)
    records = list(ReviewRecord.objects.filter(request__revision__correction=correction))
    words = records[0].request.revision
    page = reverse("articles:verify", args=[words.sha256])
    snapshot = reverse("articles:snapshot", args=[words.sha256])
    if withhold is not _leave:
        assert all(marked in text_of(client, page) for marked in MARKED)
    withhold(article)
    for html in (text_of(client, page), text_of(client, snapshot, status=410)):
        assert "zebra" not in html.lower()
        for record in records:
            assert record.statement_sha256 in html
            assert record.reviewer_name in html
            assert f'<time datetime="{localdate(at).isoformat()}">' in html
