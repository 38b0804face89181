"""The demonstration's pages, block by block in the order that a reader needs them."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.models import Treatment
from reviews.demo import loading
from tests.articles.reading import text_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
CONDITION = "/conditions/parry-romberg-syndrome/"
ANSWER = f"{CONDITION}treatments/"


@pytest.fixture(scope="module", autouse=True)
def _demo(for_the_module: None) -> None:
    assert loading.load(at=NOW, say=lambda line: None)


@pytest.fixture(autouse=True)
def _when_it_was_loaded(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    settings.DEMO = True
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def out_of_order(html: str, *blocks: str) -> list[str]:
    """The blocks that are missing, or stand before one that is to come first."""
    found, at = [], 0
    for block in blocks:
        place = html.find(block, at)
        if place < 0:
            found.append(block)
        at = max(at, place)
    return found


def test_the_answer_has_every_block_in_its_order(client: Client) -> None:
    html = text_of(client, ANSWER)
    blocks = (
        *('<a class="skip" href="#content">', 'class="demo"', 'role="search"', 'class="crumbs"'),
        *("<h1>What are the best treatments", "<strong>Short answer</strong>"),
        *("Medically reviewed summary", "Last reviewed", "Reviewed by", "Next review due"),
        *('id="emergency"', "911", 'class="voices-line"', 'class="contents"', 'class="prose"'),
        *('id="treatments"', 'class="table comparison"', "Off-label", "Not stated in our sources"),
        *('class="legend"', 'id="questions"', 'id="care-team"', 'class="registry"'),
        *("A listing is not an endorsement", 'id="sources"', 'id="experiences"'),
        *("Share your own experience", 'id="review"', "Conflicts of interest", "data-sha256"),
        *("Check this page", "Version history", 'id="feedback"', 'id="disclaimer"'),
        *('class="printed"', "<footer", "Editorial policy", "Published by"),
    )
    assert out_of_order(html, *blocks) == []
    assert out_of_order(html, *blocks[::-1]) != []
    assert html.count("<h1") == 1


def test_the_condition_has_every_block_in_its_order(client: Client) -> None:
    html = text_of(client, CONDITION)
    blocks = (
        *("<h1>Parry-Romberg syndrome</h1>", "Romberg hemi-facial atrophy", 'id="short-answer"'),
        *("Read the full answer", "Questions and answers", "Overview", "Symptoms", "Treatment"),
        *('id="treatments"', 'id="care-team"', 'id="community"', "2 people have shared"),
        *('id="not-answered"', "asked once", "Ask a question", 'id="related"', "ORPHA"),
    )
    assert out_of_order(html, *blocks) == []


def test_a_to_z_has_every_name_once_with_counts_and_where_to_look(client: Client) -> None:
    html = text_of(client, "/conditions/")
    assert "Romberg hemi-facial atrophy, see " in html
    letters = dict(re.findall(r'<a href="#letter-(\w)">\w<span>(\d+)</span>', html))
    for letter, count in letters.items():
        section = html.partition(f'id="letter-{letter}"')[2].partition("</section>")[0]
        assert section.count("<li>") == int(count), letter
    assert sum(map(int, letters.values())) > 10


def test_a_treatment_says_what_is_not_stated_of_a_medicine(client: Client) -> None:
    cards = text_of(client, "/conditions/cystic-fibrosis/treatments/")
    medicine = cards.partition(">Bronchodilators</a></h3>")[2].partition("</article>")[0]
    assert "When it is tried · Regulatory status · Risks" in medicine
    exercise = cards.partition(">Exercise</a></h3>")[2].partition("</article>")[0]
    assert "Regulatory status" not in exercise


def test_every_treatment_has_a_page_that_names_its_conditions(client: Client) -> None:
    index = text_of(client, "/treatments/")
    for treatment in Treatment.objects.all():
        assert f'<a href="{treatment.get_absolute_url()}">' in index
        html = text_of(client, treatment.get_absolute_url())
        assert 'class="treatment"' in html
        assert "Last reviewed" in html


def test_no_link_of_the_demonstration_leads_nowhere(client: Client) -> None:
    waiting, seen, broken = {"/"}, set[str](), []
    while waiting:
        path = waiting.pop()
        seen.add(path)
        response = client.get(path)
        if response.status_code != 200:
            broken.append((path, response.status_code))
        found = re.findall(r'<a [^>]*href="(/[^"#?]*)', response.content.decode())
        waiting |= set(found) - seen
    assert broken == []
    assert {ANSWER, f"/de{CONDITION}overview/", "/es/"} < seen
