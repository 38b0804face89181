"""Markdown: what each mark becomes, and that nothing hostile or pathological gets through."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import markdown
from articles.markdown import Heading, Use, citation_uses, image_names, plain, render, render_inline

REL = ' rel="noopener noreferrer"'
UPLOAD = f"/uploads/{'0a' * 32}.webp"
ROOT = Path(__file__).parents[2]


def cited(number: int, lead: str = "") -> str:
    link = f'<a href="#source-{number}" aria-label="Source {number}"{REL}>{number}</a>'
    return f'<sup class="citation">{lead}{link}</sup>'


def headed(level: int, id_: str, html: str, name: str) -> str:
    link = f'<a class="permalink" href="#{id_}" aria-label="Link to section: {name}"{REL}>#</a>'
    return f'<div class="heading">\n<h{level} id="{id_}">{html}</h{level}>\n{link}\n</div>\n'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*a* **b** ~~c~~ `d`", "<p><em>a</em> <strong>b</strong> <s>c</s> <code>d</code></p>\n"),
        ("a\nb  \nc", "<p>a\nb<br>\nc</p>\n"),
        ("> a\n\n---", "<blockquote>\n<p>a</p>\n</blockquote>\n<hr>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>\n'),
        ("```py\n<a>\n```", "<pre><code>&lt;a&gt;\n</code></pre>\n"),
        ("Term\n: Meaning", "<dl>\n<dt>Term</dt>\n<dd>Meaning</dd>\n</dl>\n"),
        ("      indented", "<p>indented</p>\n"),
        ("[^a]: http://b.c", f'<p>{cited(1)}: <a href="http://b.c"{REL}>http://b.c</a></p>\n'),
        ("[a](https://a.org 'title')", f'<p><a href="https://a.org"{REL}>a</a></p>\n'),
        ("[a](/b?c:d#e)", f'<p><a href="/b?c:d#e"{REL}>a</a></p>\n'),
        ("[a](#sources)", f'<p><a href="#sources"{REL}>a</a></p>\n'),
        ("[a](tel:+112)", f'<p><a href="tel:+112"{REL}>a</a></p>\n'),
        ("<a@b.org>", f'<p><a href="mailto:a@b.org"{REL}>a@b.org</a></p>\n'),
        ("e.g.in p.me a@b.org", "<p>e.g.in p.me a@b.org</p>\n"),
        (f"![A *b*]({UPLOAD} 't')", f'<p><img src="{UPLOAD}" alt="A b" loading="lazy"></p>\n'),
        ("a ![A <b>](https://a.org/b.png) c", "<p>a A &lt;b&gt; c</p>\n"),
        ("![A](/uploads/../b.webp)", "<p>A</p>\n"),
    ],
)
def test_marks_become_exactly_this(text: str, html: str) -> None:
    assert render(text, citations={"a": 1}).html == html


def test_table_scrolls_in_a_named_region_and_aligns_by_class() -> None:
    text = "|a|b|c|\n|:-|:-:|-:|\n|1 [^a]|2|3|\n\n> |d|\n> |-|"
    region = '<div class="table" role="region" tabindex="0" aria-label="Table {}">\n<table>\n'
    assert render(text, citations={"a": 7}).html == (
        region.format(1)
        + '<thead>\n<tr>\n<th class="align-left">a</th>\n<th class="align-center">b</th>\n'
        '<th class="align-right">c</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n'
        f'<td class="align-left">1 {cited(7)}</td>\n<td class="align-center">2</td>\n'
        '<td class="align-right">3</td>\n</tr>\n</tbody>\n</table>\n</div>\n<blockquote>\n'
        + region.format(2)
        + "<thead>\n<tr>\n<th>d</th>\n</tr>\n</thead>\n</table>\n</div>\n</blockquote>\n"
    )


@pytest.mark.parametrize("kind", ["emergency", "warning", "note"])
def test_callout_says_its_kind_or_title_in_words(kind: str) -> None:
    opening = f'<div class="callout callout-{kind}" role="note">\n<p class="callout-title">'
    assert render(f"::: {kind}\nA\n:::\nB").html == (
        f"{opening}{kind.capitalize()}</p>\n<p>A</p>\n</div>\n<p>B</p>\n"
    )
    assert render(f"::: {kind} *Call* now [^a]\n- A", citations={"a": 2}).html == (
        f"{opening}<em>Call</em> now {cited(2)}</p>\n<ul>\n<li>A</li>\n</ul>\n</div>\n"
    )


def test_callouts_nest_and_unknown_kinds_show_as_typed() -> None:
    assert render(":::: warning\n::: note\nA\n:::\n::::\n\n::: onload=x\nA").html == (
        '<div class="callout callout-warning" role="note">\n<p class="callout-title">Warning</p>\n'
        '<div class="callout callout-note" role="note">\n<p class="callout-title">Note</p>\n'
        "<p>A</p>\n</div>\n</div>\n<p>::: onload=x\nA</p>\n"
    )


def test_headings_are_listed_linked_and_below_the_page_title() -> None:
    rendered = render("# A *b* [^a]\n## A & b\n### Été `c`\n\nD\n-", citations={"a": 1})
    assert rendered.html == (
        headed(2, "a-b", f"A <em>b</em> {cited(1)}", "A b")
        + headed(2, "a-b-2", "A &amp; b", "A &amp; b")
        + headed(3, "été-c", "Été <code>c</code>", "Été c")
        + headed(2, "d", "D", "D")
    )
    expected = [(2, "a-b", "A b"), (2, "a-b-2", "A & b"), (3, "été-c", "Été c"), (2, "d", "D")]
    assert rendered.headings == tuple(Heading(*values) for values in expected)


def test_heading_without_words_is_a_paragraph() -> None:
    rendered = render("#\n# [^a]", citations={"a": 1})
    assert (rendered.html, rendered.headings) == (f"<p></p>\n<p>{cited(1)}</p>\n", ())


def test_heading_ids_are_unique_and_never_the_pages_own() -> None:
    own = "short-answer treatments sources review care-team questions emergency disclaimer"
    own_ids = [*own.split(), "content", "history", "source", "source-3"]
    titles = [*own_ids, "Source", "A", "A 2", "A", "!?", "x" * 200]
    rendered = render("\n".join(f"## {title}" for title in titles))
    assert [heading.id for heading in rendered.headings] == [
        *[f"{id_}-section" for id_ in own_ids],
        *["source-section-2", "a", "a-2", "a-3", "section", "x" * 80],
    ]


def test_id_prefix_goes_before_ids_and_still_never_makes_a_reserved_one() -> None:
    assert render("# A", id_prefix="x-").headings == (Heading(2, "x-a", "A"),)
    assert render("# 3", id_prefix="source-").headings == (Heading(2, "source-3-section", "3"),)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("A[^a], b [^B_2-c].", f"A{cited(1)}, b {cited(2)}."),
        ("[^a][^B_2-c][^a]", f"{cited(1)}{cited(2, ', ')}{cited(1, ', ')}"),
        ("*a*[^a]", f"<em>a</em>{cited(1)}"),
        ("[^x]", '<span class="unknown-citation">[^x]</span>'),
        ("`[^a]` \\[^a]", "<code>[^a]</code> [^a]"),
        ("[^-a] [^a b] [^] [^" + "a" * 65 + "]", "[^-a] [^a b] [^] [^" + "a" * 65 + "]"),
        ("[a [^a]](/b)", f"[a {cited(1)}](/b)"),
        ("https://a.org/b[^a]", f'<a href="https://a.org/b"{REL}>https://a.org/b</a>{cited(1)}'),
        ("![b [^a]](c.png)", "b"),
    ],
)
def test_citations_become_exactly_this(text: str, html: str) -> None:
    citations = {"a": 1, "B_2-c": 2}
    assert render(text, citations=citations).html == f"<p>{html}</p>\n"
    assert render_inline(text, citations=citations) == html


def test_citation_uses_name_key_and_line() -> None:
    lines = [
        "# A [^h]", "", "b", "c [^p] `[^no]", "[^no]` [^q][^p]", "", "::: note T [^t]", "- d",
        "  [^l]", ":::", "", "|a [^th]|", "|-|", "|[^td]|", "", "~~~", "[^no]", "~~~", "Term",
        ": e [^dd]", "", "> f", "g [^lazy]",
    ]  # fmt: skip
    found = [
        ("h", 1), ("p", 4), ("q", 5), ("p", 5), ("t", 7), ("l", 9), ("th", 12), ("td", 14),
        ("dd", 20), ("lazy", 23),
    ]  # fmt: skip
    expected = tuple(Use(key, line) for key, line in found)
    for ending in ("\n", "\r\n", "\r"):
        assert citation_uses(ending.join(lines)) == expected


def test_inline_has_no_blocks_and_parts_paragraphs_by_a_break() -> None:
    text = f"# a\n- *b*\n\n|c|\n|-|\n\n::: note ![d]({UPLOAD})"
    assert render_inline(text) == "# a\n- <em>b</em><br>|c|\n|-|<br>::: note d"
    assert render_inline("") == ""


def test_plain_is_the_words_without_marks_and_citations() -> None:
    text = "# A *b* [^a]\n\nc [d](/e) [^a][^x], ![f](g)\n\n|h|\n|-|\n|`i`|\n\n::: note\n```\nj"
    assert plain(text) == "A b\nc d, f\nh\ni\nNote\nj"


def test_image_names_are_every_image_shown_or_not() -> None:
    text = f"![a *b*]({UPLOAD})\n\n- [![](https://a.org/b.png)](/c) `![n](o)`"
    assert image_names(text) == ((UPLOAD, "a b"), ("https://a.org/b.png", ""))


@pytest.mark.parametrize("read", [render, render_inline, plain, citation_uses, image_names])
def test_one_character_too_many_is_refused(read: Callable[[str], object]) -> None:
    read("a" * markdown.MAX_LENGTH)
    with pytest.raises(markdown.TooLong, match=r"^60001 characters, at most 60000 are allowed$"):
        read("a" * (markdown.MAX_LENGTH + 1))


HOSTILE = [
    "<script>alert(1)</script>", "</script><svg onload=x>", "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))", "<javascript:alert(1)>", "![a](javascript:alert(1))",
    "[a](JaVaScRiPt&#58;alert(1))", "[a](<java\tscript:x>)", "[a](data:text/html,x)",
    "![a](data:image/png;base64,AA==)", "[a](vbscript:x)", "[a](file:///etc)", "[a](//b.org)",
    "//evil.org", "<style>*{}</style>", '<h2 id="sources">', '[a](<b" onclick="c>)',
    '# a" onclick="b', '![a" onerror="b](c.png)', f'![a" onerror="b]({UPLOAD})', "<!-- a -->",
    '```" onload="x\na\n```', '::: note" onload="x\nb', "::: warning <script>\nb", "a\x00b",
    "# \u05e9\u05dc\u05d5\u05dd", "\u202egnp.exe\u202c \u2066a", "|a|\n|:-|\n|<b onload=x>|",
    "# source-1\n# Sources", "<![CDATA[a]]>", "&lt;script&gt;", '[^a"><b>]', "[a [^a]](/b)",
]  # fmt: skip
INLINE = {"a", "em", "strong", "s", "code", "br", "sup", "span"}
BLANK = re.compile(r"\s")
ALLOWED = re.compile(
    "em|strong|s|code|br|hr|p|blockquote|pre|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|td|th"
    r"|h[2-6] id=(?!source-\d+$|(sources|content|history|review|emergency)$)[\w-]+|ol start=\d+"
    r"|a aria-label=(Source·\d+ href=#source-\d+|Link·to·section:\S+ class=permalink href=#[\w-]+)"
    " rel=noopener·noreferrer"
    r"|a href=(https?://|mailto:|tel:|(?!//|[^/?#]*:))\S* rel=noopener·noreferrer"
    r"|div aria-label=Table·\d+ class=table role=region tabindex=0|div class=heading"
    "|div class=callout·callout-(emergency|warning|note) role=note|p class=callout-title"
    r"|img alt=\S* loading=lazy src=/uploads/[0-9a-f]{64}\.webp"
    "|t[dh] class=align-(left|center|right)|span class=unknown-citation|sup class=citation"
)


def elements(html: str) -> list[str]:
    """The elements of `html`: name and sorted attributes, with "·" for blanks in values."""
    fragment = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return [
        " ".join([e.tag, *(f"{k}={BLANK.sub('·', v)}" for k, v in sorted(e.attrib.items()))])
        for e in [*fragment.iter()][1:]
    ]


def faults(html: str) -> list[str]:
    """The elements of `html` that may not be there, and ids given twice."""
    found = elements(html)
    ids = [element for element in found if " id=" in element]
    return [e for e in found if not ALLOWED.fullmatch(e)] + [i for i in ids if ids.count(i) > 1]


def test_the_check_itself_finds_what_is_forbidden() -> None:
    bad = ["script", "p onclick=b", "p style=a", "a href=javascript:x", "a href=//b.c"]
    bad += ["a href=/b onclick=c rel=noopener·noreferrer", "img alt=a id=b", "h2 id=sources"]
    assert faults("".join(f"<{tag}></{tag.split()[0]}>" for tag in bad)) == bad
    assert faults("<h2 id=a></h2>" * 2) == ["h2 id=a"] * 2


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_becomes_harmless_text(text: str) -> None:
    assert faults(render(text, citations={"a": 1}).html) == []
    assert {e.split()[0] for e in elements(render_inline(text, citations={"a": 1}))} <= INLINE


def test_raw_html_and_forbidden_addresses_show_as_typed() -> None:
    text = "<b>a</b> [b](javascript:c) ![d](data:image/png;base64,AA==) e\x00"
    assert render(text).html == (
        "<p>&lt;b&gt;a&lt;/b&gt; [b](javascript:c) ![d](data:image/png;base64,AA==) e\ufffd</p>\n"
    )


FRAGMENTS = [
    "[^a]", "[^b-1]", "[^c]", "\n", "\n\n", "\r\n", "# ", "## ", "> ", "- ", "1. ", "  ", "    ",
    "::: note ", ":::", "|", "|-|\n", "\n: ", "`", "```\n", "*", "**", "_", "~~", "[", "](/a)",
    "](http://a.b)", "![", "http://a.b/", "\\", "&", "<", ">", "\n---\n", "a", "Sources", "\t",
]  # fmt: skip
PIECES = st.sampled_from(FRAGMENTS + HOSTILE) | st.text(max_size=5)
DOCUMENTS = st.lists(PIECES, max_size=25).map("".join)


@settings(max_examples=300, deadline=None)
@given(DOCUMENTS)
def test_output_never_holds_anything_not_allowed(text: str) -> None:
    assert faults(render(text, citations={"a": 1}).html) == []
    html = render_inline(text, citations={"a": 1})
    assert (faults(html), {e.split()[0] for e in elements(html)} - INLINE) == ([], set())


@settings(max_examples=300, deadline=None)
@given(DOCUMENTS)
def test_citation_uses_are_exactly_what_render_numbers(text: str) -> None:
    keys = [use.key for use in citation_uses(text)]
    numbers = {key: index for index, key in enumerate(dict.fromkeys(keys), start=1)}
    linked = re.findall(r'aria-label="Source (\d+)"', render(text, citations=numbers).html)
    assert [int(number) for number in linked] == [numbers[key] for key in keys]
    assert re.findall(r'"unknown-citation">\[\^(.+?)\]', render(text).html) == keys
    lines = re.split(r"\r\n|\r|\n", text)
    assert all(f"[^{use.key}]" in lines[use.line - 1] for use in citation_uses(text))


NESTING = 40
PATHOLOGICAL = [
    ("[" * 20_000, "[", 20_000),
    ("[^" * 20_000, "[^", 20_000),
    ("![" * 20_000, "![", 20_000),
    ("a" + "`" * 20_000, "`", 20_000),
    ("*a_" * 10_000, "a", 10_000),
    ("*" * 20_000 + "a" + "*" * 20_000, "<strong>", 10_000),
    ("> " * 10_000 + "a", "<blockquote>", NESTING),
    ("- " * 10_000 + "a", "<ul>", NESTING // 2),
    ("\n".join("  " * depth + "- a" for depth in range(200)), "<ul>", NESTING // 2),
    ("|\n" * 20_000, "|", 20_000),
    ("|a|\n|-|\n" + "|x|\n" * 14_000, "<td>x</td>", 14_000),
    ("::: note\n" * 6_000, 'role="note"', NESTING),
    ("# a\n" * 12_000, "</h2>", 12_000),
    ("http://a/(" * 6_000, "<a ", 6_000),
    ("[^a]" * 10_000, "[^a]", 10_000),
    ("a\n: b\n" * 10_000, "<dt>", 1),
]
RENDER = "import sys; from articles.markdown import render; print(render(sys.stdin.read()).html)"


@pytest.mark.parametrize(("text", "part", "count"), PATHOLOGICAL)
def test_pathological_text_is_finished(text: str, part: str, count: int) -> None:
    command = [sys.executable, "-c", RENDER]
    html = subprocess.check_output(command, input=text, cwd=ROOT, encoding="utf-8", timeout=20)
    assert html.count(part) == count
