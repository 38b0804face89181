"""Images: only the site's own uploads are shown; any other is its alternative text."""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from articles.markdown.texts import inline_text

# Uploads are re-encoded and stored under their digest; the name is the server's choice.
_UPLOAD = re.compile(r"/uploads/[0-9a-f]{64}\.webp")


def plugin(md: MarkdownIt) -> None:
    """Show uploads, and the alternative text of other images."""
    md.add_render_rule("image", _html)


def text_only_plugin(md: MarkdownIt) -> None:
    """Show no image, only its alternative text."""
    md.add_render_rule("image", _text)


def names(tokens: Sequence[Token]) -> tuple[tuple[str, str], ...]:
    """`(src, alt)` of the images in block `tokens`, shown or not, in order of appearance."""
    return tuple(
        (str(child.attrs["src"]), inline_text(child.children))
        for block in tokens
        for child in block.children or ()
        if child.type == "image"
    )


def _html(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: EnvType,
) -> str:
    src = str(tokens[index].attrs["src"])
    alt = _text(renderer, tokens, index, options, env)
    return f'<img src="{src}" alt="{alt}" loading="lazy">' if _UPLOAD.fullmatch(src) else alt


def _text(
    _: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType
) -> str:
    return escapeHtml(inline_text(tokens[index].children))
