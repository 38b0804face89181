"""The two configured parsers: one for whole texts, one for a line or two of inline Markdown."""

import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin

from articles.markdown import callouts, citations, headings, images, tables

MAX_LENGTH = 60_000

# Parsing time grows with it on hostile input. A list counts two: what stands deeper than twenty
# lists, or forty quotes, is not shown.
_MAX_NESTING = 40
_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)|(?!//)[^:]*(?:[/?#]|$)", re.IGNORECASE)


class TooLong(ValueError):
    """A text has more than `MAX_LENGTH` characters."""


class Parser(MarkdownIt):
    """markdown-it without raw HTML, links limited to web, mail, telephone and own pages."""

    def __init__(self) -> None:
        super().__init__("js-default", {"linkify": True, "maxNesting": _MAX_NESTING})
        if self.linkify:  # where linkify-it-py is missing, the first parse raises
            # Only written-out addresses: "e.g.in" and "p.me" are words, not sites.
            self.linkify.set({"fuzzy_link": False, "fuzzy_email": False})
        # Its core rule does the work; the inline one would take "[^key]" after an address along.
        self.inline.ruler.disable("linkify")
        self.use(citations.plugin)

    def validateLink(self, url: str) -> bool:  # noqa: N802 - markdown-it's name
        """Whether `url` (normalised) may be linked to; if not, the Markdown shows as typed."""
        return _ADDRESS.match(url.strip()) is not None

    def tokens(self, text: str, env: dict[str, Any]) -> list[Token]:
        """The parsed blocks of `text`; raises `TooLong`."""
        if len(text) > MAX_LENGTH:
            raise TooLong(f"{len(text)} characters, at most {MAX_LENGTH} are allowed")
        return self.parse(text, env)


def _block_parser() -> Parser:
    parser = Parser()
    parser.disable(["code", "reference"])
    for plugin in (deflist_plugin, callouts.plugin, images.plugin, headings.plugin, tables.plugin):
        parser.use(plugin)
    return parser


def _inline_parser() -> Parser:
    parser = Parser()
    parser.block.ruler.enableOnly(["paragraph"])
    parser.use(images.text_only_plugin)
    return parser


BLOCKS = _block_parser()
PARAGRAPHS = _inline_parser()
for _parser in (BLOCKS, PARAGRAPHS):
    # Rules are compiled at first use, which two threads must not do at once.
    _parser.parse("text")
