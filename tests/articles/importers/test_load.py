"""Topics in the database: merged by name, drafts only, never twice."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import IntegrityError
from django.db.models import Model

from articles.actions import audit
from articles.enums import CodeMatch, QuestionKind
from articles.importers.medquad import load, parse, validate
from articles.importers.medquad.load import Loaded
from articles.importers.medquad.validate import LICENCE, Topic
from articles.models import Article, AuditEvent, Condition, ConditionCode, ConditionName

DATA = Path(__file__).parent / "data"
AT = datetime(2024, 5, 6, 7, 8, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(name="topics")
def _topics() -> list[Topic]:
    return validate.read(parse.files(DATA)).topics


def test_answer_is_an_unpublished_draft_with_its_origin(topics: list[Topic]) -> None:
    load.load(topics, limit=None, at=AT)
    article = Article.objects.get(external_id="1_First_QA/0000001_1.xml#2")
    fields = {field.name: getattr(article, field.name) for field in article._meta.concrete_fields}
    assert fields == {
        "id": article.pk,
        "condition": Condition.objects.get(slug="samples-disease"),
        "kind": QuestionKind.OVERVIEW,
        "question": "What is (are) Sample's disease?",
        "language": "en",
        "translation_of": None,
        "follows": None,
        "owner": None,
        "slug": "what-is-samples-disease",
        "origin_dataset": "MedQuAD",
        "external_id": "1_First_QA/0000001_1.xml#2",
        "origin_url": "https://first.example/sample-disease",
        "origin_licence": LICENCE,
        "short_answer": "",
        "emergency_advice": "",
        "body": "It is a sample.",
        "questions_to_ask": "",
        "draft_version": 0,
        "live": None,
    }
    for imported in Article.objects.all():
        imported.full_clean()
        assert imported.live is None


def test_same_question_twice_gets_two_addresses(topics: list[Topic]) -> None:
    load.load(topics, limit=None, at=AT)
    symptoms = Article.objects.filter(kind=QuestionKind.SYMPTOMS)
    assert dict(symptoms.values_list("external_id", "slug")) == {
        "1_First_QA/0000001_1.xml#5": "what-are-the-symptoms-of-samples-disease",
        "1_First_QA/0000001_1.xml#6": "what-are-the-symptoms-of-samples-disease-2",
    }


def test_conditions_merge_by_name_and_never_by_code_or_synonym(topics: list[Topic]) -> None:
    load.load(topics, limit=None, at=AT)
    answers = {condition.name: condition.articles.count() for condition in Condition.objects.all()}
    assert answers == {"Other": 1, "Pairs": 1, "Sample's disease": 4, "Specimen disorder": 1}


def test_names_are_unverified_and_codes_only_related(topics: list[Topic]) -> None:
    load.load(topics, limit=None, at=AT)
    names = ConditionName.objects.values_list(
        "condition__name", "text", "relation", "language", "verified_on"
    )
    assert list(names) == [("Sample's disease", "Specimen disorder", "exact", "en", None)]
    assert not ConditionName.objects.filter(verified_by__isnull=False).exists()
    assert not ConditionName.objects.public().exists()
    codes = ConditionCode.objects.values_list("condition__name", "system", "code", "match")
    assert set(codes) == {
        ("Sample's disease", "UMLS", "C0000001", CodeMatch.RELATED),
        ("Sample's disease", "UMLS", "C0000002", CodeMatch.RELATED),
        ("Sample's disease", "UMLS", "C0000003", CodeMatch.RELATED),
        ("Specimen disorder", "UMLS", "C0000001", CodeMatch.RELATED),
    }


def test_answers_join_a_condition_that_editors_made(topics: list[Topic]) -> None:
    ours = Condition.objects.create(name="sample’s Disease", slug="ours")
    ConditionName.objects.create(condition=ours, text="specimen DISORDER", relation="narrower")
    load.load(topics, limit=None, at=AT)
    assert (ours.articles.count(), ours.names.count(), ours.codes.count()) == (4, 1, 3)


def test_second_run_changes_nothing_that_editors_changed(topics: list[Topic]) -> None:
    first = load.load(topics, limit=None, at=AT)
    assert first == Loaded(
        answers=7, already_there=0, beyond_limit=0, conditions=4, names=1, codes=4
    )
    Article.objects.filter(kind=QuestionKind.CAUSES).update(body="An editor's words.")
    ConditionName.objects.all().delete()
    ConditionCode.objects.filter(code="C0000002").delete()
    before = _stored()
    second = load.load(topics, limit=None, at=AT)
    assert second == Loaded(
        answers=0, already_there=7, beyond_limit=0, conditions=0, names=0, codes=0
    )
    assert _stored() == before
    assert "An editor's words." in str(before)


def _stored() -> list[tuple[object, ...]]:
    models: tuple[type[Model], ...] = (
        Article,
        Condition,
        ConditionName,
        ConditionCode,
        AuditEvent,
    )
    return [
        (model.__name__, *row)
        for model in models
        for row in model._default_manager.order_by("pk").values_list()
    ]


def test_limit_counts_from_the_first_answer_every_time(topics: list[Topic]) -> None:
    limited = load.load(topics, limit=2, at=AT)
    assert (limited.answers, limited.beyond_limit, limited.conditions) == (2, 5, 1)
    assert load.load(topics, limit=2, at=AT).answers == 0
    assert load.load(topics, limit=None, at=AT).answers == 5


def test_run_that_changes_something_leaves_one_audit_event(topics: list[Topic]) -> None:
    load.load(topics, limit=None, at=AT)
    event = AuditEvent.objects.get()
    first = Article.objects.get(external_id="1_First_QA/0000001_1.xml#2")
    assert (event.actor, event.verb, event.object, event.at) == (
        None,
        "imported",
        f"article:{first.pk}",
        AT,
    )
    assert json.loads(event.detail) == {
        "dataset": "MedQuAD",
        "answers": 7,
        "conditions": 4,
        "names": 1,
        "codes": 4,
    }


@pytest.mark.django_db(transaction=True)
def test_run_that_fails_stores_nothing(
    topics: list[Topic], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(IntegrityError):
        load.load(topics, limit=None, at=AT)
    assert _stored() == []
