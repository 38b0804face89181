"""What a Markdown text says, without rendering it."""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from articles.markdown import citations, images
from articles.markdown.citations import Use
from articles.markdown.parsers import BLOCKS
from articles.markdown.texts import inline_text


def plain(text: str) -> str:
    """The words of a Markdown text, a line a block (paragraph, list item, table cell), without
    citations; for counting and for feeds. Not HTML: escape it. Raises `TooLong`."""
    blocks = (
        inline_text(token.children) if token.type == "inline" else token.content.strip()
        for token in BLOCKS.tokens(text, {})
        if token.type in ("inline", "fence")
    )
    return "\n".join(block for block in blocks if block)


def told(text: str) -> str:
    """The words of a Markdown text for a comparison: blocks apart, list items and table cells a
    line each; a citation as its key, a link with its address. Not HTML. Raises `TooLong`."""
    parts: list[str] = []
    inside = False
    for token in BLOCKS.tokens(text, {}):
        if token.type in ("inline", "fence"):
            words = inline_text([*_told(token.children)]) or token.content.strip()
            within = token.level > 1
            parts += ["\n" if inside and within else "\n\n", words]
            inside = within
    return "".join(parts[1:])


def _told(children: Sequence[Token] | None) -> Iterator[Token]:
    address = ""
    for token in children or ():
        match token.type:
            case "citation":
                yield Token("text", "", 0, content=f"[{token.meta['key']}]")
            case "s_open" | "s_close":
                yield Token("text", "", 0, content=token.markup)
            case "link_open":
                address = str(token.attrs["href"])
            case "link_close" if token.info != "auto":
                yield Token("text", "", 0, content=f" ({address})")
            case _:
                yield token


def citation_uses(text: str) -> tuple[Use, ...]:
    """Every citation that `render` would number, in order of appearance. Raises `TooLong`."""
    return citations.uses(BLOCKS.tokens(text, {}))


def image_names(text: str) -> tuple[tuple[str, str], ...]:
    """`(src, alt)` of every image, also of those `render` does not show, in order. An address no
    link may have (`data:`) makes no image. Raises `TooLong`."""
    return images.names(BLOCKS.tokens(text, {}))
