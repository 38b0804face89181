"""What readers get instead of an answer, or above it: withdrawn, lapsed, overdue, alerts."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.actions import catalogue
from articles.drafts import Cited
from articles.enums import QuestionKind, Retraction, WithdrawalKind
from articles.models import Source, Treatment
from tests import factories as f
from tests.articles.reading import KEEP_TAKING, NUMBERS, lapsed, site_texts, text_of
from tests.articles.versions import address

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


def falls(source: Source, standing: Retraction) -> None:
    source.retraction = standing
    catalogue.save(source, changed=["retraction"], by=f.user("Editors"), at=f.NOW)


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
    falls(source, standing)
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
    falls(source, Retraction.NONE)
    assert "in doubt" not in text_of(client, path)


def test_a_source_that_fell_is_named_wherever_words_that_rest_on_it_are_shown(
    client: Client,
) -> None:
    site_texts()
    source, other, named = f.source(), f.source(), f.treatment()
    cited, else_cited = ((Cited("smith", pk),) for pk in (source.pk, other.pk))
    saved = f.draft(entries=(f.entry(named),), citations=cited)
    overview = f.published(f.article(kind=QuestionKind.OVERVIEW, saved=saved))
    sound = f.published(f.article(saved=f.draft(entries=(f.entry(named),), citations=else_cited)))
    path, doubt = overview.get_absolute_url(), "A source of this answer is in doubt"
    about, version = overview.condition.get_absolute_url(), address("version", overview, 1)
    for page in (about, named.get_absolute_url(), version):
        assert doubt not in text_of(client, page)
    falls(source, Retraction.RETRACTED)
    label = Retraction.RETRACTED.label
    for page, link in ((about, path), (named.get_absolute_url(), path), (version, "")):
        html = text_of(client, page)
        assert html.count(doubt) == 1
        assert f'<a href="{link}#source-1">Source 1</a>: {label}' in html
        assert html.count(KEEP_TAKING) == 1
    assert doubt not in text_of(client, sound.condition.get_absolute_url())
    card = text_of(client, named.get_absolute_url()).partition(doubt)[0].rpartition("<article")[2]
    assert about in card
    words = text_of(client, about)
    assert words.index(doubt) < words.index(f.SHORT_ANSWER)


def test_only_words_that_stand_are_said_to_be_on_the_list_of_editors(client: Client) -> None:
    source = f.source()
    article = f.published(f.article(saved=f.draft(citations=(Cited("smith", source.pk),))))
    changed = f.save(article, body="Newer words.[^smith]", at=f.NOW + timedelta(hours=1))
    f.published(changed, at=f.NOW + timedelta(hours=1))
    falls(source, Retraction.CONCERN)
    for number, listed in ((1, False), (2, True)):
        html = text_of(client, address("version", article, number))
        assert ("Our editors see this on their list." in html) == listed
        assert "Ask your own health-care team about what rests on it." in html
