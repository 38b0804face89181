"""Versions whose words nobody may have: gone with the answer, while their record stays."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.enums import WithdrawalKind
from articles.models import Article, Treatment
from reviews.models import ReviewRecord
from tests import factories as f
from tests import publishing
from tests.articles.reading import KEEP_TAKING, NUMBERS, lapsed, plain, site_texts, text_of
from tests.articles.versions import address, reconfirmed, replaced

pytestmark = pytest.mark.django_db
# Each stands in the words and nowhere else on these pages.
WORDS = ("Doctors try to calm", "Feeling sick.", "What happens if we wait?", "Neurologist")


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: f.NOW + timedelta(days=60))


def withheld(client: Client, article: Article, *, number: int, status: int) -> str:
    """The version's page, which shows none of its words; nor do the list and a comparison."""
    snapshot = article.publications.order_by("pk")[number - 1].revision.snapshot
    html = text_of(client, address("version", article, number), status=status)
    compare = f"{address('compare', article)}?from={number}&to={number}"
    every = html + text_of(client, compare, status=status)
    every += text_of(client, address("history", article))
    for words in WORDS:
        assert words in snapshot
        assert words not in every
    return html


def test_a_withdrawn_answer_takes_its_versions_along_and_keeps_the_record(client: Client) -> None:
    site_texts()
    _first, article = replaced()
    assert "What changed." in text_of(client, address("history", article))
    f.withdrawn(article, at=f.NOW + timedelta(days=2))
    html = withheld(client, article, number=1, status=410)
    for words in ("We are checking it.", KEEP_TAKING, NUMBERS):
        assert words in html
    history = text_of(client, address("history", article))
    signer = ReviewRecord.objects.order_by("pk")[0].reviewer_name
    assert (signer in history, "What changed." in history) == (True, False)
    assert "Readers saw it 8 April 2026 – 9 April 2026" in plain(history)
    gone = text_of(client, address("version", article, 2), status=410)
    assert "Newer words." not in gone


def test_a_withdrawn_answer_takes_corrections_and_errata_along(client: Client) -> None:
    article = publishing.corrected(f.published())
    secrets = (publishing.CORRECTION, publishing.erratum(article).text)
    for shown in (True, False):
        html = text_of(client, address("history", article))
        assert [words in html for words in secrets] == [shown, shown]
        if shown:
            f.withdrawn(article)


def test_a_repaired_answer_does_not_bring_its_withdrawn_versions_back(client: Client) -> None:
    _first, article = replaced()
    f.withdrawn(article, at=f.NOW + timedelta(days=2))
    repaired = f.save(article, body="Repaired.[^smith]", at=f.NOW + timedelta(days=3))
    f.published(repaired, at=f.NOW + timedelta(days=3))
    withheld(client, article, number=1, status=410)
    assert "Repaired." in text_of(client, address("version", article, 3))
    compare = f"{address('compare', article)}?from=2&to=3"
    assert "Repaired." not in text_of(client, compare, status=410)


@pytest.mark.parametrize("number", [1, 2])
def test_a_stopped_treatment_withholds_every_version_that_names_it(
    client: Client, number: int
) -> None:
    site_texts()
    article = f.published()
    reconfirmed(article, days=1)
    named = Treatment.objects.get(entries__article=article)
    f.alerted(named, WithdrawalKind.STOP, at=f.NOW + timedelta(days=2))
    html = withheld(client, article, number=number, status=200)
    for words in ("Ask before the next dose.", named.name, KEEP_TAKING):
        assert words in html


def test_an_alert_on_the_live_words_withholds_older_ones_that_do_not_name_it(
    client: Client,
) -> None:
    article, added = f.published(), f.treatment()
    at = f.NOW + timedelta(days=1)
    f.published(f.save(article, body=f"{added.name} helps.[^smith]", at=at), at=at)
    assert "Doctors try to calm" in text_of(client, address("version", article, 1))
    f.alerted(added, WithdrawalKind.STOP, at=at)
    withheld(client, article, number=1, status=200)


def test_older_words_stay_withheld_when_a_review_took_the_alert_into_account(
    client: Client,
) -> None:
    article = f.published()
    named = Treatment.objects.get(entries__article=article)
    f.alerted(named, WithdrawalKind.STOP)
    at = f.NOW + timedelta(days=1)
    f.published(f.save(article, body="Not any more.[^smith]", at=at), at=at)
    assert "Not any more." in text_of(client, address("version", article, 2))
    withheld(client, article, number=1, status=200)


def test_a_lapsed_answer_takes_its_versions_along(client: Client) -> None:
    article = lapsed()
    assert "Its review is too long ago" in withheld(client, article, number=1, status=200)


def test_an_old_version_of_an_answer_that_stands_is_shown_however_old(client: Client) -> None:
    article = lapsed()
    withheld(client, article, number=1, status=200)
    reconfirmed(article, days=0)
    html = text_of(client, address("version", article, 1))
    assert "Doctors try to calm" in html
    assert "The review of this answer is overdue" not in html
