"""Tables that scroll by themselves and can be reached by keyboard; alignment by class."""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token


def plugin(md: MarkdownIt) -> None:
    """Wrap each table in a named region, and turn `style` into `align-left|center|right`:
    the page's content security policy allows no inline style."""
    md.core.ruler.push("tables", _wrap)


def _wrap(state: StateCore) -> None:
    tokens: list[Token] = []
    number = 0
    for token in state.tokens:
        match token.type:
            case "table_open":
                number += 1
                tokens += [_region(number), token]
            case "table_close":
                tokens += [token, Token("region_close", "div", -1, block=True)]
            case _:
                style = str(token.attrs.pop("style", ""))
                if style:
                    token.attrs["class"] = style.replace("text-align:", "align-")
                tokens.append(token)
    state.tokens = tokens


def _region(number: int) -> Token:
    attrs: dict[str, str | int | float] = {
        "class": "table",
        "role": "region",
        "tabindex": "0",
        "aria-label": f"Table {number}",
    }
    return Token("region_open", "div", 1, attrs, block=True)
