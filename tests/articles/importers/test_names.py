"""What makes two names one, and what makes an address."""

import pytest

from articles.importers.medquad import names
from articles.models.validators import validate_slug


@pytest.mark.parametrize(
    "same", ["bell’s palsy", "BELL'S  PALSY", " Bell`s\npalsy ", "Bell\u02bcs palsy"]
)
def test_case_blanks_and_apostrophes_do_not_part_names(same: str) -> None:
    assert names.key(same) == names.key("Bell's palsy")


def test_composed_and_decomposed_letters_are_one() -> None:
    assert names.key("Sjo\u0308gren") == names.key("SJ\u00d6GREN")


@pytest.mark.parametrize("other", ["Bells palsy", "Bell palsy", "Bell's-palsy"])
def test_any_other_difference_parts_names(other: str) -> None:
    assert names.key(other) != names.key("Bell's palsy")


@pytest.mark.parametrize(
    ("raw", "question"),
    [
        ("What is (are)  Rett  syndrome ?", "What is (are) Rett syndrome?"),
        ("Who is at risk for Taeniasis? ?", "Who is at risk for Taeniasis?"),
        ("how vaccines prevent disease", "how vaccines prevent disease"),
        (" ? ", ""),
    ],
)
def test_questions_keep_their_words(raw: str, question: str) -> None:
    assert names.question(raw) == question


def test_addresses_are_valid_free_and_not_reserved() -> None:
    cases = {
        "What is (are) 48,XXYY?": "what-is-48xxyy",
        "snake_case": "snake-case",
        "Taken": "taken-3",
        "History": "history-2",
        "偏头痛": "topic",
        "a" * 149 + " bc": "a" * 149,
    }
    taken = {"taken", "taken-2"}
    slugs = {text: names.free_slug(text, taken, fallback="topic") for text in cases}
    assert slugs == cases
    for slug in slugs.values():
        validate_slug(slug)
