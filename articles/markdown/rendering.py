"""Markdown to sanitised HTML."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from articles.markdown.headings import Heading
from articles.markdown.parsers import BLOCKS, PARAGRAPHS
from articles.markdown.sanitising import clean


@dataclass(frozen=True)
class Rendered:
    """Sanitised `html`, and its headings in order, for a table of contents."""

    html: str
    headings: tuple[Heading, ...]


def render(text: str, *, citations: Mapping[str, int] = {}, id_prefix: str = "") -> Rendered:
    """Render a whole text.

    `citations` maps each citation key to the number of its source on the page, whose id is
    `source-<number>`; a key it lacks is marked as unknown. `id_prefix` goes before every
    heading's id, for pages that hold more than one text. Raises `TooLong`.
    """
    env: dict[str, Any] = {"citations": citations, "id_prefix": id_prefix}
    tokens = BLOCKS.tokens(text, env)
    html = BLOCKS.renderer.render(tokens, BLOCKS.options, env)
    return Rendered(clean(html), env["headings"])


def render_inline(text: str, *, citations: Mapping[str, int] = {}) -> str:
    """Render emphasis, code, links and citations only; the marks of headings, lists, tables and
    call-outs show as typed, an image as its alternative text.

    The HTML has no `<p>`: paragraphs, when there are several, are parted by `<br>`.
    `citations` as for `render`. Raises `TooLong`.
    """
    env = {"citations": citations}
    paragraphs = [
        PARAGRAPHS.renderer.render([token], PARAGRAPHS.options, env)
        for token in PARAGRAPHS.tokens(text, env)
        if token.type == "inline"
    ]
    return clean("<br>".join(paragraphs))
