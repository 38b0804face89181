"""The demonstration as it stands when it was loaded: whole, and honest about itself."""

import json
import re
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django import Settings

from articles import pages, readiness
from articles.enums import Freshness, SiteTextKind
from articles.markdown import citation_uses
from articles.models import (
    Article,
    Condition,
    ConditionCode,
    Experience,
    SiteText,
    Source,
    Treatment,
)
from articles.pages.values import AnswerPage, WithdrawnPage
from reviews.demo import accounts, content, loading
from reviews.models import Reviewer, ReviewRequest

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
# An amount with a unit of medicine: the demonstration gives no doses.
DOSE = re.compile(r"\d\s*(?:mg|mcg|µg|g|ml|units?|iu)\b", re.IGNORECASE)


@pytest.fixture(scope="module", autouse=True)
def _demo(for_the_module: None) -> None:
    assert loading.load(at=NOW, say=lambda line: None)


def answer(condition: str, slug: str, language: str = "en") -> AnswerPage:
    page = pages.answer(condition, slug, language=language, on=TODAY)
    assert isinstance(page, AnswerPage)
    return page


def test_one_answer_is_translated_from_the_same_sources() -> None:
    german = answer("parry-romberg-syndrome", "overview", "de")
    original = answer("parry-romberg-syndrome", "overview")
    assert german.condition.text == "Parry-Romberg-Syndrom"
    assert german.translation is not None
    assert german.translation.original.path == original.path
    assert german.sources == original.sources


def test_every_text_of_the_site_is_there_in_every_language_and_says_as_much() -> None:
    english, german, spanish = (
        {kind: text.text for kind, text in SiteText.objects.current(language=code).items()}
        for code in ("en", "de", "es")
    )
    assert set(english) == set(german) == set(spanish) == set(SiteTextKind)
    for kind, text in english.items():
        for part in (r"\d+", r"(?m)^## ", r"(?m)^- ", r"\*\*", r"\n\n"):
            found = sorted(re.findall(part, text))
            assert sorted(re.findall(part, german[kind])) == found, kind
            assert sorted(re.findall(part, spanish[kind])) == found, kind
        assert len({text, german[kind], spanish[kind]}) == 3
    signers = SiteText.objects.values_list("signed_by", flat=True).distinct()
    assert list(signers.order_by()) == ["Dr Ada Example (fictitious)"]


def test_whoever_shares_an_experience_agrees_to_the_text_of_its_language() -> None:
    agreed = Experience.objects.values_list("article__language", "consent__language")
    assert set(agreed) == {("en", "en")}


def test_six_conditions_have_an_overview_and_a_treatment_answer() -> None:
    public = Article.objects.public(on=TODAY)
    kinds = {
        condition.slug: set(public.filter(condition=condition).values_list("kind", flat=True))
        for condition in Condition.objects.all()
    }
    assert len(kinds) == 6
    assert all({"overview", "treatment"} <= found for found in kinds.values())
    assert kinds["parry-romberg-syndrome"] >= {"symptoms", "outlook"}


def test_the_flagship_answer_is_whole() -> None:
    page = answer("parry-romberg-syndrome", "treatments")
    cards = {card.slug: card for card in page.treatments}
    assert page.question == "What are the best treatments for Parry-Romberg syndrome?"
    assert [cards[slug].line_label for slug in ("methotrexate", "mycophenolate-mofetil")] == [
        "Tried first",
        "Tried next",
    ]
    for slug in ("methotrexate", "prednisone", "mycophenolate-mofetil"):
        assert cards[slug].status == "off_label"
        assert cards[slug].evidence == "indirect"
        assert "juvenile localized scleroderma" in cards[slug].evidence_note
    assert cards["mycophenolate-mofetil"].brand_names == ("CellCept",)
    assert {member.specialty for member in page.team} >= {
        "Rheumatologist",
        "Neurologist",
        "Plastic or craniofacial surgeon",
    }
    assert page.emergency
    assert page.questions_to_ask
    assert page.registry_url.endswith("%20OR%20AREA%5BConditionMeshId%5DD005150")
    assert page.review is not None
    # It has medicines and emergency advice, so it took two.
    assert [signer.name for signer in page.review.signers] == [
        "Dr Ada Example (fictitious)",
        "Cara Specimen (fictitious)",
    ]


def test_every_answer_lacks_nothing_and_cites_what_it_lists() -> None:
    for article in Article.objects.all():
        assert readiness.problems(article) == [], article
        data = json.loads(article.revisions.earliest("number").snapshot)
        texts = json.dumps(data, ensure_ascii=False).replace("\\n", "\n")
        used = {use.key for use in citation_uses(texts)}
        assert {citation["key"] for citation in data["citations"]} == used, article


def test_no_answer_gives_a_dose() -> None:
    assert DOSE.search("10 mg")
    for article in Article.objects.all():
        for revision in article.revisions.all():
            assert not DOSE.search(revision.snapshot), article


def test_reviewers_say_that_they_do_not_exist() -> None:
    for reviewer in Reviewer.objects.all():
        assert "(fictitious)" in reviewer.name
        assert "not a real person" in reviewer.credentials


def test_the_desk_has_something_to_show() -> None:
    states = sorted(
        ReviewRequest.objects.exclude(state="published").values_list("state", flat=True)
    )
    assert states == [
        "changes_requested",
        "held",
        "in_review",
        "in_review",
        "in_review",
        "scheduled",
    ]
    overdue = [r for r in ReviewRequest.objects.open() if r.is_overdue(on=TODAY)]
    assert [str(request.article) for request in overdue] == ["What is Marfan syndrome?"]


def test_answers_show_every_freshness_that_needs_a_look() -> None:
    treated = answer("cystic-fibrosis", "treatments").review
    soon = answer("marfan-syndrome", "treatments").review
    assert treated is not None
    assert soon is not None
    assert (treated.freshness, soon.freshness) == (Freshness.OVERDUE, Freshness.DUE_SOON)
    gone = pages.answer("trigeminal-neuralgia", "outlook", language="en", on=TODAY)
    assert isinstance(gone, WithdrawnPage)


def test_files_agree_on_what_they_share() -> None:
    treatments: dict[str, object] = {}
    sources: dict[str, object] = {}
    for table in content.conditions():
        for row in table["treatments"]:
            assert treatments.setdefault(row["slug"], row) == row
        for row in table["sources"]:
            assert sources.setdefault(row["key"], row) == row
    assert Treatment.objects.count() == len(treatments)
    assert Source.objects.count() == len(sources)


def test_the_broader_code_of_the_flagship_is_marked_so() -> None:
    codes = ConditionCode.objects.filter(
        condition__slug="parry-romberg-syndrome", system__startswith="ICD-10"
    )
    assert {code.match for code in codes} == {"broader", "related"}


def test_each_role_has_a_sign_in(settings: Settings) -> None:
    settings.DEMO = True
    output = StringIO()
    call_command("welcome", host="127.0.0.1", port="8123", stdout=output)
    lines = output.getvalue().splitlines()
    assert "Readers   http://127.0.0.1:8123/" in lines
    for account in accounts.sign_ins():
        assert f"  {account.role}  {account.username}  {account.password}" in lines
    assert {account.role for account in accounts.sign_ins()} == {
        "editor",
        "reviewer",
        "publisher",
        "administrator",
    }


def test_an_ordinary_site_prints_no_passwords(settings: Settings) -> None:
    settings.DEMO = False
    output = StringIO()
    call_command("welcome", stdout=output)
    assert accounts.sign_ins()
    assert not [a for a in accounts.sign_ins() if a.password in output.getvalue()]
