"""What is imported, what is skipped, and what is bad and why."""

from collections import Counter
from pathlib import Path

import pytest

from articles.enums import QuestionKind
from articles.importers.medquad import kinds, parse, text, validate
from articles.importers.medquad.validate import Answer, Bad, Topic

DATA = Path(__file__).parent / "data"
SHARED = Path(__file__).parents[4] / "shared" / "data"


def test_topic_has_tidy_names_distinct_codes_and_its_answers() -> None:
    findings = validate.read([DATA / "1_First_QA" / "0000001_1.xml"])
    file = "1_First_QA/0000001_1.xml"
    symptoms = "What are the symptoms of Sample's disease?"
    assert findings.topics == [
        Topic(
            name="Sample's disease",
            url="https://first.example/sample-disease",
            synonyms=("Specimen disorder",),
            cuis=("C0000001", "C0000002"),
            answers=(
                Answer(
                    f"{file}#2",
                    QuestionKind.OVERVIEW,
                    "What is (are) Sample's disease?",
                    "It is a sample.",
                ),
                Answer(
                    f"{file}#5",
                    QuestionKind.SYMPTOMS,
                    symptoms,
                    "Signs are:\n\n- the first.\n- the second.\n\nThese are all.",
                ),
                Answer(f"{file}#6", QuestionKind.SYMPTOMS, symptoms, "There are more signs."),
            ),
        )
    ]
    assert (findings.files, findings.pairs, findings.answered) == (1, 5, 4)
    assert findings.skipped == Counter({"only a heading": 1, "without an answer": 1})
    assert findings.bad == []


def test_bad_records_are_named_with_their_reason_and_the_rest_is_kept() -> None:
    findings = validate.read(parse.files(DATA / "3_Bad_QA"))
    assert findings.bad == [
        Bad("3_Bad_QA/blank_focus.xml", "it does not say which condition it is about"),
        Bad("3_Bad_QA/doctype.xml", "it declares a document type or entities"),
        Bad("3_Bad_QA/latin1.xml", "not UTF-8 (byte 89)"),
        Bad("3_Bad_QA/no_url.xml", "it has no source address"),
        Bad("3_Bad_QA/not_xml.xml", "not well-formed XML (no element found: line 1, column 62)"),
        Bad("3_Bad_QA/other_root.xml", "its root element is <rss>"),
        Bad("3_Bad_QA/pairs.xml", "“12” is no UMLS concept identifier"),
        Bad("3_Bad_QA/pairs.xml", "pair 1: another pair of the file has this pid"),
        Bad("3_Bad_QA/pairs.xml", "pair ?: it has no pid"),
        Bad("3_Bad_QA/pairs.xml", "pair 3: question: This field cannot be blank."),
    ]
    kept = [answer.external_id for topic in findings.topics for answer in topic.answers]
    assert kept == ["3_Bad_QA/pairs.xml#1"]
    assert (findings.answered, findings.skipped["in a bad record"]) == (5, 4)


def test_second_file_of_the_same_folder_and_name_is_bad(tmp_path: Path) -> None:
    source = (DATA / "2_Second_QA" / "0000003.xml").read_text()
    for parent in ("a", "b"):
        (tmp_path / parent / "QA").mkdir(parents=True)
        (tmp_path / parent / "QA" / "1.xml").write_text(source)
    findings = validate.read(parse.files(tmp_path))
    assert findings.bad == [Bad("QA/1.xml", "another file has the same folder and name")]
    assert len(findings.topics) == 1


def test_what_does_not_fit_its_column_is_bad(tmp_path: Path) -> None:
    source = (DATA / "2_Second_QA" / "0000005.xml").read_text()
    changes = {
        "address.xml": source.replace('url="http://second', 'url="gopher://second'),
        "name.xml": source.replace("<Focus>Specimen", f"<Focus>{'x' * 200}"),
        "question.xml": source.replace("What causes", f"What {'x' * 300}"),
        "synonym.xml": source.replace("<UMLS>", f"<Synonym>{'x' * 201}</Synonym><UMLS>"),
    }
    for name, changed in changes.items():
        assert changed != source
        (tmp_path / name).write_text(changed)
    findings = validate.read(parse.files(tmp_path))
    folder = tmp_path.name
    assert [(bad.file, bad.reason.split(": ")[:-1]) for bad in findings.bad] == [
        (f"{folder}/address.xml", ["origin_url"]),
        (f"{folder}/name.xml", ["name"]),
        (f"{folder}/question.xml", ["pair 1", "question"]),
        (f"{folder}/synonym.xml", [f"synonym “{'x' * 40}”", "text"]),
    ]
    assert [len(topic.answers) for topic in findings.topics] == [0, 1]


def test_unknown_question_type_is_an_other_question() -> None:
    assert kinds.kind("exams and tests") == QuestionKind.DIAGNOSIS
    assert kinds.kind("horoscope") == QuestionKind.OTHER


@pytest.mark.skipif(not SHARED.is_dir(), reason="the data set is not in ../shared/data")
def test_whole_data_set_has_5785_pairs_and_3035_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    # Making Markdown takes most of the time and changes no count.
    monkeypatch.setattr(text, "as_markdown", str)
    findings = validate.read(parse.files(SHARED / "medquad"))
    assert (findings.files, findings.pairs, findings.answered) == (1374, 5785, 3035)
    assert findings.skipped == Counter(
        {"without an answer": 2750, "only a heading": 18, "in a bad record": 14}
    )
    assert {bad.file for bad in findings.bad} == {
        "9_CDC_QA/0000199.xml",
        "9_CDC_QA/0000423.xml",
        "9_CDC_QA/0000424.xml",
    }
    uids = set((SHARED / "relevance" / "uids_answered_sample.txt").read_text().split())
    found = {answer.external_id for topic in findings.topics for answer in topic.answers}
    assert (len(uids), len(found), found - uids) == (3035, 3003, set())
