"""What takes two reviewers: medicines, emergency advice, children and pregnancy."""

from typing import Any

import pytest

from articles import hazards, snapshots
from articles.models import Article
from tests import factories

pytestmark = pytest.mark.django_db
MEDICINE = ("The entry of a medicine is new or changed: Examplumab.",)
DOSE = ("A dose in the text is new or changed.",)
EMERGENCY = ("The emergency advice is new or changed.",)
CHILDREN = ("What it says on children is new or changed.",)
PREGNANCY = ("What it says on pregnancy is new or changed.",)


def text(of: Article) -> str:
    return snapshots.of(of).text


def first(**fields: Any) -> tuple[str, ...]:
    """Why a first publication that says this takes two."""
    return hazards.between(None, text(factories.article(saved=factories.draft(**fields))))


def changed(before: dict[str, Any], after: dict[str, Any]) -> tuple[str, ...]:
    """Why that change of one draft takes two."""
    written = factories.article(saved=factories.draft(**before))
    old = text(written)
    return hazards.between(old, text(factories.save(written, **after)))


def test_one_reviewer_is_enough_for_what_names_none_of_them() -> None:
    assert first() == ()
    assert changed({}, {"body": "Doctors calm it now.[^smith]"}) == ()


def test_the_same_words_put_nothing_at_stake() -> None:
    medicine = factories.treatment(kind="medicine")
    draft = factories.draft(
        entries=(factories.entry(medicine),), emergency_advice="- a fit[^smith]"
    )
    words = text(factories.article(saved=draft))
    assert len(hazards.between(None, words)) == 2
    assert hazards.between(words, words) == ()


@pytest.mark.parametrize("fields", [{"risks": "Rash.[^smith]"}, {"phase": "Late"}])
def test_a_medicines_entry_new_changed_or_gone(fields: dict[str, str]) -> None:
    medicine = factories.treatment("Examplumab", kind="medicine")
    other = factories.entry(factories.treatment("Surgery", kind="surgery"))
    entries = (factories.entry(medicine), other)
    assert first(entries=entries) == MEDICINE
    assert changed({"entries": (other,)}, {"entries": entries}) == MEDICINE
    assert changed({"entries": entries}, {"entries": (other,)}) == MEDICINE
    edited = (factories.entry(medicine, **fields), other)
    assert changed({"entries": entries}, {"entries": edited}) == MEDICINE


@pytest.mark.parametrize(
    ("before", "after", "reasons"),
    [
        ("Take methotrexate 10 mg weekly.", "Take methotrexate 15 mg weekly.", DOSE),
        ("Take methotrexate 10 mg weekly.", "Take methotrexate 10 mg daily.", DOSE),
        ("Take methotrexate weekly.", "Take methotrexate daily.", DOSE),
        ("Take 10 mg.", "Take 10 g.", DOSE),
        ("Take two tablets.", "Take three tablets.", DOSE),
        ("A: 10 mg.\n\nB: 20 mg.", "A: 20 mg.\n\nB: 10 mg.", DOSE),
        ("Zweimal 10 Tropfen.", "Dreimal 10 Tropfen.", DOSE),
        ("Tome medio comprimido.", "Tome un comprimido.", DOSE),
        ("Methotrexate wöchentlich.", "Methotrexate täglich.", DOSE),
        ("Take methotrexate 10 mg weekly.", "Take otherimab 10 mg weekly.", DOSE),
        ("Ask first.", "Ask first.\n\nTake methotrexate 10 mg.", DOSE),
        ("Ask first.\n\nTake methotrexate 10 mg.", "Ask first.", DOSE),
        # The words round a dose, and numbers that are none.
        ("Take 10 mg weekly.", "Swallow 10 mg weekly.", ()),
        ("Take 10 mg.\n\nAsk.", "Ask.\n\nTake 10 mg.", ()),
        ("It helps 3 of 10 people.", "It helps 4 of 10 people.", ()),
        ("See the team weekly.", "See the team monthly.", ()),
        ("Methotrexate helps.", "Methotrexate often helps.", ()),
    ],
)
def test_a_dose_new_changed_or_gone_in_the_text(
    before: str, after: str, reasons: tuple[str, ...]
) -> None:
    catalogue = ["Methotrexate", "Otherimab"]
    for field in ("body", "short_answer"):
        old, new = (
            text(factories.article(saved=factories.draft(**{field: f"{words}[^smith]"})))
            for words in (before, after)
        )
        assert hazards.between(old, new, medicines=catalogue) == reasons


def test_a_request_whose_dose_changed_asks_for_two() -> None:
    factories.treatment("Methotrexate", kind="medicine")
    draft = factories.draft(body="Take methotrexate weekly.[^smith]")
    written = factories.published(factories.article(saved=draft))
    assert factories.needed(written) == 1
    changed = factories.save(written, body="Take methotrexate daily.[^smith]")
    opened = factories.request(changed)
    assert (opened.approvals_required, opened.two_because) == (2, DOSE[0])


def test_emergency_advice_new_changed_or_gone() -> None:
    advice = {"emergency_advice": "- a fit lasts long[^smith]"}
    assert first(**advice) == EMERGENCY
    assert changed({}, advice) == EMERGENCY
    assert changed(advice, {"emergency_advice": ""}) == EMERGENCY


@pytest.mark.parametrize(
    ("words", "reasons"),
    [
        ("Children get it too.", CHILDREN),
        ("In newborns it heals.", CHILDREN),
        ("PREGNANT women ask first.", PREGNANCY),
        ("While breast-feeding, ask.", PREGNANCY),
        ("A pregnancy and a child.", CHILDREN + PREGNANCY),
        ("The childless inherit nothing.", ()),
    ],
)
def test_words_on_children_and_pregnancy(words: str, reasons: tuple[str, ...]) -> None:
    assert first(body=f"{words}[^smith]") == reasons
    assert changed({}, {"body": f"{words}[^smith]"}) == reasons


@pytest.mark.parametrize(
    ("language", "words", "reasons"),
    [
        ("de", "Auch Kinder bekommen es.", CHILDREN),
        ("de", "In der Schwangerschaft fragen.", PREGNANCY),
        ("de", "Erwachsene fragen.", ()),
        ("es", "También los niños.", CHILDREN),
        ("es", "Durante el embarazo pregunte.", PREGNANCY),
        ("es", "Los adultos preguntan.", ()),
        ("en", "It is a kind of rash.", ()),
        # In a language whose words we do not know, everything may be about either.
        ("fr", "Les adultes demandent.", CHILDREN + PREGNANCY),
    ],
)
def test_the_words_are_those_of_the_answers_language(
    language: str, words: str, reasons: tuple[str, ...]
) -> None:
    written = factories.article(saved=factories.draft(body=f"{words}[^smith]"))
    Article.objects.filter(pk=written.pk).update(language=language)
    written.refresh_from_db()
    assert hazards.between(None, text(written)) == reasons


@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_the_fact_on_pregnancy_counts_in_every_language(language: str) -> None:
    written = factories.article(
        saved=factories.draft(entries=(factories.entry(pregnancy="Fragen."),))
    )
    Article.objects.filter(pk=written.pk).update(language=language)
    written.refresh_from_db()
    assert PREGNANCY[0] in hazards.between(None, text(written))


def test_a_number_takes_the_paragraph_and_the_heading_round_it_along() -> None:
    def body(amount: str) -> dict[str, str]:
        return {"body": f"## Children\n\nAsk first.\n\nUp to {amount} drops.[^smith]\n\n## Adults"}

    assert changed(body("10"), body("15")) == DOSE + CHILDREN
    unchanged = body("10") | {"short_answer": factories.SHORT_ANSWER + " So they do."}
    assert changed(body("10"), unchanged) == ()


def test_the_fact_on_pregnancy_need_not_name_it() -> None:
    entry = factories.entry(pregnancy="Ask first.")
    assert first(entries=(entry,)) == PREGNANCY
