"""What counts as a change of wording, and what may harm."""

import itertools
import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import changes
from articles.changes import Piece
from articles.enums import ChangeClass
from articles.harms import Harm

MATERIAL, WORDING = ChangeClass.MATERIAL, ChangeClass.WORDING
SNAPSHOT: dict[str, Any] = {
    "question": "What helps?",
    "short_answer": "It does help some people.",
    "emergency_advice": "A fit.",
    "body": "Take 10 mg with food. It causes nausea.[^smith]",
    "questions_to_ask": ["Who do I call?"],
    "condition": {"slug": "x", "name": "X disease"},
    "origin": None,
    "treatments": [
        {"treatment": "a", "name": "A", "phase": "Active", "evidence": "low", "brand_names": ["B"]},
        {"treatment": "c", "name": "C", "phase": "", "evidence": "high", "brand_names": []},
    ],
    "care_team": [{"specialty": "Surgeon", "purpose": "for repair"}],
    "citations": [{"key": "smith", "source": 1, "title": "Title", "year": 2020, "locator": ""}],
    "images": [],
}


def text(**fields: Any) -> str:
    return json.dumps({**deepcopy(SNAPSHOT), **fields})


def floor(**fields: Any) -> ChangeClass:
    return changes.floor(text(), text(**fields)).change_class


def body(old: str, new: str) -> ChangeClass:
    return changes.floor(text(body=old), text(body=new)).change_class


def test_what_is_not_live_is_material() -> None:
    assert changes.floor(None, text()) == changes.Floor(MATERIAL, "Nothing of this answer is live.")


def test_the_same_words_are_no_change() -> None:
    assert changes.between(text(), text()) == ()
    assert floor() == WORDING


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Take it weekly.", "Take it daily."),
        ("for 3 weeks", "for 3 months"),
        ("Take 10 mg.", "Take 10 g."),
        ("Take 10 mg.", "Take 10 mcg."),
        ("Take 1.5 mg.", "Take 15 mg."),
        ("Take 1.5 mg.", "Take 1,5 mg."),
        ("Take two tablets.", "Take three tablets."),
        ("Take a tablet.", "Take half a tablet."),
        ("in 5% of people", "in 5 of people"),
        ("It may help.", "It will help."),
        ("It does help.", "It doesn't help."),
        ("It does help.", "It doesn’t help."),  # a typographic apostrophe
        ("It can help.", "It cannot help."),
        ("Do take it.", "Do not take it."),
        ("Do not take it.", "Do take it not."),
        ("It is safe.", "It is unsafe."),
        ("It increases the risk.", "It decreases the risk."),
        ("the left eye", "the right eye"),
        ("for adults", "for children"),
        ("for babies", "for adults"),
        ("It helps most people.", "It helps few people."),
        ("Take it before meals.", "Take it after meals."),
        ("It helps.[^smith]", "It helps."),
        ("It helps.[^smith]", "It helps.[^jones]"),
        ("::: note\nCall us.\n:::", "::: emergency\nCall us.\n:::"),
        ("More than ½ of them", "More than ¼ of them"),
    ],
)
def test_what_may_harm_is_material_in_either_direction(old: str, new: str) -> None:
    assert body(old, new) == body(new, old) == MATERIAL


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It eases pain.", "It soothes pain."),
        ("Doctors give 10 mg of it.", "Physicians give 10 mg of it."),
        ("A line.\n\nAnother.", "A line. Another."),
        ("the dont sign", "the do sign"),
        ("Ask your team.[^smith]", "Ask your own team.[^smith]"),
    ],
)
def test_other_words_are_wording(old: str, new: str) -> None:
    assert body(old, new) == body(new, old) == WORDING


def other_entry(**fields: Any) -> list[dict[str, Any]]:
    first, second = deepcopy(SNAPSHOT["treatments"])
    return [{**first, **fields}, second]


@pytest.mark.parametrize(
    "fields",
    [
        {"emergency_advice": "A long fit."},
        {"treatments": other_entry(evidence="high")},
        {"treatments": other_entry(risks="Nausea.")},
        {"treatments": other_entry(phase="Quiet")},
        {"treatments": other_entry(brand_names=["D"])},
        {"treatments": other_entry()[:1]},
        {"treatments": other_entry()[::-1]},
        {"care_team": []},
        {"care_team": [{"specialty": "Surgeon", "purpose": "for review"}]},
        {"citations": []},
        {"citations": [{**SNAPSHOT["citations"][0], "locator": "page 4"}]},
        {"citations": [{**SNAPSHOT["citations"][0], "retraction": "concern"}]},
        {"images": [{"src": "/uploads/a.webp", "alt": "A drawing"}]},
        {"condition": {"slug": "x", "name": "Y disease"}},
        {"origin": {"dataset": "D", "external_id": "1", "url": "u", "licence": "l"}},
        {"short_answer": "It does not help some people."},
        {"question": "What never helps?"},
        {"questions_to_ask": ["When must I call?"]},
    ],
)
def test_what_readers_act_on_is_material(fields: dict[str, Any]) -> None:
    assert floor(**fields) == MATERIAL


@pytest.mark.parametrize(
    "fields",
    [
        {"question": "What eases it?"},
        {"short_answer": "It does help some people. Ask."},
        {"questions_to_ask": ["Who do I call?", "Whom else?"]},
    ],
)
def test_small_changes_of_texts_are_wording(fields: dict[str, Any]) -> None:
    assert changes.between(text(), text(**fields)) != ()
    assert floor(**fields) == WORDING


def test_the_highest_class_wins() -> None:
    assert changes.highest(WORDING, MATERIAL, WORDING) == MATERIAL
    assert changes.highest(WORDING, WORDING) == WORDING


def test_words_are_compared_whole() -> None:
    assert changes.words("Take 1.5 mg daily.", "Take 2.5 mg daily.") == (
        Piece("same", "Take "),
        Piece("del", "1.5", (Harm.NUMBER,)),
        Piece("ins", "2.5", (Harm.NUMBER,)),
        Piece("same", " mg daily."),
    )
    assert changes.words("", "New words") == (Piece("ins", "New words"),)
    assert changes.words("eases", "helps") == (Piece("del", "eases"), Piece("ins", "helps"))


@pytest.mark.parametrize(
    ("old", "new"), [("a  b\n\nc’s 1,5", "a b's [^x-1] ½"), ("", "x"), ("naïve — “q”", "")]
)
def test_pieces_put_together_are_both_texts(old: str, new: str) -> None:
    pieces = changes.words(old, new)
    assert "".join(p.text for p in pieces if p.kind != "ins") == old
    assert "".join(p.text for p in pieces if p.kind != "del") == new


def test_changes_are_named_as_editors_name_them() -> None:
    new = text(
        body="Take 10 mg with food. It causes sickness.[^smith]",
        treatments=other_entry(evidence="high"),
        citations=[],
    )
    assert [(c.field, c.label, c.harm) for c in changes.between(text(), new)] == [
        ("body", "Body", False),
        ("treatments.A · Active.evidence", "Treatment: A · Active: evidence level", False),
        ("citations.smith.title", "Source: smith: title", False),
        ("citations.smith.year", "Source: smith: year", True),
    ]


def test_everything_of_a_first_version_is_new() -> None:
    found = changes.between(None, text())
    assert {piece.kind for change in found for piece in change.pieces} == {"ins"}
    assert [change.field for change in found][:4] == [
        "question",
        "short_answer",
        "emergency_advice",
        "body",
    ]


@given(st.text(alphabet="ab \n.,0", max_size=60), st.text(alphabet="ab \n.,0", max_size=60))
def test_pieces_give_both_texts_back(old: str, new: str) -> None:
    pieces = changes.words(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "ins") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "del") == new
    kinds = [piece.kind for piece in pieces]
    assert ("same", "same") not in itertools.pairwise(kinds)


def test_long_passages_without_a_line_in_common_count_as_replaced_whole() -> None:
    old, new = "one word more " * 2_000, "daily 10 mg " * 2_000
    assert changes.words(old, new) == (
        Piece("del", old, (Harm.NUMBER, Harm.STRENGTH)),
        Piece("ins", new, (Harm.NUMBER, Harm.UNIT, Harm.FREQUENCY)),
    )
    assert changes.words(f"{old}\nSame.", f"{new}\nSame.")[-1] == Piece("same", "Same.")


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ("Take 10 mg.", "Take 15 mg.", [Harm.NUMBER]),
        ("Take 10 mg.", "Take 10 mcg.", [Harm.UNIT]),
        ("Take it weekly.", "Take it daily.", [Harm.FREQUENCY]),
        ("Do take it.", "Do not take it.", [Harm.NEGATION]),
        ("Do take it.", "Don’t take it.", [Harm.NEGATION]),
        ("It may help.", "It will help.", [Harm.STRENGTH]),
        ("A lower dose helps.", "A dose helps.", [Harm.STRENGTH]),
        ("Call.", "Call immediately.", [Harm.WARNING]),
        ("The left eye.", "The right eye.", [Harm.SIDE]),
        ("For adults.", "For toddlers.", [Harm.AGE]),
        ("It helps.[^a]", "It helps.[^b]", [Harm.CITATION]),
        ("Take 10 mg weekly.", "Take 15 mg daily.", [Harm.NUMBER, Harm.FREQUENCY]),
        ("It eases pain.", "It helps with pain.", []),
        ("Wöchentlich nehmen.", "Täglich nehmen.", [Harm.FREQUENCY]),
        ("Nehmen Sie es.", "Nehmen Sie es nicht.", [Harm.NEGATION]),
        ("Es kann helfen.", "Es soll helfen.", [Harm.STRENGTH]),
        ("Für Erwachsene.", "Für Kinder.", [Harm.AGE]),
        ("Tómelo cada semana.", "Tómelo cada día.", [Harm.FREQUENCY]),
        ("Puede ayudar.", "Debe ayudar.", [Harm.STRENGTH]),
        ("El ojo izquierdo.", "El ojo derecho.", [Harm.SIDE]),
        ("That kind of rash.", "This sort of rash.", []),
    ],
)
def test_a_change_says_what_kind_of_harm_may_hide_in_it(
    old: str, new: str, kinds: list[Harm]
) -> None:
    [change] = changes.between(text(body=old), text(body=new))
    assert list(change.harms) == kinds


def test_medicines_of_the_catalogue_and_of_the_entries_are_flagged_in_prose() -> None:
    old, new = text(body="Prednisone helps."), text(body="Folic acid helps.")
    [change] = changes.between(old, new)
    assert change.harms == ()
    [change] = changes.between(old, new, medicines=["prednisone", "Folic acid"])
    assert change.harms == (Harm.MEDICINE,)
    reason = "Body: medicine changed."
    assert changes.floor(old, new, medicines=["Prednisone"]) == changes.Floor(MATERIAL, reason)
    assert changes.floor(old, new).change_class == WORDING
