"""The search page, the form in every header, and what machines get."""

import json
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from articles import search
from articles.enums import QuestionKind, WithdrawalKind
from tests import factories as f
from tests.articles.reading import text_of
from tests.articles.search.asking import known_as, told

pytestmark = pytest.mark.django_db
API = "/api/v1/search"


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: f.NOW + timedelta(hours=2))


def page(client: Client, text: str, **parts: str) -> str:
    return text_of(client, f"/search/?{urlencode({'q': text, **parts})}")


def test_every_page_has_the_search_form(client: Client) -> None:
    for path in ("/", "/conditions/", "/search/", "/no-such-page/"):
        html = client.get(path).content.decode()
        assert html.count('<form class="search" role="search" action="/search/"') == 1, path


def test_a_result_states_question_excerpt_condition_and_last_review(client: Client) -> None:
    answer = told("What is gout?", of=f.condition("Gout"), body="Crystals hurt.[^smith]")
    html = page(client, "crystals")
    assert f'<a href="{answer.get_absolute_url()}">What is gout?</a>' in html
    assert "<mark>Crystals</mark> hurt." in html
    assert "Gout · Overview" in html
    assert '<time datetime="2026-04-07">7 April 2026</time>' in html
    assert "1 answer" in html
    assert 'value="crystals"' in html


def test_a_misspelling_and_another_name_are_said(client: Client) -> None:
    condition = f.condition("Gout")
    known_as(condition, "Podagra")
    told(of=condition)
    assert "Showing results for <strong>podagra</strong>" in page(client, "podagrra")
    html = page(client, "podagra")
    assert "You searched for Podagra. We call it" in html
    assert f'<a href="{condition.get_absolute_url()}">Gout</a>' in html


def test_a_search_for_a_stopped_treatment_leads_to_its_alert(client: Client) -> None:
    named = f.treatment("Examplumab")
    told(kind=QuestionKind.TREATMENT, entries=(f.entry(named),))
    assert "Safety alert" not in page(client, "does examplumabs help")
    f.alerted(named, WithdrawalKind.STOP)
    html = page(client, "does examplumabs help")
    assert "No answer of ours was found" in html
    link = f'<a href="{named.get_absolute_url()}" lang="en">Examplumab</a>'
    assert (html.count("Safety alert"), link in html) == (2, True)
    assert "Safety alert" in client.get(named.get_absolute_url()).content.decode()
    assert "Safety alert" not in page(client, "gout")
    f.alerted(named, WithdrawalKind.LIFT)
    assert "Safety alert" not in page(client, "does examplumabs help")


def test_a_search_goes_on_in_another_language(client: Client) -> None:
    told(of=f.condition("Gout"))
    html = client.get("/de/search/", {"q": "gout & co"}).content.decode()
    assert "keine unserer Antworten" in html
    link = '<a href="/search/?q=gout+%26+co" hreflang="en" lang="en">English</a>'
    assert html.count(link) == 2
    assert "of ours" not in page(client, "gout & co")


def near(text: str) -> set[str]:
    return {link.text for link in search.nearest(text, language="en", on=f.TODAY)}


def test_nothing_found_offers_the_nearest_condition_and_the_a_to_z(client: Client) -> None:
    condition = f.published(f.article(of=f.condition("Parry-Romberg syndrome"))).condition
    html = page(client, "Parrryrombrg")
    assert "No answer of ours was found" in html
    assert f'<a href="{condition.get_absolute_url()}">Parry-Romberg syndrome</a>' in html
    assert f'href="{reverse("articles:a_to_z")}"' in html


def test_the_nearest_conditions_are_looked_for_beside_the_place_of_the_text_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("Gouta", "Goutb", "Goutx", "Goutz"):
        f.published(f.article(of=f.condition(name)))
    assert len(near("goutm")) == 3
    monkeypatch.setattr("articles.search.neighbours._AROUND", 1)
    assert near("goutm") == {"Goutb", "Goutx"}


def test_a_condition_that_readers_do_not_see_is_not_near() -> None:
    article = f.published(f.article(of=f.condition("Gout")))
    other = f.published(f.article(of=article.condition))
    assert near("goot") == {"Gout"}
    f.withdrawn(article)
    assert near("goot") == {"Gout"}
    f.withdrawn(other)
    assert near("goot") == set()


def test_facets_narrow_and_lead_back(client: Client) -> None:
    gout = f.condition("Gout")
    told("First?", of=gout)
    told("Second?", of=gout, kind=QuestionKind.CAUSES)
    html = page(client, "gout")
    assert ('href="/search/?q=gout&amp;kind=causes"' in html, "First?" in html) == (True, True)
    html = page(client, "gout", kind="causes")
    assert ("First?" in html, "Second?" in html) == (False, True)
    assert '<a href="/search/?q=gout" aria-current="true">Causes' in html


def test_results_go_on_over_pages(client: Client) -> None:
    for number in range(11):
        told(f"Question {number}?", body="Crystals.[^smith]")
    first, second = page(client, "crystals"), page(client, "crystals", page="2")
    assert "page 1 of 2" in first
    assert (first.count("<h2><a"), second.count("<h2><a")) == (10, 1)
    assert 'rel="next" href="/search/?q=crystals&amp;page=2"' in first
    assert 'rel="prev" href="/search/?q=crystals&amp;page=1"' in second
    assert '<ol class="question-list hits" start="11">' in second
    assert page(client, "crystals", page="9") == second


def test_the_best_of_very_many_answers_are_shown_uncounted(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(of=f.condition("Gout"))
    assert "1 answer for “<bdi>gout</bdi>”" in page(client, "gout")
    monkeypatch.setattr("articles.search.finding.CANDIDATES", 1)
    html = page(client, "gout", kind="overview")
    assert "The best 1 answers for “<bdi>gout</bdi>”" in html
    assert 'aria-current="true">Overview <span aria-hidden="true">×</span></a>' in html


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '" onfocus="x', "&lt;"])
def test_what_was_typed_is_only_text(client: Client, text: str) -> None:
    html = page(client, text)
    assert text not in html


@pytest.mark.parametrize("path", ["/search/?q=gout", API + "?q=gout", "/api/v1/suggest?q=go"])
def test_search_is_kept_by_caches_and_asks_for_no_cookie(client: Client, path: str) -> None:
    told(of=f.condition("Gout"))
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, no-cache"
    assert not response.cookies
    again = client.get(path, headers={"if-none-match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.post(path).status_code == 405


def test_api_gives_the_results_for_the_relevance_benchmark(client: Client) -> None:
    answer = told("What is gout?", of=f.condition("Gout"), body="Crystals hurt.[^smith]")
    response = client.get(API, {"q": "crystals", "limit": "100", "offset": "0"})
    assert response.json() == {
        "total": 1,
        "corrected": "",
        "results": [
            {
                "url": f"http://testserver{answer.get_absolute_url()}",
                "question": "What is gout?",
                "condition": "Gout",
                "kind": "overview",
                "excerpt": "Crystals hurt.",
                "last_reviewed": "2026-04-07",
                "lapses_on": "2027-04-03",
                "external_id": "",
            }
        ],
    }
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=x", "limit=", "offset=-1", "limit=٣", "offset=1e9"]
)
def test_api_names_the_parameter_that_is_wrong(client: Client, query: str) -> None:
    response = client.get(f"{API}?q=gout&{query}")
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = json.loads(response.content)
    assert (problem["status"], problem["title"]) == (400, "Bad Request")
    assert f"“{query.split('=')[0]}”" in problem["detail"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_api_refuses_to_write_and_says_so_to_every_origin() -> None:
    response = Client(enforce_csrf_checks=True).post(API)
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_suggestions_name_conditions_and_answers_to_what_is_asked(client: Client) -> None:
    gout = f.condition("Gout")
    known_as(gout, "Podagra")
    told("What is gout?", of=gout)
    told("What causes gout?", of=gout, kind=QuestionKind.CAUSES)
    (first,) = client.get("/api/v1/suggest", {"q": "gou"}).json()["results"]
    address = f"http://testserver{gout.get_absolute_url()}"
    assert first == {"text": "Gout", "see": "", "type": "condition", "url": address}
    other, answer = client.get("/api/v1/suggest", {"q": "causes of pod"}).json()["results"]
    assert other == {"text": "Podagra", "see": "Gout", "type": "condition", "url": address}
    assert (answer["text"], answer["type"]) == ("What causes gout?", "answer")
    assert client.get("/api/v1/suggest", {"q": "g"}).json() == {"results": []}


def test_a_demonstration_says_so_in_every_rendering(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    for path in (API, "/api/v1/suggest"):
        assert client.get(path).json()["demonstration"].startswith("Demonstration:")
    assert "Demonstration." in page(client, "gout")
    assert "Demonstration." in text_of(client, "/opensearch.xml")


def test_browsers_learn_how_to_search_here(client: Client) -> None:
    assert 'rel="search" type="application/opensearchdescription+xml"' in text_of(client, "/")
    xml = text_of(client, "/opensearch.xml")
    assert 'template="http://testserver/search/?q={searchTerms}"' in xml
