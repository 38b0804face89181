"""What a Markdown text says, without rendering it."""

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


def citation_uses(text: str) -> tuple[Use, ...]:
    """Every citation that `render` would number, in order of appearance. Raises `TooLong`."""
    return citations.uses(BLOCKS.tokens(text, {}))


def image_names(text: str) -> tuple[tuple[str, str], ...]:
    """`(src, alt)` of every image, also of those `render` does not show, in order. An address no
    link may have (`data:`) makes no image. Raises `TooLong`."""
    return images.names(BLOCKS.tokens(text, {}))
