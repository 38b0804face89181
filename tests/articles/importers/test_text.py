"""Answers as Markdown that renders as the source reads."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.importers.medquad import text
from articles.markdown import render


def _words(markdown: str) -> list[str]:
    spaced = re.sub(r"</?(?:p|li|ul)>", " ", render(markdown).html)
    return html.unescape(re.sub(r"<[^>]+>", "", spaced)).split()


def test_lines_and_wide_gaps_become_paragraphs() -> None:
    assert text.as_markdown("One.\n    \nTwo.\xa0 Still\ttwo.     Three.\n  Four.\r\n") == (
        "One.\n\nTwo. Still two.\n\nThree.\n\nFour."
    )


def test_items_inside_a_line_become_a_list_and_what_follows_a_paragraph() -> None:
    source = "Signs are:         - fever.    -   pain.     - \tcough.        See a doctor."
    assert text.as_markdown(source) == (
        "Signs are:\n\n- fever.\n- pain.\n- cough.\n\nSee a doctor."
    )


def test_list_inside_a_list_inside_a_line_is_kept() -> None:
    source = (
        "Tests:         -   Blood is checked for:                - red cells.      - platelets."
        "              -   Urine is checked.    - Done."
    )
    assert text.as_markdown(source) == (
        "Tests:\n\n- Blood is checked for:\n  - red cells.\n  - platelets.\n"
        "- Urine is checked.\n- Done."
    )


def test_indented_lines_become_lists_inside_lists() -> None:
    source = "Try:\n   \n    - at night \n     \n      - a net\n     \n    - by day\n   \nMore."
    assert text.as_markdown(source) == "Try:\n\n- at night\n  - a net\n- by day\n\nMore."


def test_first_item_after_a_single_blank_joins_its_list() -> None:
    assert text.as_markdown("Ways, including - one  - two  - three") == (
        "Ways, including\n\n- one\n- two\n- three"
    )


@pytest.mark.parametrize(
    "prose",
    ["slowness - an increase in time", "well-known", "at -5 degrees", "worms -- and mosquitoes"],
)
def test_dashes_in_prose_stay(prose: str) -> None:
    assert text.as_markdown(prose) == prose


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("rest* for *three* minutes", r"rest\* for \*three\* minutes"),
        ("____ I am older", r"\_\_\_\_ I am older"),
        ("a snake_case word", "a snake_case word"),
        ("[^smith] and [252 KB]", r"\[^smith] and [252 KB]"),
        ("[here](javascript:x)", r"[here\](javascript:x)"),
        ("<b>bold</b> &lt; 5 < 6", r"\<b>bold\</b> \&lt; 5 < 6"),
        ("~~gone~~ (~66 %)", r"\~~gone\~~ (~66 %)"),
        ("# one", r"\# one"),
        ("1987. That was", r"1987\. That was"),
        ("1.5 mg", "1.5 mg"),
        (">Antiplatelet", r"\>Antiplatelet"),
        ("::: note", r"\::: note"),
        (": definition", r"\: definition"),
        ("---", r"\---"),
        ("+ plus", r"\+ plus"),
        ("C:\\temp `x`", "C:\\\\temp \\`x\\`"),
    ],
)
def test_marks_of_markdown_are_escaped_only_where_they_would_be_read(
    source: str, markdown: str
) -> None:
    assert text.as_markdown(source) == markdown
    assert _words(markdown) == source.split()


@given(st.text(alphabet="aB1 \n-_*`[]()^<>&;#!~|+=.:\\/\"'", max_size=60))
def test_no_word_of_any_answer_is_lost_or_changed(answer: str) -> None:
    shown = [word for word in _words(text.as_markdown(answer)) if word != "-"]
    assert shown == [word for word in answer.split() if word != "-"]


@pytest.mark.parametrize(
    "answer", ["How might it be treated?", "Guidelines:", "What is it?\n\nWhat causes it?"]
)
def test_answer_that_only_asks_is_only_a_heading(answer: str) -> None:
    assert text.only_heading(answer)


@pytest.mark.parametrize(
    "answer", ["It is rare.", "It is high. How high is yours?", "What is it?\nA disease."]
)
def test_answer_that_says_something_is_no_heading(answer: str) -> None:
    assert not text.only_heading(answer)
