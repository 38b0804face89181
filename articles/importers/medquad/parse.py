"""One XML file as plain data, whichever of the data set's layouts it has."""

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

_ROOTS = ("document", "doc", "diseasefile")


class BadFile(ValueError):
    """The file is no MedQuAD file that may be read. `str()` says why."""


@dataclass(frozen=True)
class Pair:
    """One question as the file has it; `answer` is empty where the data set left it out."""

    pid: str
    qtype: str
    question: str
    answer: str


@dataclass(frozen=True)
class Document:
    """One file: what it is about, other names and UMLS concept identifiers of that, its pairs.

    `name` is `<folder>/<file>`; the ids inside the file are not unique in the data set.
    """

    name: str
    url: str
    focus: str
    synonyms: tuple[str, ...]
    cuis: tuple[str, ...]
    pairs: tuple[Pair, ...]


def files(folder: Path) -> list[Path]:
    """Every XML file in `folder` and below, in one order on every machine."""
    return sorted(path for path in folder.resolve().rglob("*") if path.suffix.lower() == ".xml")


def name(file: Path) -> str:
    """`<folder>/<file>`, the name that benchmarks of the data set use."""
    return f"{file.parent.name}/{file.name}"


def parse(file: Path) -> Document:
    """Read `file`. Raises `BadFile`."""
    root = _root(file)
    if root.tag.lower() not in _ROOTS:
        raise BadFile(f"its root element is <{root.tag}>")
    return Document(
        name=name(file),
        url=root.get("url", "").strip(),
        focus=next(iter(_texts(root, "focus", "doctitle-focus")), ""),
        synonyms=_texts(root, "synonym"),
        cuis=_texts(root, "cui"),
        pairs=tuple(_pair(element) for element in _elements(root, "qapair", "pair")),
    )


def _root(file: Path) -> ET.Element:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(f"not UTF-8 (byte {error.start})") from error
    except OSError as error:
        raise BadFile(f"cannot be read ({error.strerror})") from error
    # Entities can blow up a small file to gigabytes; the data set has none.
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise BadFile("it declares a document type or entities")
    try:
        return ET.fromstring(text)  # noqa: S314 - declarations were refused above
    except ET.ParseError as error:
        raise BadFile(f"not well-formed XML ({error})") from error


def _pair(element: ET.Element) -> Pair:
    question = next(iter(_elements(element, "question")), None)
    return Pair(
        pid=element.get("pid", "").strip(),
        qtype="" if question is None else question.get("qtype", "").strip().lower(),
        question=next(iter(_texts(element, "question")), ""),
        answer=next(iter(_texts(element, "answer")), ""),
    )


def _elements(parent: ET.Element, *tags: str) -> list[ET.Element]:
    return [element for element in parent.iter() if element.tag.lower() in tags]


def _texts(parent: ET.Element, *tags: str) -> tuple[str, ...]:
    """The texts of those elements, without blanks around them and without the empty ones."""
    texts = ("".join(element.itertext()).strip() for element in _elements(parent, *tags))
    return tuple(text for text in texts if text)
