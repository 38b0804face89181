"""Corrections: above the answer for 90 days, in the log for good, and never of hidden words."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles import pages
from articles.enums import ChangeClass, PublicationKind, WithdrawalKind
from articles.errors import NotReady
from articles.models import Article, Treatment
from articles.pages.values import AnswerPage, Correction
from reviews.enums import Scope, State
from tests import factories as f
from tests import publishing
from tests.articles.reading import KEEP_TAKING, site_texts, text_of
from tests.copying import copies

pytestmark = pytest.mark.django_db
LOG = "/corrections/"
HIDDEN = "The answer is not shown at present, so its words are not repeated here."


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: f.NOW + timedelta(hours=2))


def shown(of: Article, *, days: int) -> tuple[Correction, ...]:
    """The corrections above the answer so many days after today."""
    on = f.TODAY + timedelta(days=days)
    page = pages.answer(of.condition.slug, of.slug, language="en", on=on)
    assert isinstance(page, AnswerPage)
    return page.corrections


def test_a_correction_is_published_as_one_and_stands_above_the_answer(client: Client) -> None:
    site_texts()
    article = publishing.corrected(f.published())
    live = f.live(article)
    assert (live.kind, live.revision.correction) == (
        PublicationKind.CORRECTION,
        publishing.CORRECTION,
    )
    html = text_of(client, article.get_absolute_url())
    assert "Corrected on" in html
    assert f"<p>{publishing.CORRECTION}</p>\n    <p>{KEEP_TAKING}</p>" in html
    assert publishing.CORRECTION in text_of(client, LOG)


def test_its_notice_is_there_for_ninety_days_whatever_is_published_meanwhile() -> None:
    article = publishing.corrected(f.published())
    f.published(f.save(article, questions_to_ask="What now?", at=f.NOW))
    correction = Correction(publishing.CORRECTION, f.TODAY)
    assert shown(article, days=89) == (correction,)
    assert shown(article, days=90) == ()


def test_a_reconfirmation_says_the_correction_no_second_time(client: Client) -> None:
    article = publishing.corrected(f.published())
    at = f.NOW + timedelta(hours=1)
    asked = publishing.reconfirming(article, at=at)
    f.approved(asked, at=at)
    assert f.live(Article.objects.get(pk=article.pk)).kind == PublicationKind.RECONFIRM
    assert text_of(client, LOG).count(publishing.CORRECTION) == 1
    assert len(shown(article, days=0)) == 1


def test_the_log_is_newest_first_and_paged(client: Client) -> None:
    articles = [publishing.corrected(f.published(), text=f"Error {n}.") for n in range(26)]
    first, second = text_of(client, LOG), text_of(client, f"{LOG}?page=2")
    assert first.index("Error 25.") < first.index("Error 1.")
    assert "Error 0." not in first
    assert "Error 0." in second
    assert f'href="{articles[0].get_absolute_url()}"' in second
    assert 'href="?page=2"' in first


@pytest.mark.parametrize("page", ["0", "2", "-1", "x", "9" * 30, "1.5"])
def test_a_page_of_the_log_that_is_not_there_is_not_found(client: Client, page: str) -> None:
    assert client.get(LOG, {"page": page}).status_code == 404


def test_an_empty_log_says_so(client: Client) -> None:
    assert "Nothing had to be corrected yet." in text_of(client, LOG)


def test_the_log_repeats_no_word_of_a_withdrawn_answer(client: Client) -> None:
    article = publishing.corrected(f.published())
    f.withdrawn(article)
    html = text_of(client, LOG)
    assert publishing.CORRECTION not in html
    assert HIDDEN in html
    # Not even when something newer is live: what it said before was taken back.
    later = f.NOW + timedelta(hours=2)
    f.published(f.save(article, body="All new.[^smith]", at=later), at=later)
    assert publishing.CORRECTION not in text_of(client, LOG)
    assert publishing.CORRECTION not in text_of(client, article.get_absolute_url())


def test_the_log_repeats_no_word_of_a_lapsed_answer(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    publishing.corrected(f.published())
    assert publishing.CORRECTION in text_of(client, LOG)
    monkeypatch.setattr(timezone, "now", lambda: f.NOW + timedelta(days=400))
    assert publishing.CORRECTION not in text_of(client, LOG)


@pytest.mark.parametrize(
    ("kind", "repeated"), [(WithdrawalKind.STOP, False), (WithdrawalKind.CAUTION, True)]
)
def test_the_log_repeats_no_word_that_an_alert_withholds(
    client: Client, kind: WithdrawalKind, repeated: bool
) -> None:
    article = publishing.corrected(f.published())
    f.alerted(Treatment.objects.get(entries__article=article), kind)
    assert (publishing.CORRECTION in text_of(client, LOG)) is repeated


def test_a_correction_is_material_and_takes_a_review_of_the_whole_page() -> None:
    article = f.published()
    edited = f.save(article, body=article.body + " Please.")
    request = publishing.submitted(
        edited, correction="We said so; it is so.", change_class=ChangeClass.WORDING
    )
    assert request.revision.proposed_class == ChangeClass.MATERIAL
    with pytest.raises(NotReady, match="material change"):
        f.approved(request, scope=Scope.CHANGES_ONLY, change_class=ChangeClass.WORDING)
    assert f.approved(request).state == State.PUBLISHED


def test_what_was_never_published_is_not_corrected() -> None:
    with pytest.raises(NotReady, match="Correction: nothing was published"):
        publishing.submitted(f.article(), correction="We said so; it is so.")


def test_a_published_change_note_is_corrected_by_an_erratum_beside_it(client: Client) -> None:
    article = f.published()
    publishing.erratum(article, text="Two sources were added.")
    publishing.erratum(article, text="Three sources, in fact.")
    html = text_of(client, article.get_absolute_url())
    assert "What changed." in html
    assert html.index("Two sources were added.") < html.index("Three sources, in fact.")
    assert f.live(article).revision.change_note == "What changed."


@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_log_asks_as_often_for_three_as_for_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    copies(publishing.corrected(f.published()).condition, count - 1)
    with django_assert_num_queries(4):
        client.get(reverse("articles:corrections"))


@pytest.mark.parametrize("count", [1, 3])
def test_an_answer_asks_as_often_for_three_corrections_and_errata_as_for_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    article = f.published()
    for number in range(count):
        article = publishing.corrected(article, text=f"Error {number}.")
        publishing.erratum(article)
    with django_assert_num_queries(13):
        html = text_of(client, article.get_absolute_url())
    assert html.count("notice-correction") == count
