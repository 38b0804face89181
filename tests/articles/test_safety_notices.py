"""What readers get instead of an answer, or above it: withdrawn, lapsed, overdue, alerts."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.actions import catalogue
from articles.drafts import Cited
from articles.enums import QuestionKind, Retraction, WithdrawalKind
from articles.models import Treatment
from tests import factories as f
from tests.articles.reading import KEEP_TAKING, NUMBERS, lapsed, site_texts, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: f.NOW + timedelta(hours=2))


def test_withdrawn_answer_is_gone_with_notice_and_date(client: Client) -> None:
    site_texts()
    article = f.published()
    assert f.SHORT_ANSWER in text_of(client, article.get_absolute_url())
    f.withdrawn(article)
    html = text_of(client, article.get_absolute_url(), status=410)
    assert f.SHORT_ANSWER not in html
    for words in ("We are checking it.", "2026-04-07", KEEP_TAKING, NUMBERS):
        assert words in html


def test_lapsed_answer_says_only_who_reviewed_it_and_when(client: Client) -> None:
    site_texts()
    article = lapsed()
    signer = f.live(article).revision.review_requests.get().reviewers.get()
    html = text_of(client, article.get_absolute_url())
    assert f.SHORT_ANSWER not in html
    assert "Doctors try to calm" not in html
    assert '<meta name="robots" content="noindex">' in html
    for words in ("being reviewed again", signer.name, "2025-09-19", KEEP_TAKING, NUMBERS):
        assert words in html


def test_overdue_answer_is_shown_with_a_notice(client: Client) -> None:
    site_texts()
    at = f.NOW - timedelta(days=200)
    article = f.published(at=at, review_due_on=f.TODAY - timedelta(days=10))
    html = text_of(client, article.get_absolute_url())
    for words in (f.SHORT_ANSWER, "The review of this answer is overdue", KEEP_TAKING):
        assert words in html


@pytest.mark.parametrize(("late", "warned"), [(timedelta(days=10), True), (timedelta(), False)])
def test_condition_page_warns_of_an_overdue_overview_as_the_answer_does(
    client: Client, late: timedelta, warned: bool
) -> None:
    site_texts()
    at = f.NOW - timedelta(days=200)
    overview = f.article(kind=QuestionKind.OVERVIEW, at=at)
    article = f.published(overview, at=at, review_due_on=f.TODAY - late)
    html = text_of(client, article.condition.get_absolute_url())
    assert f.SHORT_ANSWER in html
    for words in ("The review of this answer is overdue", KEEP_TAKING):
        assert (words in html) == warned


@pytest.mark.parametrize(
    ("kind", "shown"), [(WithdrawalKind.CAUTION, True), (WithdrawalKind.STOP, False)]
)
def test_alert_stands_above_the_answer_or_in_its_place(
    client: Client, kind: WithdrawalKind, shown: bool
) -> None:
    site_texts()
    article = f.published()
    named = Treatment.objects.get(entries__article=article)
    f.alerted(named, kind)
    html = text_of(client, article.get_absolute_url())
    for words in ("Ask before the next dose.", named.name, KEEP_TAKING):
        assert words in html
    assert (f.SHORT_ANSWER in html, "Doctors try to calm the disease" in html) == (shown, shown)
    assert ("noindex" in html, NUMBERS in html) == (not shown, True)
    assert html.index("Ask before the next dose.") < html.rfind(f.SHORT_ANSWER) or not shown
    other = text_of(client, article.condition.get_absolute_url())
    assert (f.SHORT_ANSWER.split(".")[0] in other) == shown
    assert "Ask before the next dose." in text_of(client, named.get_absolute_url())
    f.alerted(named, WithdrawalKind.LIFT)
    assert "Ask before the next dose." not in text_of(client, article.get_absolute_url())


def test_alert_stands_above_the_overview_on_the_condition_page(client: Client) -> None:
    site_texts()
    named = f.treatment()
    overview = f.article(kind=QuestionKind.OVERVIEW, saved=f.draft(entries=(f.entry(named),)))
    condition = f.published(overview).condition
    assert "Ask before the next dose." not in text_of(client, condition.get_absolute_url())
    f.alerted(named, WithdrawalKind.CAUTION)
    html = text_of(client, condition.get_absolute_url())
    assert html.index("Ask before the next dose.") < html.index(f.SHORT_ANSWER)


@pytest.mark.parametrize("standing", [Retraction.CONCERN, Retraction.RETRACTED])
def test_a_source_that_fell_is_named_above_the_answer_and_in_the_list(
    client: Client, standing: Retraction
) -> None:
    site_texts()
    source, other = f.source(), f.source()
    body = "Doctors wait.[^other] Doctors try to calm it.[^smith]"
    cited = (Cited("smith", source.pk), Cited("other", other.pk))
    article = f.published(f.article(saved=f.draft(body=body, citations=cited)))
    path = article.get_absolute_url()
    assert "in doubt" not in text_of(client, path)
    source.retraction = standing
    catalogue.save(source, changed=["retraction"], by=f.user("Editors"), at=f.NOW)
    html = text_of(client, path)
    assert f'<a href="#source-2">Source 2</a>: {standing.label}' in html
    notice = html.index("A source of this answer is in doubt")
    assert notice < html.index(KEEP_TAKING) < html.rindex(f.SHORT_ANSWER)
    marked = f'<strong class="retracted">Warning, since then: {standing.label}.</strong>'
    line = html[html.index('id="source-2"') :].partition("</li>")[0]
    assert marked in line
    assert source.title in line
    assert html.count("Warning, since then") == 1
    assert json.loads(f.live(article).revision.snapshot)["citations"][0]["retraction"] == "none"
    source.retraction = Retraction.NONE
    catalogue.save(source, changed=["retraction"], by=f.user("Editors"), at=f.NOW)
    assert "in doubt" not in text_of(client, path)
