"""Votes: was it helpful, counted for the words that were read, and limited."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from articles.enums import FeedbackKind, FeedbackState, WithdrawalKind
from articles.models import Article, AuditEvent, Feedback, Treatment
from articles.views import feedback as views
from tests import factories as f
from tests import voices as v
from tests.articles.reading import text_of

pytestmark = pytest.mark.django_db

LATER = f.NOW + timedelta(hours=2)


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: LATER)


def vote(article: Article, answer: str = "yes", **headers: str) -> HttpResponse:
    data = {"helpful": answer, "seen": v.seen(article)}
    response: Any = Client().post(v.address(article, "helpful"), data, headers=headers or v.OURS)
    return response  # type: ignore[no-any-return]


def test_vote_is_counted_for_the_words_that_were_read_and_leads_on() -> None:
    article = f.published()
    for answer in ("yes", "no"):
        response = vote(article, answer)
        assert response.status_code == 303
        assert response.headers["Location"] == f"{v.address(article, 'report')}?after=vote"
    rows = Feedback.objects.order_by("pk")
    assert [(row.kind, row.state, row.text) for row in rows] == [
        (FeedbackKind.HELPFUL, FeedbackState.COUNTED, ""),
        (FeedbackKind.NOT_HELPFUL, FeedbackState.COUNTED, ""),
    ]
    assert {row.publication for row in rows} == {article.live}
    assert "Thank you, it is counted." in text_of(
        Client(), f"{v.address(article, 'report')}?after=vote"
    )


@pytest.mark.parametrize("headers", [{"origin": "null"}, {"sec-fetch-site": "cross-site"}])
def test_vote_from_elsewhere_is_not_counted(headers: dict[str, str]) -> None:
    assert vote(f.published(), **headers).status_code == 403
    assert not Feedback.objects.exists()


def test_vote_that_is_none_is_not_counted() -> None:
    assert vote(f.published(), "perhaps").status_code == 403
    assert not Feedback.objects.exists()


def test_vote_on_words_that_are_gone_is_not_counted() -> None:
    article = f.published()
    data = {"helpful": "yes", "seen": "f" * 64}
    response = Client().post(v.address(article, "helpful"), data, headers=v.OURS)
    assert response.status_code == 409
    assert "The page has changed since you opened it." in response.content.decode()
    assert not Feedback.objects.exists()


def test_opening_the_address_of_a_vote_leads_back_and_counts_nothing() -> None:
    article = f.published()
    response = Client().get(v.address(article, "helpful"), {"helpful": "yes"})
    assert (response.status_code, response["Location"]) == (302, article.get_absolute_url())
    assert not Feedback.objects.exists()


@pytest.fixture
def counting(settings: Settings, tmp_path: Path) -> Iterator[None]:
    files = "django.core.cache.backends.filebased.FileBasedCache"
    counts = {"open_forms": {"BACKEND": files, "LOCATION": tmp_path}}
    settings.CACHES = settings.CACHES | counts
    yield
    caches["open_forms"].clear()


@pytest.mark.usefixtures("counting")
def test_fourth_vote_of_a_day_on_an_answer_is_refused() -> None:
    article = f.published()
    assert [vote(article).status_code for _ in range(4)] == [303, 303, 303, 429]
    assert vote(f.published()).status_code == 303


@pytest.mark.usefixtures("counting")
def test_votes_of_a_day_are_limited_over_all_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    assert views._ALL_VOTES == 30
    monkeypatch.setattr(views, "_ALL_VOTES", 2)
    answers = [f.published() for _ in range(3)]
    assert [vote(answer).status_code for answer in answers] == [303, 303, 429]
    assert Feedback.objects.count() == 2


def test_withheld_answer_takes_no_vote() -> None:
    article = f.published()
    assert vote(article).status_code == 303
    f.alerted(Treatment.objects.get(entries__article=article), WithdrawalKind.STOP)
    assert vote(article).status_code == 404


def test_vote_is_no_decision_so_the_audit_trail_does_not_list_it() -> None:
    vote(f.published())
    assert Feedback.objects.exists()
    assert not AuditEvent.objects.filter(object__startswith="feedback:").exists()
