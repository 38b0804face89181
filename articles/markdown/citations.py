"""Citations: `[^key]` in the text points to a numbered source of the page.

Not the footnote plugin: sources live outside the text, and their numbers are the page's.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

_CITATION = re.compile(r"\[\^([A-Za-z0-9][A-Za-z0-9_-]{0,63})\]")


@dataclass(frozen=True)
class Use:
    """One `[^key]` of a text; `line` is its line in the source text, from 1."""

    key: str
    line: int


def plugin(md: MarkdownIt) -> None:
    """Read citations before links, so that a citation never becomes part of one; as a link
    cannot hold another link, `[text [^key]](address)` is shown as typed, with its citation."""
    md.inline.ruler.before("link", "citation", _read)
    md.add_render_rule("citation", _html)


def uses(tokens: Sequence[Token]) -> tuple[Use, ...]:
    """The citations in block `tokens`, in order of appearance."""
    return tuple(
        Use(child.meta["key"], (block.map or [0])[0] + child.meta["line"] + 1)
        for block in tokens
        for child in block.children or ()
        if child.type == "citation"
    )


def _read(state: StateInline, silent: bool) -> bool:
    found = _CITATION.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        line = state.src.count("\n", 0, state.pos)
        state.push("citation", "", 0).meta = {"key": found[1], "line": line}
    state.pos = found.end()
    return True


def _html(
    _: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, env: EnvType
) -> str:
    key = tokens[index].meta["key"]
    number = env["citations"].get(key)
    if number is None:
        return f'<span class="unknown-citation">[^{key}]</span>'
    separator = ", " if index and tokens[index - 1].type == "citation" else ""
    link = f'<a href="#source-{number}" aria-label="Source {number}">{number}</a>'
    return f'<sup class="citation">{separator}{link}</sup>'
