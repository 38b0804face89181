"""What a text is looked at for: danger, and what our rules forbid."""

import pytest

from articles.triage import Point, points, speaks_of_danger


@pytest.mark.parametrize(
    "text",
    [
        "I want to die.",
        "I don’t want to live any more",
        "There is no reason to live.",
        "I think of KILLING MYSELF",
        "My sister died by suicide.",
        "They would be better off without me.",
        "I wish I were dead",
        "I took an overdose last year",
        "I cut myself when it is bad",
        "My husband hits me",
        "I do not feel safe at home",
        "I just can't go on",
        "I want\n  to end it all",
        "Ich möchte nicht mehr leben.",
        "Manchmal will ich einfach sterben",
        "Er schlägt mich",
        "No quiero seguir viviendo",
        "Pienso en quitarme la vida",
        "Mi marido me pega",
    ],
)
def test_words_of_danger_are_noticed(text: str) -> None:
    assert speaks_of_danger(text)


@pytest.mark.parametrize(
    "text",
    [
        "The cake was to die for.",
        "My father died of it in 2001.",
        "I cut my hair, and the pain ended.",
        "I can't go on holiday without planning.",
        "It hurts, and it beats every other pain.",
        "It killed my appetite.",
        "Damit kann ich nicht mehr laufen.",
        "Quiero vivir mejor, y me duele la cara.",
    ],
)
def test_ordinary_words_are_not(text: str) -> None:
    assert not speaks_of_danger(text)


@pytest.mark.parametrize(
    ("text", "words", "why"),
    [
        ("I took 15 mg of it", "15 mg", "looks like a dose"),
        ("two 2.5ml spoons", "2.5ml", "looks like a dose"),
        ("once I had it twice a day", "twice a day", "looks like a dose"),
        ("Just stop taking it!", "stop taking", "looks like advice to stop or change a medicine"),
        ("do not take it", "do not take", "looks like advice to stop or change a medicine"),
        ("write to wren@example.org", "wren@example.org", "looks like an e-mail address"),
        ("see https://example.test/a", "https://example.test/a", "looks like a web address"),
        ("call 020 7946 0958 today", "020 7946 0958", "looks like a telephone number"),
        ("only € 30 each", "€ 3", "looks like an offer"),
        ("Dr Élan helped", "Dr Élan", "looks like the name of a clinician or a hospital"),
        ("at Mercy Hospital", "Mercy Hospital", "looks like the name of a clinician or a hospital"),
    ],
)
def test_what_the_rules_forbid_is_pointed_out(text: str, words: str, why: str) -> None:
    assert points(text) == (Point(words, why),)


def test_plain_story_has_nothing_to_point_at() -> None:
    assert points("In 2019 my left cheek changed. My doctor listened, and I was glad.") == ()


def test_same_words_are_pointed_out_once() -> None:
    assert points("15 mg, then 15 mg") == (Point("15 mg", "looks like a dose"),)
