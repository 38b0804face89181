"""An answer's text as Markdown that renders as the source reads.

The data set kept the words of web pages and lost their tags. What is left of the structure: a
line is a paragraph; four blanks or more inside a line were a paragraph's end, too; "- " at the
start of a line, or after two blanks or more, was a list item. Where that says too little, words
are kept as they are: nothing is ever left out but the blanks and the dashes of list items.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from articles.texts import normalise

_ITEM = re.compile(r"( {2,})- +(?=\S)")
# One collection (NIHSeniorHealth) sets only one blank before the first item of a list.
_FIRST_ITEM = re.compile(r" - +(?=\S)")
_NARROW = 4
# Cancer.gov's lists inside lists begin and end with wider gaps than their outer lists.
_WIDE = 12
_PARAGRAPH_END = re.compile(r" {4,}")
_LIST_END = re.compile(r" {3,}")

_INLINE = re.compile(
    r"[\\`*]|(?<![^\W_])_|_(?![^\W_])|~(?=~)|\[(?=\^)|\](?=\()|<(?=[A-Za-z/!?])|&(?=#?\w+;)"
)
_BLOCK = re.compile(r"(?:\d{1,9}(?=[.)](?: |$))|(?=#{1,6}(?: |$)|[-+](?:[ +-]|$)|[>:~]))")


@dataclass(frozen=True)
class _Block:
    """A paragraph (`depth` 0), an item of a list (1) or of a list inside a list (2)."""

    depth: int
    text: str


def as_markdown(answer: str) -> str:
    """The whole answer; empty when it has no words."""
    parts: list[str] = []
    previous = 0
    for block in _blocks(answer):
        text = _escape(" ".join(block.text.split()))
        if parts:
            parts.append("\n" if block.depth and previous else "\n\n")
        parts.append("  " * (block.depth - 1) + "- " + text if block.depth else text)
        previous = block.depth
    return "".join(parts)


def only_heading(answer: str) -> bool:
    """Whether every line asks or announces something and none says it."""
    lines = [line.strip() for line in answer.splitlines() if line.strip()]
    return all(_is_heading(line) for line in lines)


def _is_heading(line: str) -> bool:
    return line.endswith(("?", ":")) and not re.search(r"[.!?:;] ", line)


def _blocks(answer: str) -> Iterator[_Block]:
    outermost: int | None = None
    for line in re.sub(r"[^\S\n]", " ", normalise(answer)).splitlines():
        words = line.strip()
        indent = len(line) - len(line.lstrip())
        if not words:
            continue
        if words.startswith("- "):
            outermost = indent if outermost is None else min(outermost, indent)
            blocks = list(_item_blocks(words[2:], 2 if indent > outermost else 1))
        else:
            blocks = list(_line_blocks(words))
        if not (blocks and blocks[-1].depth):
            outermost = None
        yield from blocks


def _line_blocks(line: str) -> Iterator[_Block]:
    """The blocks of a line that begins with a paragraph."""
    first = _ITEM.search(line)
    if not first:
        yield from _chunk(line, 0)
        return
    lead = line[: first.start()]
    marks = list(_FIRST_ITEM.finditer(lead))
    if len(first[1]) < _NARROW and len(marks) == 1:
        yield from _chunk(lead[: marks[0].start()], 0)
        yield from _item_blocks(line[marks[0].end() :], 1)
        return
    yield from _chunk(lead, 0)
    yield from _item_blocks(line[first.end() :], 1)


def _item_blocks(text: str, depth: int) -> Iterator[_Block]:
    """The blocks of a line from its first item, at `depth`, on."""
    pieces = _ITEM.split(text)
    yield from (blocks := list(_chunk(pieces[0], depth)))
    for gap, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        previous = blocks[-1] if blocks else _Block(0, "")
        if not previous.depth:
            depth = 1
        elif len(gap) >= _WIDE:
            depth = 2 if previous.text.rstrip().endswith(":") else 1
        yield from (blocks := list(_chunk(piece, depth)))


def _chunk(text: str, depth: int) -> Iterator[_Block]:
    """A paragraph or item, and the paragraphs that a gap parts from it."""
    gap = _LIST_END if depth else _PARAGRAPH_END
    first, *rest = gap.split(text.strip(), maxsplit=1)
    if first:
        yield _Block(depth, first)
    for paragraphs in rest:
        yield from _chunk(paragraphs, 0)


def _escape(text: str) -> str:
    """The text with a backslash before what Markdown would take for a mark."""
    escaped = _INLINE.sub(r"\\\g<0>", text)
    mark = _BLOCK.match(escaped)
    return f"{escaped[: mark.end()]}\\{escaped[mark.end() :]}" if mark else escaped
