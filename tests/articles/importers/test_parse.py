"""One file as plain data, whatever its layout."""

from pathlib import Path

import pytest

from articles.importers.medquad import parse
from articles.importers.medquad.parse import BadFile, Document, Pair

DATA = Path(__file__).parent / "data"


def test_files_are_found_in_every_folder_below_in_order() -> None:
    assert [parse.name(file) for file in parse.files(DATA / "..")][:4] == [
        "1_First_QA/0000001_1.xml",
        "1_First_QA/0000001_2.xml",
        "2_Second_QA/0000003.xml",
        "2_Second_QA/0000004.xml",
    ]


def test_names_keep_the_folder_when_the_folder_itself_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(DATA / "2_Second_QA")
    assert parse.name(parse.files(Path())[0]) == "2_Second_QA/0000003.xml"


def test_lower_case_layout_is_read_like_the_others() -> None:
    assert parse.parse(DATA / "1_First_QA" / "0000001_2.xml") == Document(
        name="1_First_QA/0000001_2.xml",
        url="http://first.example/other",
        focus="Other",
        synonyms=(),
        cuis=(),
        pairs=(Pair("1", "susceptibility", "who is at risk for Other? ?", "Nobody\xa0\xa0knows."),),
    )


def test_disease_file_with_flat_umls_is_read() -> None:
    assert parse.parse(DATA / "2_Second_QA" / "0000003.xml") == Document(
        name="2_Second_QA/0000003.xml",
        url="http://second.example/sample",
        focus="SAMPLE’S DISEASE",
        synonyms=(),
        cuis=("C0000003",),
        pairs=(Pair("1", "exams and tests", "How to diagnose SAMPLE’S DISEASE ?", "By looking."),),
    )


def test_file_without_pairs_is_read() -> None:
    assert parse.parse(DATA / "2_Second_QA" / "0000004.xml").pairs == ()


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("doctype.xml", "it declares a document type or entities"),
        ("latin1.xml", "not UTF-8 (byte 89)"),
        ("not_xml.xml", "not well-formed XML (no element found: line 1, column 62)"),
        ("other_root.xml", "its root element is <rss>"),
        ("missing.xml", "cannot be read (No such file or directory)"),
    ],
)
def test_bad_file_is_refused_with_its_reason(file: str, reason: str) -> None:
    with pytest.raises(BadFile) as refusal:
        parse.parse(DATA / "3_Bad_QA" / file)
    assert str(refusal.value) == reason
