"""Suggestions: what a text names, and what it may be about to name."""

import pytest
from pytest_django import DjangoAssertNumQueries

from articles.enums import QuestionKind
from tests import factories as f
from tests.articles.search.asking import known_as, suggested, told

pytestmark = pytest.mark.django_db


def marfan() -> None:
    """Marfan syndrome with an overview and an answer about its treatment."""
    condition = f.condition("Marfan syndrome")
    known_as(condition, "Contractural arachnodactyly")
    told("What is Marfan syndrome?", of=condition)
    told("How is Marfan syndrome treated?", of=condition, kind=QuestionKind.TREATMENT)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("marfan syndrome ", ["Marfan syndrome"]),
        ("marfan syndrome tre", ["Marfan syndrome"]),
        ("marfan syndrome treatment", ["Marfan syndrome", "How is Marfan syndrome treated?"]),
        (
            "Is there a cure for Marfan's syndrome yet",
            ["Marfan syndrome", "How is Marfan syndrome treated?"],
        ),
        (
            "contractural arachnodactyly therapy",
            ["Contractural arachnodactyly", "How is Marfan syndrome treated?"],
        ),
        ("marfan treatment", []),
    ],
)
def test_a_condition_is_suggested_when_words_follow_its_name(
    typed: str, offered: list[str]
) -> None:
    marfan()
    assert suggested(typed) == offered


def test_of_the_names_in_a_text_only_the_longest_is_suggested() -> None:
    for name in ("Cancer", "Lung cancer", "Lung"):
        told(of=f.condition(name))
    assert suggested("lung cancer tre") == ["Lung cancer"]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("marfan syndrome and gou", ["Marfan syndrome", "Gout"]),
        ("gout gastr", ["Gout", "Gastric ulcer"]),
        ("gout gastric ul", ["Gastric ulcer", "Gout"]),
        ("gout gout", ["Gout"]),
    ],
)
def test_the_longer_name_is_suggested_first_and_a_whole_one_before_one_just_begun(
    typed: str, offered: list[str]
) -> None:
    for name in ("Marfan syndrome", "Gout", "Gastric ulcer"):
        told(of=f.condition(name))
    assert suggested(typed) == offered


def test_words_inside_a_name_ask_for_nothing() -> None:
    tremor = f.condition("Hereditary tremor")
    told("Is hereditary tremor inherited?", of=tremor, kind=QuestionKind.INHERITANCE)
    told("What are its signs?", of=tremor, kind=QuestionKind.SYMPTOMS)
    assert suggested("hereditary tremor symptoms") == ["Hereditary tremor", "What are its signs?"]


@pytest.mark.parametrize(("typed", "count"), [("gou", 5), ("gout tre", 7), ("of the gou", 8)])
def test_words_before_a_name_cost_a_query_each_and_names_among_them_one(
    django_assert_num_queries: DjangoAssertNumQueries, typed: str, count: int
) -> None:
    told(of=f.condition("Gout"))
    with django_assert_num_queries(count):
        assert suggested(typed) == ["Gout"]
