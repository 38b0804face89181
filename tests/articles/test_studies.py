"""The search of a trial register that an answer about treatment or research leads to."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from articles.enums import CodeMatch, NameRelation, QuestionKind
from articles.models import Condition, ConditionCode, ConditionName
from articles.pages import studies
from tests import factories as f
from tests.articles.reading import text_of
from tests.articles.versions import address

pytestmark = pytest.mark.django_db
LINK = "https://clinicaltrials.gov/search?cond="


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: f.NOW + timedelta(hours=2))


def condition(name: str = "Example disease") -> Condition:
    made = f.condition(name)
    made.names.all().delete()
    return made


def named(of: Condition, text: str, relation: NameRelation, **fields: object) -> None:
    ConditionName.objects.create(
        **{
            **{"condition": of, "text": text, "relation": relation, "language": "en"},
            **{"verified_by": f.user("Editors"), "verified_on": f.TODAY},
            **fields,
        }
    )


def coded(of: Condition, system: str, code: str, match: CodeMatch = CodeMatch.EXACT) -> None:
    ConditionCode.objects.create(condition=of, system=system, code=code, match=match)


def asked(of: Condition) -> str:
    """What the register is asked for."""
    (terms,) = parse_qs(urlsplit(studies.search(of)).query)["cond"]
    return terms


def test_name_verified_synonyms_and_mesh_descriptor_are_asked_for_together() -> None:
    topic = condition("Parry-Romberg syndrome")
    named(topic, "Progressive hemifacial atrophy", NameRelation.EXACT)
    named(topic, "Romberg disease", NameRelation.FORMER)
    coded(topic, "MeSH", "D005150")
    assert asked(topic) == (
        '"Parry-Romberg syndrome" OR "Progressive hemifacial atrophy" OR "Romberg disease"'
        " OR AREA[ConditionMeshId]D005150"
    )


def test_what_would_find_other_conditions_is_not_asked_for() -> None:
    topic = condition()
    named(topic, "ED", NameRelation.ABBREVIATION)
    named(topic, "Disease", NameRelation.BROADER)
    named(topic, "Early disease", NameRelation.NARROWER)
    named(topic, "Guessed disease", NameRelation.EXACT, verified_by=None, verified_on=None)
    named(topic, "Beispielkrankheit", NameRelation.EXACT, language="de")
    coded(topic, "MeSH", "D000001", CodeMatch.BROADER)
    coded(topic, "ORPHA", "1214")
    coded(topic, "MESH", "D1 OR ALL")
    assert asked(topic) == '"Example disease"'


def test_quotes_in_a_name_end_no_phrase() -> None:
    assert asked(condition('The "example" disease')) == r'"The \"example\" disease"'


@pytest.mark.parametrize(
    ("kind", "leads"),
    [
        (QuestionKind.TREATMENT, True),
        (QuestionKind.RESEARCH, True),
        (QuestionKind.OVERVIEW, False),
    ],
)
def test_answers_about_treatment_and_research_lead_to_it(
    client: Client, kind: QuestionKind, leads: bool
) -> None:
    article = f.published(f.article(of=condition(), kind=kind))
    html = text_of(client, article.get_absolute_url())
    assert (f'<a href="{LINK}%22Example%20disease%22">' in html) == leads
    # It searches by what the catalogue knows today, so it is no part of an earlier version.
    assert LINK not in text_of(client, address("version", article, 1))
