"""What is imported, what is skipped on purpose, and what is bad, with its file and reason."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db.models import Model

from articles.enums import CodeMatch, NameRelation, QuestionKind
from articles.importers.medquad import kinds, names, parse, text
from articles.importers.medquad.parse import BadFile, Document, Pair
from articles.models import Article, Condition, ConditionName

DATASET = "MedQuAD"
LICENCE = (
    "CC BY 4.0, Asma Ben Abacha and Dina Demner-Fushman, BMC Bioinformatics 20:511 (2019), "
    "https://github.com/abachaa/MedQuAD"
)
CODE_SYSTEM = "UMLS"
# The data set's concepts were found by software: several stand for one topic, and a single one
# may be far wider ("Neoplasms" for chronic myeloproliferative neoplasms). An editor says which
# is exact; until then none may answer a coded request.
CODE_MATCH = CodeMatch.RELATED


class BadRecord(ValueError):
    """A record breaks a rule; `str()` says which. It ends in `Findings.bad`."""


@dataclass(frozen=True)
class Answer:
    """One answer to import; `external_id` is `<folder>/<file>#<pid>`, `body` is Markdown."""

    external_id: str
    kind: QuestionKind
    question: str
    body: str


@dataclass(frozen=True)
class Topic:
    """What one file brings: a condition's name, its other names and codes, its answers."""

    name: str
    url: str
    synonyms: tuple[str, ...]
    cuis: tuple[str, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Bad:
    """A record that is not imported: its file, and why."""

    file: str
    reason: str


@dataclass
class Findings:
    """What reading the files found. `skipped` counts pairs by reason."""

    files: int = 0
    pairs: int = 0
    answered: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    bad: list[Bad] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)


def read(files: Iterable[Path]) -> Findings:
    """Parse and check every file. Nothing is raised for a bad one: it stands in `bad`."""
    findings = Findings()
    seen: set[str] = set()
    for file in files:
        findings.files += 1
        try:
            document = parse.parse(file)
        except BadFile as error:
            findings.bad.append(Bad(parse.name(file), str(error)))
            continue
        _count(document, findings)
        try:
            findings.topics.append(_topic(document, seen, findings))
        except BadRecord as error:
            findings.bad.append(Bad(document.name, str(error)))
            findings.skipped["in a bad record"] += sum(bool(p.answer) for p in document.pairs)
        seen.add(document.name)
    return findings


def _count(document: Document, findings: Findings) -> None:
    answered = sum(bool(pair.answer) for pair in document.pairs)
    findings.pairs += len(document.pairs)
    findings.answered += answered
    findings.skipped["without an answer"] += len(document.pairs) - answered


def _topic(document: Document, seen: set[str], findings: Findings) -> Topic:
    """The file's topic without its bad parts, which go to `findings`; or `BadRecord`."""
    if document.name in seen:
        raise BadRecord("another file has the same folder and name")
    name = names.tidy(document.focus)
    if not name:
        raise BadRecord("it does not say which condition it is about")
    if not document.url:
        raise BadRecord("it has no source address")
    _check(Condition(name=name), "name")
    _check(Article(origin_url=document.url), "origin_url")
    return Topic(
        name=name,
        url=document.url,
        synonyms=tuple(_synonyms(document, name, findings)),
        cuis=tuple(_cuis(document, findings)),
        answers=tuple(_answers(document, findings)),
    )


def _synonyms(document: Document, name: str, findings: Findings) -> Iterator[str]:
    seen = {names.key(name)}
    for synonym in map(names.tidy, document.synonyms):
        if names.key(synonym) in seen:
            continue
        seen.add(names.key(synonym))
        try:
            _check(ConditionName(text=synonym, relation=NameRelation.EXACT), "text")
        except BadRecord as error:
            findings.bad.append(Bad(document.name, f"synonym “{synonym[:40]}”: {error}"))
        else:
            yield synonym


def _cuis(document: Document, findings: Findings) -> Iterator[str]:
    for cui in dict.fromkeys(document.cuis):
        if re.fullmatch(r"C\d{7}", cui):
            yield cui
        else:
            findings.bad.append(Bad(document.name, f"“{cui[:40]}” is no UMLS concept identifier"))


def _answers(document: Document, findings: Findings) -> Iterator[Answer]:
    seen: set[str] = set()
    for pair in document.pairs:
        if not pair.answer:
            continue
        if text.only_heading(pair.answer):
            findings.skipped["only a heading"] += 1
            continue
        try:
            yield _answer(document, pair, seen)
        except BadRecord as error:
            findings.bad.append(Bad(document.name, f"pair {pair.pid or '?'}: {error}"))
            findings.skipped["in a bad record"] += 1
        seen.add(pair.pid)


def _answer(document: Document, pair: Pair, seen: set[str]) -> Answer:
    if not pair.pid:
        raise BadRecord("it has no pid")
    if pair.pid in seen:
        raise BadRecord("another pair of the file has this pid")
    answer = Answer(
        external_id=f"{document.name}#{pair.pid}",
        kind=kinds.kind(pair.qtype),
        question=names.question(pair.question),
        body=text.as_markdown(pair.answer),
    )
    _check(
        Article(question=answer.question, external_id=answer.external_id),
        "question",
        "external_id",
    )
    return answer


def _check(record: Model, *fields: str) -> None:
    """Hold the record's `fields` against the rules of their columns."""
    others = {column.name for column in record._meta.concrete_fields} - set(fields)
    try:
        record.clean_fields(exclude=others)
    except ValidationError as error:
        reasons = (f"{name}: {' '.join(texts)}" for name, texts in error.message_dict.items())
        raise BadRecord("; ".join(reasons)) from error
