"""Codes typed as questions: the exact condition's answers or none; on both engines alike."""

import pytest
from django.test import Client

from articles.enums import QuestionKind
from articles.models import Condition, ConditionCode
from tests import factories as f
from tests.articles.search.asking import find, found, told

pytestmark = pytest.mark.django_db

# As the demo keeps them (Mondo, and ORDO for G51.8).
PARRY_ROMBERG = (
    ("MONDO", "MONDO:0007710", "exact"),
    ("OMIM", "141300", "exact"),
    ("ORPHA", "1214", "exact"),
    ("SNOMEDCT", "718224004", "exact"),
    ("UMLS", "C0015458", "exact"),
    ("MeSH", "D005150", "exact"),
    ("ICD-10", "G51.8", "broader"),
    ("ICD-10-CM", "G51.8", "broader"),
    ("ICD-10-CM", "Q67.4", "related"),
)
NEURALGIA = (("ICD-10-CM", "G50.0", "exact"), ("ICD-11", "8B82.0", "exact"))
# Every piece of a code, as a word: nobody who types a code may be sent here.
TEMPTING = "Orpha orphanet icd 10 11 cm snomed ct omim mim g50 g51 0 8 5 1214 99999 8b82 718224004"


def coded(name: str, codes: tuple[tuple[str, str, str], ...]) -> Condition:
    condition = f.condition(name)
    for system, code, match in codes:
        ConditionCode.objects.create(condition=condition, system=system, code=code, match=match)
    return condition


@pytest.fixture(autouse=True)
def answers() -> dict[str, int]:
    """The key of each condition's one answer, by its name."""
    conditions = [
        coded("Parry-Romberg syndrome", PARRY_ROMBERG),
        coded("Trigeminal neuralgia", NEURALGIA),
    ]
    keys = {condition.name: told(of=condition).pk for condition in conditions}
    return {**keys, "other": told(body=f"{TEMPTING}.[^smith]").pk}


@pytest.mark.parametrize(
    "typed",
    [
        *("ORPHA:1214", "orpha 1214", "ORPHA1214", "Orphanet:1214", "Orphanet_1214"),
        *("ORPHAcode 1214", "ORPHA code: 1214", "(ORPHA:1214)", "ORPHA:1214.", " ORPHA : 1214 ?"),
        *("\uff2f\uff32\uff30\uff28\uff21:1214", "“ORPHA:1214”", "1214", "1214 (ORPHA)"),
        *("MIM 141300", "OMIM #141300", "OMIM141300", "#141300"),
        *("SNOMED:718224004", "SNOMED CT 718224004", "SNOMED-CT: 718224004", "718224004"),
        *("MONDO:0007710", "mondo 0007710", "MONDO_0007710"),
        *("C0015458", "UMLS C0015458", "d005150", "MeSH: D005150"),
    ],
)
def test_a_code_finds_the_condition_that_it_fits_exactly(
    typed: str, answers: dict[str, int]
) -> None:
    assert found(typed) == [answers["Parry-Romberg syndrome"]]


@pytest.mark.parametrize(
    "typed",
    [
        *("G50.0", "ICD-10 G50.0", "ICD-10:G50.0", "icd10 g50.0", "ICD-10-CM G50.0"),
        *("CIE-10 G50.0", "ICD-10 code G50.0", "G50.0 (ICD-10)", "G50.0;"),
        *("8B82.0", "ICD-11 8B82.0"),
    ],
)
def test_icd_10_is_also_what_americans_call_icd_10_cm(typed: str, answers: dict[str, int]) -> None:
    assert found(typed) == [answers["Trigeminal neuralgia"]]


@pytest.mark.parametrize(
    "typed",
    [
        *("G51.8", "G51.8;", "G51.8?", "“g51.8”", "ICD-10 G51.8", "ICD-10-CM: G51.8", "Q67.4"),
        *("ORPHA:99999", "Orphanet 99999", "ORPHA99999", "SNOMED 1214", "OMIM 1214", "RARE:1214"),
        *("G50.8", "ICD-10 G50", "ICD-10-GM G50.0", "ICD-11 G50.0", "8B82.5", "LD28.0"),
    ],
)
def test_a_code_that_fits_no_condition_exactly_finds_nothing(typed: str) -> None:
    assert found(typed) == []


@pytest.mark.parametrize(
    ("typed", "searched", "condition"),
    [
        ("(ORPHA:1214)", "ORPHA:1214", "Parry-Romberg syndrome"),
        ("1214 (ORPHA)", "1214", "Parry-Romberg syndrome"),
        ("ICD-10 G50.0?", "ICD-10 G50.0", "Trigeminal neuralgia"),
    ],
)
def test_which_condition_a_code_found_is_said(typed: str, searched: str, condition: str) -> None:
    known = [(one.searched, one.condition.text) for one in find(typed).offered.known_as]
    assert known == [(searched, condition)]


@pytest.mark.parametrize(
    ("typed", "broader"),
    [("G51.8?", "G51.8"), ("ICD-10: G51.8", "ICD-10: G51.8"), ("Q67.4", ""), ("G51.9", "")],
)
def test_that_a_code_stands_for_more_than_one_condition_is_said(typed: str, broader: str) -> None:
    results = find(typed)
    assert (results.broader, results.offered.known_as) == (broader, ())


def test_the_page_says_it_in_the_language_of_the_reader(client: Client) -> None:
    typed = {"q": "G51.8"}
    said = "<bdi>G51.8</bdi> stands for more than one condition, so no answer fits it exactly."
    assert said in client.get("/search/", typed).content.decode()
    gesagt = "<bdi>G51.8</bdi> steht für mehr als eine Erkrankung"
    assert gesagt in client.get("/de/search/", typed).content.decode()
    assert said not in client.get("/search/", {"q": "G51.9"}).content.decode()


def test_a_code_that_one_system_calls_exact_and_another_broader_finds_nothing() -> None:
    told(of=coded("Gout", (("ICD-10", "M10", "broader"), ("ICD-10-CM", "M10", "exact"))))
    assert found("M10") == []
    assert found("ICD-10 M10") == []


def test_a_system_that_we_have_no_name_for_is_known_by_what_is_kept(
    answers: dict[str, int],
) -> None:
    answer = told(of=coded("Gout", (("ICPC-2", "T92", "exact"),)))
    assert found("ICPC-2 T92") == found("icpc2:T92") == [answer.pk]
    assert found("ICPC-2 1214") == [answers["other"]]
    assert found("ICPC-2:1214") == []


def test_a_series_of_omim_is_no_entry_of_omim() -> None:
    answer = told(of=coded("Ehlers-Danlos syndromes", (("OMIM-PS", "130000", "exact"),)))
    assert found("OMIM PS130000") == found("OMIM-PS:130000") == [answer.pk]
    assert found("OMIM 130000") == []


def test_a_code_that_only_comes_near_sends_nobody_anywhere() -> None:
    told(of=coded("Palsy", (("ICD-10", "G51", "broader"),)), body="G51 is named.[^smith]")
    assert found("G51") == []


def test_every_answer_of_the_condition_is_found_best_first() -> None:
    gout = coded("Gout", (("ORPHA", "5", "exact"),))
    outlook, overview = (
        told(of=gout, kind=kind).pk for kind in (QuestionKind.OUTLOOK, QuestionKind.OVERVIEW)
    )
    assert found("ORPHA:5") == [overview, outlook]


@pytest.mark.parametrize(
    "typed",
    [
        *("B12", "vitamin B12", "H1N1", "covid 19", "type 1 diabetes", "cystic fibrosis type 2"),
        *("trisomy 21", "5 alpha reductase", "22q11.2", "Xp11.22", "1p36.3", "SCA 17", "G6PD"),
        *("ICD-10", "ICD 10", "MIM", "ORPHA", "A1C", "T3"),
    ],
)
def test_a_name_with_a_number_is_a_question_in_words(typed: str) -> None:
    answer = told(body=f"It is called {typed}.[^smith]")
    assert answer.pk in found(typed)


def test_words_beside_a_code_are_a_question_in_words(answers: dict[str, int]) -> None:
    assert found("What is trigeminal neuralgia ORPHA:1214")[0] == answers["Trigeminal neuralgia"]
