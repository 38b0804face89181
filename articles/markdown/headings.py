"""Headings that can be linked to, with ids that stay when the text around them changes."""

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from articles.markdown.texts import inline_text

# Ids the page itself uses; its sources are source-1, source-2 ...
_RESERVED = re.compile(
    r"source[-\d]*|short-answer|treatments|sources|review|care-team|questions|emergency"
    r"|disclaimer|content|history"
)
_LONGEST_SLUG = 80
# The page's title is its only h1.
_LEVELS = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}


@dataclass(frozen=True)
class Heading:
    """A heading of a rendered text: `level` 2 to 6, its `id` on the page, its plain `text`."""

    level: int
    id: str
    text: str


def plugin(md: MarkdownIt) -> None:
    """Give every heading a level, an id and a link to itself, and list it in
    `env["headings"]`. `#` and `##` both become h2; a heading without words, a paragraph."""
    md.core.ruler.push("headings", _link_headings)


class _Ids:
    """Hands out ids, each once: a repeated one gets `-2`, `-3` …, a reserved one `-section`."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._given: set[str] = set()
        self._last: dict[str, int] = {}

    def new(self, text: str) -> str:
        slug = re.sub(r"[\W_]+", "-", text.lower())[:_LONGEST_SLUG].strip("-")
        base = self._prefix + (slug or "section")
        if _RESERVED.fullmatch(base):
            base += "-section"
        chosen = base
        while chosen in self._given:
            self._last[base] = self._last.get(base, 1) + 1
            chosen = f"{base}-{self._last[base]}"
        self._given.add(chosen)
        return chosen


def _link_headings(state: StateCore) -> None:
    ids = _Ids(state.env.get("id_prefix", ""))
    headings: list[Heading] = []
    tokens: list[Token] = []
    for index, token in enumerate(state.tokens):
        if token.type == "heading_open":
            inline, close = state.tokens[index + 1 : index + 3]
            text = " ".join(inline_text(inline.children).split())
            if text:
                heading = Heading(_LEVELS[token.tag], ids.new(text), text)
                headings.append(heading)
                tokens.append(Token("div_open", "div", 1, {"class": "heading"}, block=True))
                token.attrs["id"] = heading.id
                token.tag = close.tag = f"h{heading.level}"
            else:
                token.tag = close.tag = "p"
        tokens.append(token)
        if token.type == "heading_close" and token.tag != "p":
            tokens.append(Token("html_block", "", 0, content=_permalink(headings[-1])))
            tokens.append(Token("div_close", "div", -1, block=True))
    state.tokens = tokens
    state.env["headings"] = tuple(headings)


def _permalink(heading: Heading) -> str:
    # Beside the heading, not in it: its name would become part of the heading's.
    name = escapeHtml(f"Link to section: {heading.text}")
    return f'<a class="permalink" href="#{heading.id}" aria-label="{name}">#</a>\n'
