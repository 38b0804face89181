"""The words of parsed inline Markdown, without its marks."""

from collections.abc import Sequence

from markdown_it.token import Token


def inline_text(children: Sequence[Token] | None) -> str:
    """The text of an inline token's `children`; an image is its alternative text, a citation
    is nothing, and takes the blank before it along ("helps [^a]." reads "helps.")."""
    parts: list[str] = []
    for token in children or ():
        match token.type:
            case "text" | "text_special" | "code_inline":
                parts.append(token.content)
            case "softbreak" | "hardbreak":
                parts.append("\n")
            case "image":
                parts.append(inline_text(token.children))
            case "citation" if parts:
                parts[-1] = parts[-1].rstrip()
    return "".join(parts).strip()
