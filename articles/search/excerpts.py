"""The piece of an answer that shows why it was found."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from articles import markdown
from articles.search import analysis

_LENGTH = 240
_ENDS = (".", "!", "?")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])|\n")


@dataclass(frozen=True)
class Part:
    """A run of plain text; `marked` where it is a word of the question."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Excerpt:
    """Plain text in parts. Not HTML: a template escapes it."""

    parts: tuple[Part, ...]

    def __str__(self) -> str:
        return "".join(part.text for part in self.parts)


def excerpt(short_answer: str, body: str, stems: Collection[str]) -> Excerpt:
    """The first sentence of the short answer that has most of the stems; of the body (Markdown)
    where the short answer has none; the short answer's beginning where nothing has. A heading
    comes after a sentence that has as many."""
    sentences = _SENTENCE.split(short_answer)
    best, found = _best(sentences, stems)
    if not found and stems:
        in_body, found = _best(_SENTENCE.split(markdown.plain(body)), stems)
        best = in_body if found else best
    return Excerpt(tuple(_parts(_cut(best, stems), stems)))


def _best(sentences: list[str], stems: Collection[str]) -> tuple[str, int]:
    counted = [(len(set(analysis.stems(text)) & set(stems)), text) for text in sentences]
    count, text = max(
        counted, key=lambda one: (one[0], one[1].rstrip().endswith(_ENDS)), default=(0, "")
    )
    return " ".join(text.split()), count


def _cut(text: str, stems: Collection[str]) -> str:
    """At most so much of the text, from shortly before the first word that is marked."""
    if len(text) <= _LENGTH:
        return text
    marked = (start for word, (start, _) in analysis.located(text) if analysis.stem(word) in stems)
    first = next(marked, 0)
    start = 0 if first < _LENGTH // 2 else text.rfind(" ", 0, first - _LENGTH // 4) + 1
    end = text.rfind(" ", start, start + _LENGTH)
    end = end if end > start else start + _LENGTH
    rest = "…" if end < len(text) else ""
    return f"{'…' if start else ''}{text[start:end].rstrip(',;: ')}{rest}"


def _parts(text: str, stems: Collection[str]) -> Iterator[Part]:
    end = 0
    for word, (start, stop) in analysis.located(text):
        if analysis.stem(word) in stems and not analysis.is_stop_word(word):
            if start > end:
                yield Part(text[end:start], marked=False)
            yield Part(text[start:stop], marked=True)
            end = stop
    if end < len(text):
        yield Part(text[end:], marked=False)
