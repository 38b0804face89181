"""What machines are told of translations, overdue answers, small changes and imported texts."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.actions import catalogue
from articles.drafts import Cited
from articles.enums import ChangeClass, Retraction, SourceKind, WithdrawalKind
from articles.models import Article, Treatment
from reviews.enums import Scope
from tests import factories as f
from tests.articles import structured, vocabulary
from tests.articles.reading import text_of
from tests.articles.test_jsonld import ORIGIN, unseen
from tests.articles.versions import address
from tests.translations import named_in_german, translated

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setattr(timezone, "now", lambda: f.NOW + timedelta(hours=2))
    settings.SITE_URL = ORIGIN
    settings.PUBLISHER = "Example foundation"


def honest(client: Client, path: str) -> str:
    """The page, whose data is in schema.org's words and claims only what it shows."""
    html = text_of(client, path)
    assert vocabulary.faults(structured.graph(html)) == []
    assert unseen(html, path) == []
    return html


@pytest.mark.parametrize("standing", [Retraction.CONCERN, Retraction.RETRACTED])
def test_a_source_that_fell_is_neither_cited_nor_a_guideline(
    client: Client, standing: Retraction
) -> None:
    source = f.source(kind=SourceKind.GUIDELINE)
    saved = f.draft(citations=(Cited("smith", source.pk),))
    path = f.published(f.article(saved=saved)).get_absolute_url()
    html = text_of(client, path)
    assert len(structured.node(html, "MedicalWebPage")["citation"]) == 1
    (treatment,) = structured.node(html, "MedicalCondition")["possibleTreatment"]
    assert "guideline" in treatment
    source.retraction = standing
    catalogue.save(source, changed=["retraction"], by=f.user("Editors"), at=f.NOW)
    html = honest(client, path)
    assert "citation" not in structured.node(html, "MedicalWebPage")
    (treatment,) = structured.node(html, "MedicalCondition")["possibleTreatment"]
    assert "guideline" not in treatment


def test_a_translation_speaks_its_own_language_and_of_its_own_pages(client: Client) -> None:
    original = f.published()
    named_in_german(original.condition, "Beispielkrankheit")
    path = translated(original).get_absolute_url()
    html = honest(client, path)
    page = structured.node(html, "MedicalWebPage")
    assert (page["inLanguage"], page["name"]) == ("de", "Was hilft?")
    about = structured.node(html, "MedicalCondition")
    assert about["name"] == "Beispielkrankheit"
    assert about["url"] == f"{ORIGIN}/de{original.condition.get_absolute_url()}"
    assert "alternateName" not in about
    publisher = structured.node(html, "Organization")
    assert publisher["publishingPrinciples"] == f"{ORIGIN}/de/editorial-policy/"
    honest(client, f"/de{original.condition.get_absolute_url()}")


def test_an_overdue_answer_says_that_it_has_expired(client: Client) -> None:
    at, due = f.NOW - timedelta(days=200), f.TODAY - timedelta(days=10)
    html = honest(client, f.published(at=at, review_due_on=due).get_absolute_url())
    page = structured.node(html, "MedicalWebPage")
    assert page["expires"] == due.isoformat() < f.TODAY.isoformat()


def test_changed_wording_is_newer_and_was_not_reviewed_again(client: Client) -> None:
    at = f.NOW - timedelta(days=3)
    article = f.published(at=at)
    changed = f.save(article, body=article.body + " Please.")
    asked = f.request(changed, change_class=ChangeClass.WORDING)
    f.approved(asked, scope=Scope.CHANGES_ONLY, change_class=ChangeClass.WORDING)
    page = structured.node(honest(client, article.get_absolute_url()), "MedicalWebPage")
    assert page["datePublished"] == page["lastReviewed"] == "2026-04-04"
    assert page["dateModified"] == "2026-04-07"


def test_a_caution_leaves_the_data_and_a_stop_takes_it(client: Client) -> None:
    article = f.published()
    treatment = Treatment.objects.get(entries__article=article)
    f.alerted(treatment, WithdrawalKind.CAUTION)
    honest(client, article.get_absolute_url())
    f.alerted(treatment, WithdrawalKind.STOP, at=f.NOW + timedelta(hours=2))
    (trail,) = structured.json_ld(text_of(client, article.get_absolute_url()))
    assert trail["@type"] == "BreadcrumbList"


def test_an_imported_answer_names_its_licence(client: Client) -> None:
    made = f.article()
    Article.objects.filter(pk=made.pk).update(
        origin_dataset="Example set", external_id="1", origin_licence="CC BY 4.0"
    )
    made.refresh_from_db()
    page = structured.node(honest(client, f.published(made).get_absolute_url()), "MedicalWebPage")
    assert page["license"] == {"@type": "CreativeWork", "name": "CC BY 4.0"}


def test_an_earlier_version_and_its_history_have_a_trail_only(client: Client) -> None:
    article = f.published()
    for path in (address("version", article, 1), address("history", article)):
        (trail,) = structured.json_ld(text_of(client, path))
        assert trail["@type"] == "BreadcrumbList"
