"""Call-outs: `::: emergency`, `::: warning` and `::: note`, up to a line `:::`.

What follows the word is the call-out's title and takes the word's place in the text, so it must
say as much: the kind is never told by colour alone.
"""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.container import container_plugin

KINDS = ("emergency", "warning", "note")


def plugin(md: MarkdownIt) -> None:
    """Read call-outs; their titles are inline Markdown and may hold citations."""
    for kind in KINDS:
        container_plugin(md, kind, render=_html)
    md.core.ruler.after("block", "callouts", _add_titles)


def _add_titles(state: StateCore) -> None:
    tokens: list[Token] = []
    for token in state.tokens:
        tokens.append(token)
        if token.type.startswith("container_") and token.nesting == 1:
            kind = token.type.split("_")[1]
            token.attrs = {"class": f"callout callout-{kind}", "role": "note"}
            title = token.info.strip().removeprefix(kind).strip() or kind.capitalize()
            attrs: dict[str, str | int | float] = {"class": "callout-title"}
            tokens += [
                Token("paragraph_open", "p", 1, attrs, block=True),
                Token("inline", "", 0, content=title, map=token.map, children=[], block=True),
                Token("paragraph_close", "p", -1, block=True),
            ]
    state.tokens = tokens


def _html(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: EnvType,
) -> str:
    return renderer.renderToken(tokens, index, options, env)
