"""The command: what it says, and what it refuses."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.enums import QuestionKind
from articles.importers.medquad import report
from articles.importers.medquad.load import Loaded
from articles.importers.medquad.report import Alike
from articles.importers.medquad.validate import Answer, Findings, Topic

DATA = Path(__file__).parent / "data"


def _run(*args: str) -> list[str]:
    out = StringIO()
    call_command("import_medquad", *args, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.django_db
def test_summary_says_what_was_done_and_left_out() -> None:
    good = [str(DATA / "1_First_QA"), str(DATA / "2_Second_QA")]
    assert _run(good[0]) == [
        "files: 2",
        "pairs: 6, answered: 5",
        "imported: 4 drafts (nothing is public)",
        "made: 2 conditions, 1 unverified names, 2 codes",
        "already there: 0",
        "skipped, only a heading: 1",
        "skipped, without an answer: 1",
        "bad records: 0",
        "pairs of conditions that share a code or a name, never merged: 0",
    ]
    assert _run(good[1], "--limit", "1")[2:6] == [
        "imported: 1 drafts (nothing is public)",
        "made: 0 conditions, 0 unverified names, 1 codes",
        "already there: 0",
        "beyond the limit: 1",
    ]
    assert _run(str(DATA))[-2:] == [
        "pairs of conditions that share a code or a name, never merged: 1",
        "  Sample's disease | Specimen disorder: Specimen disorder, C0000001",
    ]


@pytest.mark.django_db
def test_second_run_says_that_nothing_changed() -> None:
    first, second = _run(str(DATA)), _run(str(DATA))
    assert "Nothing changed." not in first
    assert second[-1] == "Nothing changed."
    assert "already there: 7" in second
    assert "  3_Bad_QA/no_url.xml: it has no source address" in second


@pytest.mark.parametrize("args", [[str(DATA / "nowhere")], [str(DATA), "--limit", "0"]])
def test_folder_without_files_and_a_limit_below_one_are_refused(args: list[str]) -> None:
    with pytest.raises(CommandError):
        _run(*args)


def _topic(name: str, *cuis: str) -> Topic:
    answer = Answer(name, QuestionKind.OTHER, "What?", "That.")
    return Topic(name, "https://example.org/", (), cuis, (answer,))


def test_conditions_with_the_rarest_mark_come_first() -> None:
    common = [_topic(name, "C0000009") for name in ("A", "B", "C")]
    rare = [_topic("X", "C0000001"), _topic("Y", "C0000001")]
    assert report.alike([*common, *rare]) == [
        Alike("X", "Y", ("C0000001",)),
        Alike("A", "B", ("C0000009",)),
        Alike("A", "C", ("C0000009",)),
        Alike("B", "C", ("C0000009",)),
    ]


def test_pairs_with_conditions_that_are_stored_already_are_listed() -> None:
    stored = [("Stored", ("Stored", "C0000001")), ("Other", ("Other", "C0000001"))]
    assert report.alike([_topic("X", "C0000001")], stored) == [
        Alike("Other", "X", ("C0000001",)),
        Alike("Stored", "X", ("C0000001",)),
    ]


def test_topic_without_answers_is_like_nothing() -> None:
    silent = Topic("Z", "https://example.org/", (), ("C0000001",), ())
    assert report.alike([_topic("X", "C0000001"), silent]) == []


@pytest.mark.parametrize(("everything", "shown"), [(False, 20), (True, 28)])
def test_twenty_pairs_are_shown_or_all(everything: bool, shown: int) -> None:
    findings = Findings(topics=[_topic(f"Name {n}", "C0000001") for n in range(8)])
    lines = list(report.lines(findings, Loaded(1, 0, 0, 0, 0, 0), everything=everything))
    assert sum(line.startswith("  Name ") for line in lines) == shown
    more = "  … and 8 more (--verbosity 2 lists all)"
    assert (more in lines) is not everything
