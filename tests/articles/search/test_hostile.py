"""Whatever is typed: an answer or none, never an error, and never much work."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from articles.search import analysis, spelling, understanding
from tests import factories as f
from tests.articles.search.asking import find, known_as, suggested, told
from tests.articles.search.hostile import HOSTILE

pytestmark = pytest.mark.django_db
# Two a word that is unknown, six words at most, and what every search asks.
MOST_QUERIES = 9 + 2 * 6


@pytest.fixture(scope="module", autouse=True)
def _gout(for_the_module: None) -> None:
    gout = f.condition("Gout")
    known_as(gout, "Podagra")
    told(of=gout, body="Crystals hurt.[^smith]")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_answered_on_every_address(client: Client, text: str) -> None:
    for path in ("/search/", "/api/v1/search", "/api/v1/suggest"):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(path, {"q": text})
        assert response.status_code == 200, path
        assert len(queries) <= MOST_QUERIES, path


def test_parameters_that_make_no_sense_are_left_out_of_the_page(client: Client) -> None:
    told(body="Crystals.[^smith]")
    for query in (
        *("page=0", "page=-1", "page=x", "page=99999", "page=%00", "page=٣"),
        *("kind=x", "kind=%00", "kind='", "condition=%00", "condition=a'b", "condition=%F0%9F%98"),
        *("q=a&q=b", "q[]=a", "q=%ff%fe", "page=2&kind=overview"),
    ):
        assert client.get(f"/search/?q=crystals&{query}").status_code == 200, query


@given(st.text(max_size=300))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_answered(text: str) -> None:
    results = find(text)
    assert len(results.hits) <= results.total
    suggested(text)


@given(st.lists(st.sampled_from(["gout", "podagra", "OR", '"', "(", ":", "crystals", "NOT", "*"])))
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_word_is_an_operator(words: list[str]) -> None:
    asked = {"gout", "podagra", "crystals"} & set(words)
    assert find(" ".join(words)).total == (1 if asked else 0)


@given(st.text(max_size=300))
@settings(max_examples=150)
def test_words_are_letters_and_digits_of_bounded_length(text: str) -> None:
    for word in analysis.words(text):
        for form in (word, analysis.stem(word)):
            assert form.isalnum()
            assert len(form) <= 60


@given(st.text(alphabet="abcdefgh", min_size=1, max_size=12), st.data())
@settings(max_examples=150)
def test_one_slip_is_a_distance_of_one(word: str, data: st.DataObject) -> None:
    slip = data.draw(st.sampled_from(sorted(spelling.edits(word))))
    assert OSA.distance(word, slip) <= 1


def test_the_work_of_a_question_is_bounded() -> None:
    """Not measured by the clock: what grows with the text is cut before it reaches a database."""
    asked = understanding.question("gouty sprain " * 10_000, "en", may_say=frozenset)
    assert len(asked.stems) <= 2
    with CaptureQueriesContext(connection) as queries:
        find(" ".join(f"zzyzx{letter * 5}" for letter in "abcdefghijklmnopqrstuvwxyz"))
    assert len(queries) <= MOST_QUERIES
    assert max(len(query["sql"]) for query in queries) < 60_000
