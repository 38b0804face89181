"""What people type, and what they find; on both engines alike."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from articles.enums import QuestionKind, WithdrawalKind
from tests import factories as f
from tests.articles.search.asking import OVERVIEW, find, found, known_as, suggested, told
from tests.copying import copies

pytestmark = pytest.mark.django_db


def test_an_answer_is_found_by_a_word_of_its_body_in_another_form() -> None:
    answer = told(body="Scarring of the cornea is rare.[^smith]")
    told()
    assert found("I have scars on my corneas, please help")[0] == answer.pk


def test_a_condition_is_found_by_each_of_its_verified_names() -> None:
    condition = f.condition("Progressive hemifacial atrophy")
    known_as(condition, "Parry-Romberg syndrome")
    known_as(condition, "Thin face", verified_on=None, verified_by=None)
    answer = told(of=condition)
    others = [told().pk for _ in range(2)]
    results = find("parry romberg")
    assert results.hits[0].answer.article_id == answer.pk
    known = results.offered.known_as
    assert [(one.searched, one.condition.text) for one in known] == [
        ("Parry-Romberg syndrome", "Progressive hemifacial atrophy")
    ]
    assert answer.pk not in found("thin") + others


def test_the_kind_of_question_decides_between_answers_about_one_condition() -> None:
    condition = f.condition("Gout")
    answers = {
        kind: told(f"{kind.label}?", of=condition, kind=kind).pk
        for kind in (OVERVIEW, QuestionKind.SYMPTOMS, QuestionKind.OUTLOOK)
    }
    assert found("gout")[0] == answers[OVERVIEW]
    assert found("what is gout")[0] == answers[OVERVIEW]
    assert found("signs of gout")[0] == answers[QuestionKind.SYMPTOMS]
    assert found("my husband's gout prognosis")[0] == answers[QuestionKind.OUTLOOK]
    # Nothing special stands about it, so the overview has to do.
    assert found("is gout inherited")[0] == answers[OVERVIEW]


def test_a_word_inside_a_name_asks_for_no_kind_of_question() -> None:
    condition = f.condition("Hereditary tremor")
    told("Is it inherited?", of=condition, kind=QuestionKind.INHERITANCE)
    overview = told(of=condition)
    assert found("hereditary tremor")[0] == overview.pk


@pytest.mark.parametrize("typed", ["sarcodosis", "sarcoidoses", "sarkoidosis", "sacroidosis"])
def test_a_misspelt_word_is_put_right_and_said(typed: str) -> None:
    answer = told(of=f.condition("Sarcoidosis"))
    results = find(f"What is {typed}?")
    assert results.corrected == "What is sarcoidosis?"
    assert [hit.answer.article_id for hit in results.hits] == [answer.pk]


def test_a_word_that_is_known_is_not_put_right() -> None:
    told(of=f.condition("Gout"), body="A goat is no cure.[^smith]")
    assert find("goat").corrected == ""


def test_results_are_narrowed_by_kind_and_condition_and_say_how_many_there_are() -> None:
    gout, other = f.condition("Gout"), f.condition("Pseudogout")
    first = told(of=gout, body="Crystals.[^smith]")
    second = told(of=gout, kind=QuestionKind.CAUSES, body="Crystals.[^smith]")
    third = told(of=other, body="Crystals.[^smith]")
    results = find("crystals")
    assert {hit.answer.article_id for hit in results.hits} == {first.pk, second.pk, third.pk}
    offered = results.offered
    assert [(one.value, one.count) for one in offered.kinds] == [("overview", 2), ("causes", 1)]
    assert [(one.value, one.count) for one in offered.conditions] == [
        (gout.slug, 2),
        (other.slug, 1),
    ]
    assert found("crystals", kind="causes") == [second.pk]
    assert set(found("crystals", condition=gout.slug)) == {first.pk, second.pk}
    assert found("crystals", kind="causes", condition=other.slug) == []
    assert found("crystals", condition="no-such-condition") == []


def test_no_facet_leads_to_nothing() -> None:
    gout, other = f.condition("Gout"), f.condition("Pseudogout")
    told(of=gout, body="Crystals.[^smith]")
    told(of=gout, kind=QuestionKind.CAUSES, body="Crystals.[^smith]")
    told(of=other, body="Crystals.[^smith]")
    narrowings: list[dict[str, Any]] = [{}, {"kind": "causes"}]
    narrowings.append({"kind": "overview", "condition": gout.slug})
    for narrowed in narrowings:
        offered = find("crystals", **narrowed).offered
        for name, facets in (("kind", offered.kinds), ("condition", offered.conditions)):
            assert facets
            for facet in facets:
                assert find("crystals", **narrowed | {name: facet.value}).total == facet.count


def test_what_is_withheld_is_read_once_however_results_are_narrowed(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    gout = f.condition("Gout")
    told(of=gout, body="Crystals.[^smith]")
    f.alerted(f.treatment(), WithdrawalKind.STOP)
    with django_assert_num_queries(8):
        find("crystals")
    # Two more lists of candidates, and nothing read again.
    with django_assert_num_queries(10):
        find("crystals", kind="overview", condition=gout.slug)


def test_more_answers_than_are_ranked_are_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        told(body="Crystals.[^smith]")
    assert (find("crystals").total, find("crystals").more) == (3, False)
    for engine in ("postgresql", "sqlite"):
        monkeypatch.setattr(f"articles.search.engines.{engine}.CANDIDATES", 2)
    monkeypatch.setattr("articles.search.finding.CANDIDATES", 2)
    assert (find("crystals").total, find("crystals").more) == (2, True)


def test_pages_of_results_hold_every_answer_once() -> None:
    answers = {told(body="Crystals.[^smith]").pk for _ in range(5)}
    pages = [found("crystals", limit=2, offset=offset) for offset in (0, 2, 4, 6)]
    assert [len(page) for page in pages] == [2, 2, 1, 0]
    assert {key for page in pages for key in page} == answers


def test_the_excerpt_is_the_sentence_with_the_words_marked() -> None:
    told(
        body="Nothing here.\n\nWeak **muscles** tire; a muscle [rests](https://example.org).[^smith]"
    )
    (hit,) = find("muscle fatigue").hits
    assert str(hit.excerpt) == "Weak muscles tire; a muscle rests."
    assert [part.text for part in hit.excerpt.parts if part.marked] == ["muscles", "muscle"]


def test_the_excerpt_is_a_sentence_before_it_is_a_heading() -> None:
    told(body="## Plasmapheresis\n\nSome have plasmapheresis twice.[^smith]")
    told(body="## Apheresis\n\nNothing more.[^smith]")
    (hit,) = find("plasmapheresis").hits
    assert str(hit.excerpt) == "Some have plasmapheresis twice."
    (hit,) = find("apheresis").hits
    assert str(hit.excerpt) == "Apheresis"


@pytest.mark.parametrize("count", [2, 50])
def test_finding_asks_as_often_for_fifty_answers_as_for_two(
    django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    gout = f.condition("Gout")
    told(of=gout)
    copies(told(of=gout, kind=QuestionKind.CAUSES), count - 2)
    with django_assert_num_queries(8):
        assert find("what is gout").total == count
    with django_assert_num_queries(5):
        assert suggested("gou")


@pytest.mark.parametrize(("typed", "more"), [("gouut", 4), ("gouut crystalls", 6)])
def test_a_misspelt_word_costs_two_queries_and_all_of_them_two(
    django_assert_num_queries: DjangoAssertNumQueries, typed: str, more: int
) -> None:
    told(of=f.condition("Gout"), body="Crystals hurt.[^smith]")
    with django_assert_num_queries(8 + more):
        assert find(typed).corrected == ("gout crystals" if " " in typed else "gout")
