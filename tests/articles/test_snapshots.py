"""A snapshot holds everything readers see, in one spelling, and no catalogue can change it."""

import hashlib
import json
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from articles import pages, snapshots
from articles.drafts import FACTS, Cited
from articles.models import Article, Condition, Source, Treatment, TreatmentEntry
from articles.pages.values import AnswerPage
from tests import factories

SHA = "0123456789abcdef" * 4


def whole_article() -> Article:
    """An answer that fills every field there is."""
    medicine = factories.treatment(
        "Examplumab", slug="examplumab", brand_names="Exa, Mab", kind="medicine"
    )
    facts = dict.fromkeys(FACTS, "A fact.[^smith]")
    entry = factories.entry(
        medicine,
        region="EU",
        as_of=date(2026, 1, 2),
        evidence="indirect",
        evidence_note="From another disease.",
        **facts,
    )
    source = factories.source(**BIBLIOGRAPHY, accessed_on=date(2026, 3, 4))
    condition = Condition.objects.create(name="Example disease", slug="example-disease")
    factories.specialty().conditions.add(condition)
    article = factories.article(
        of=condition,
        saved=factories.draft(
            emergency_advice="- a fit lasts long[^smith]",
            body=f"Words.[^smith]\n\n![A drawing](/uploads/{SHA}.webp)",
            entries=(entry,),
            citations=(Cited("smith", source.pk, "page 7"),),
        ),
    )
    article.origin_dataset, article.external_id = "Data", "a/b#1"
    article.origin_url, article.origin_licence = "https://example.org/o", "CC0"
    article.save()
    return article


EVERYTHING = {
    "schema": 1,
    "question": "What are the treatments for example disease?",
    "kind": "treatment",
    "language": "en",
    "condition": {"slug": "example-disease", "name": "Example disease"},
    "short_answer": factories.SHORT_ANSWER,
    "emergency_advice": "- a fit lasts long[^smith]",
    "body": f"Words.[^smith]\n\n![A drawing](/uploads/{SHA}.webp)",
    "questions_to_ask": ["What happens if we wait?", "Who do I call?"],
    "treatments": [
        {
            "treatment": "examplumab",
            "name": "Examplumab",
            "brand_names": ["Exa", "Mab"],
            "treatment_kind": "medicine",
            "phase": "Active disease",
            "line": "first",
            "status": "off_label",
            "region": "EU",
            "as_of": "2026-01-02",
            "evidence": "indirect",
            "evidence_note": "From another disease.",
            **dict.fromkeys(FACTS, "A fact.[^smith]"),
        }
    ],
    "care_team": [{"specialty": "Neurologist", "purpose": "for fits[^smith]"}],
    "images": [{"src": f"/uploads/{SHA}.webp", "alt": "A drawing"}],
    "origin": {
        "dataset": "Data",
        "external_id": "a/b#1",
        "url": "https://example.org/o",
        "licence": "CC0",
    },
}
BIBLIOGRAPHY = {
    "kind": "trial",
    "title": "A trial",
    "authors": "Smith A",
    "container": "Journal",
    "publisher": "House",
    "year": 2020,
    "volume": "3",
    "issue": "4",
    "pages": "5-6",
    "doi": "10.1000/182",
    "pmid": "123",
    "url": "https://example.org/trial",
    "note": "Small.",
    "retraction": "concern",
}


@pytest.mark.django_db
def test_a_snapshot_holds_everything() -> None:
    source = whole_article().citations.get().source
    citation = {"key": "smith", "locator": "page 7", "source": source.pk} | BIBLIOGRAPHY
    assert json.loads(snapshots.of(Article.objects.get()).text) == {
        **EVERYTHING,
        "citations": [citation | {"accessed_on": "2026-03-04"}],
    }


def columns(model: type[Any]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields}


@pytest.mark.django_db
def test_no_field_of_a_draft_or_a_source_is_forgotten() -> None:
    """A field added to a model fails here until the snapshot holds it, or it is named."""
    whole_article()
    data = json.loads(snapshots.of(Article.objects.get()).text)
    assert columns(TreatmentEntry) - {"id", "article", "position"} <= set(data["treatments"][0])
    assert columns(Source) - {"id"} <= set(data["citations"][0])
    kept_elsewhere = {"id", "slug", "draft_version", "live", "translation_of", "follows", "owner"}
    origin = {"origin_dataset", "external_id", "origin_url", "origin_licence"}
    assert columns(Article) - kept_elsewhere - origin <= set(data)


@pytest.mark.django_db
def test_the_hash_is_over_the_bytes_of_the_canonical_text() -> None:
    frozen = snapshots.of(whole_article())
    assert frozen.sha256 == hashlib.sha256(frozen.text.encode("utf-8")).hexdigest()
    again = json.dumps(
        json.loads(frozen.text), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    assert again == frozen.text


@pytest.mark.django_db
def test_saving_the_same_again_under_new_keys_of_rows_keeps_the_hash() -> None:
    article = factories.article()
    frozen = snapshots.of(article)
    before = set(TreatmentEntry.objects.values_list("pk", flat=True))
    edited = factories.save(article, body="Other.[^smith]")
    factories.save(edited, body=article.body)
    assert before.isdisjoint(TreatmentEntry.objects.values_list("pk", flat=True))
    assert snapshots.of(Article.objects.get()) == frozen


@pytest.mark.django_db
def test_two_answers_with_the_same_words_have_the_same_hash() -> None:
    condition, said = factories.condition(), factories.draft()
    first = factories.article(of=condition, saved=said)
    assert snapshots.of(first) == snapshots.of(factories.article(of=condition, saved=said))


def test_the_canonical_text_ignores_the_order_of_keys_and_keeps_unicode() -> None:
    one, other = snapshots.canonical({"b": "é", "a": 1}), snapshots.canonical({"a": 1, "b": "é"})
    assert one == other
    assert one.text == '{"a":1,"b":"é"}'
    assert one.sha256 == snapshots.digest(one.text)


@pytest.mark.parametrize("data", [{"a": 0.5}, {"a": [1, {"b": 2.0}]}, {"a": ({"b": (1.5,)},)}])
def test_floats_have_no_canonical_text(data: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="no floats"):
        snapshots.canonical(data)


def page(article: Article) -> AnswerPage:
    shown = pages.answer(article.condition.slug, article.slug, language="en", on=factories.TODAY)
    assert isinstance(shown, AnswerPage)
    return shown


@pytest.mark.django_db
def test_editing_the_catalogues_and_the_draft_changes_no_published_word() -> None:
    article = factories.published(whole_article())
    before = page(article)
    frozen = factories.live(article).revision.snapshot
    Source.objects.update(title="Another title", url="https://evil.example/", retraction="none")
    Treatment.objects.update(name="Renamed", brand_names="New", kind="surgery")
    factories.save(Article.objects.get(), body="Draft words.", question="Draft question?")
    assert page(article) == before
    assert factories.live(Article.objects.get()).revision.snapshot == frozen
    # The edits are real: the next submission would freeze them.
    assert "Another title" in snapshots.of(Article.objects.get()).text
    assert "Renamed" in snapshots.of(Article.objects.get()).text


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Condition, Treatment])
def test_what_snapshots_name_by_its_address_keeps_it(model: type[Any]) -> None:
    unnamed = factories.condition() if model is Condition else factories.treatment()
    factories.published(whole_article())
    named = model.objects.exclude(pk=unnamed.pk).get()
    with pytest.raises(IntegrityError, match="keeps its address"), transaction.atomic():
        model.objects.filter(pk=named.pk).update(slug="elsewhere")
    assert model.objects.filter(pk=unnamed.pk).update(slug="elsewhere") == 1
