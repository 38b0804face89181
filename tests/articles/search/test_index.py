"""The index says what is live and nothing else; every action that changes that changes it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.actions import catalogue, drafting
from articles.enums import QuestionKind, WithdrawalKind
from articles.models import Article, ConditionName, Treatment
from articles.search.schema import LIVE
from tests import factories as f
from tests.articles.reading import lapsed
from tests.articles.search.asking import OVERVIEW, find, found, known_as, suggested, told

pytestmark = pytest.mark.django_db
SECRET = "xanthoquux"


def everything() -> list[list[tuple[object, ...]]]:
    """All rows of the index."""
    with connection.cursor() as cursor:
        tables = []
        for table in LIVE.of(connection.vendor):
            cursor.execute(f"SELECT * FROM {table}")
            tables.append(sorted(cursor.fetchall()))
    return tables


def secret(**fields: Any) -> Article:
    """A live answer with a word that stands nowhere else, which is found by it."""
    topic = f.condition(f"{SECRET.title()} disease")
    answer = told(f"What is {SECRET}?", of=topic, body=f"About {SECRET}.[^smith]", **fields)
    assert found(SECRET) == [answer.pk]
    for typed in (SECRET[:5], f"{SECRET} disease outlook"):
        assert suggested(typed) == [f"{SECRET.title()} disease"]
    assert find(f"{SECRET[:-1]}z").corrected == SECRET
    return answer


def assert_no_trace() -> None:
    """Nothing finds the word, suggests it, counts it or puts another right to it."""
    results = find(SECRET)
    assert (results.hits, results.total) == ((), 0)
    assert (results.offered.kinds, results.offered.conditions) == ((), ())
    assert (suggested(SECRET[:5]), suggested(f"{SECRET} disease outlook")) == ([], [])


def test_a_withdrawn_answer_leaves_no_word_behind() -> None:
    answer = secret()
    f.withdrawn(answer)
    assert_no_trace()
    assert find(f"{SECRET[:-1]}z").corrected == ""
    rows, words = everything()[:2]
    assert (rows, words) == ([], [])


def test_a_word_goes_only_with_its_last_answer() -> None:
    first, second = told(body="Crystals.[^smith]"), told(body="A crystal.[^smith]")
    f.withdrawn(first)
    assert found("crystalz") == [second.pk]


def test_a_new_version_takes_the_place_of_the_old_one() -> None:
    answer = secret()
    edited = f.save(answer, question="What is it?", body="Other words.[^smith]")
    f.approved(f.request(edited))
    topic = answer.condition
    catalogue.save(topic, changed=["name"], by=f.user("Editors"), at=f.NOW)
    assert found("other words") == [answer.pk]
    # Its condition keeps the name; the question and the body are gone.
    assert str(find(SECRET).hits[0].answer.question) == "What is it?"


def test_a_draft_is_never_found() -> None:
    f.article(saved=f.draft(question=f"What is {SECRET}?", body=f"About {SECRET}.[^smith]"))
    assert Article.objects.filter(question__contains=SECRET).exists()
    assert_no_trace()
    live = told()
    drafting.save_draft(
        live.pk,
        f.draft(question=f"What is {SECRET}?"),
        expected_version=live.draft_version,
        by=f.user("Editors"),
        at=f.NOW,
    )
    assert_no_trace()


def test_a_lapsed_answer_is_not_found_though_nothing_happened() -> None:
    answer = secret()
    live = f.live(answer)
    last = live.review_due_on + timedelta(days=180)
    assert found(SECRET, on=last) == [answer.pk]
    assert find(SECRET, on=last + timedelta(days=1)).total == 0
    assert suggested(SECRET[:5], on=last + timedelta(days=1)) == []
    assert lapsed().pk not in found("example disease")


def test_a_stopped_treatment_withholds_its_answers_until_it_is_lifted() -> None:
    named = f.treatment(f"{SECRET.title()}mab")
    entries = (f.entry(named),)
    answer = secret(kind=QuestionKind.TREATMENT, entries=entries)
    other = told(body="No treatment.[^smith]", of=answer.condition)
    f.alerted(named, WithdrawalKind.STOP)
    results = find(SECRET)
    assert [hit.answer.article_id for hit in results.hits] == [other.pk]
    assert (results.total, [one.value for one in results.offered.kinds]) == (1, ["overview"])
    assert find(f"{SECRET}mab").total == 0
    f.withdrawn(other)
    assert_no_trace()
    f.alerted(named, WithdrawalKind.LIFT)
    assert found(SECRET) == [answer.pk]


@pytest.mark.parametrize("stopped", [True, False])
def test_no_word_is_put_right_to_one_of_a_withheld_answer(
    client: Client, monkeypatch: pytest.MonkeyPatch, stopped: bool
) -> None:
    now = f.NOW + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: now)
    named, at = f.treatment(), f.NOW - timedelta(days=0 if stopped else 200)
    draft = f.draft(entries=(f.entry(named),), body=f"Doctors try {SECRET}.[^smith]")
    due_on = f.TODAY + timedelta(days=30 if stopped else -100)
    f.published(f.article(saved=draft, at=at), at=at, review_due_on=due_on)
    shown = told(body="Doctors look at crystals.[^smith]")
    typed = f"{SECRET[:-1]}z crystalz"
    if stopped:
        assert find(typed).corrected == f"{SECRET} crystals"
        f.alerted(named, WithdrawalKind.STOP)
    results = find(typed)
    assert results.corrected == f"{SECRET[:-1]}z crystals"
    assert [hit.answer.article_id for hit in results.hits] == [shown.pk]
    for asked in (typed, f"{SECRET[:-1]}z"):
        for path in ("/search/", "/api/v1/search"):
            response = client.get(path, {"q": asked})
            assert response.status_code == 200
            assert SECRET not in response.content.decode()


def test_a_caution_hides_nothing() -> None:
    answer = told(kind=QuestionKind.TREATMENT, body="Crystals.[^smith]")
    f.alerted(Treatment.objects.get(entries__article=answer), WithdrawalKind.CAUTION)
    assert found("crystals") == [answer.pk]


def test_a_name_counts_from_its_verification_to_its_deletion() -> None:
    answer, editor = told(), f.user("Editors")
    name = ConditionName(condition=answer.condition, text=SECRET, relation="exact")
    catalogue.save(name, changed=["text"], by=editor, at=f.NOW)
    assert_no_trace()
    name.verified_by, name.verified_on = editor, f.TODAY
    catalogue.save(name, changed=["verified_on"], by=editor, at=f.NOW)
    assert found(SECRET) == [answer.pk]
    assert suggested(SECRET[:5]) == [SECRET]
    name.relation = "broader"
    catalogue.save(name, changed=["relation"], by=editor, at=f.NOW)
    assert_no_trace()
    name.relation = "former"
    catalogue.save(name, changed=["relation"], by=editor, at=f.NOW)
    assert found(SECRET) == [answer.pk]
    catalogue.delete(name, by=editor, at=f.NOW)
    assert_no_trace()


def test_a_renamed_condition_is_found_by_its_new_name_only() -> None:
    answer = secret()
    edited = f.save(answer, question="What is it?", body="Other words.[^smith]")
    f.approved(f.request(edited))
    topic = answer.condition
    topic.name = "Plain disease"
    catalogue.save(topic, changed=["name"], by=f.user("Administrators"), at=f.NOW)
    assert found("plain disease") == [answer.pk]
    assert_no_trace()


def test_names_of_conditions_without_an_answer_are_not_suggested() -> None:
    known_as(f.condition(f"{SECRET} disease"), f"{SECRET} disorder")
    assert_no_trace()


def test_an_answer_in_another_language_is_found_in_its_own_only() -> None:
    answer = secret()
    assert find(SECRET, language="de").total == 0
    assert found(SECRET, language="en") == [answer.pk]


def test_a_row_that_was_left_behind_finds_nothing() -> None:
    """Should anything ever take an answer down without telling the index."""
    answer = secret()
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {LIVE.row} SET publication_id = 0")
    assert_no_trace()
    assert answer.live is not None


def test_what_is_kept_of_an_answer_is_what_readers_see() -> None:
    answer = told(
        body="See https://example.org/hidden and [this](https://example.org/path).[^smith]",
        kind=OVERVIEW,
    )
    for typed in ("neurologist", "feeling sick", "whom do I call", "fit lasts long"):
        assert found(typed) == [answer.pk], typed
    for typed in ("hidden", "path", "smith"):
        assert find(typed).total == 0, typed
