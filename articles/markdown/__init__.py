"""Editors' Markdown, read and made into safe HTML. No Django, no database.

CommonMark with tables, definition lists, call-outs (`::: emergency`, `::: warning`, `::: note`),
citations (`[^key]`) and bare web addresses as links. Left out on purpose: raw HTML, indented code
(indenting a paragraph must not turn it into code) and reference definitions (a stray
`[^smith]: https://…` must show, not vanish). Titles of links and images are not kept.

The HTML is sanitised and safe to show.
Every function raises `TooLong` for a text of more than `MAX_LENGTH` characters.
"""

from articles.markdown.citations import Use
from articles.markdown.headings import Heading
from articles.markdown.parsers import MAX_LENGTH, TooLong
from articles.markdown.reading import citation_uses, image_names, plain, told
from articles.markdown.rendering import Rendered, render, render_inline

__all__ = [
    "MAX_LENGTH",
    "Heading",
    "Rendered",
    "TooLong",
    "Use",
    "citation_uses",
    "image_names",
    "plain",
    "render",
    "render_inline",
    "told",
]
