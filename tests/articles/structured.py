"""Reading a page as machines do: its JSON-LD, its links and its properties."""

import json
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

DATA = "application/ld+json"


def parsed(html: str) -> Element:
    """The page as a tree, which a strict parser takes."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree: Element = parser.parse(html)
    return tree


def json_ld(html: str) -> list[dict[str, Any]]:
    """Every block of JSON-LD on the page."""
    scripts = parsed(html).iter("script")
    return [json.loads(s.text or "") for s in scripts if s.get("type") == DATA]


def graph(html: str) -> dict[str, Any]:
    """What the page says of itself, the trail above it apart."""
    (found,) = [block for block in json_ld(html) if "@graph" in block]
    return found


def node(html: str, kind: str) -> dict[str, Any]:
    """The page's node of that type."""
    nodes: list[dict[str, Any]] = graph(html)["@graph"]
    (found,) = [one for one in nodes if kind in (one["@type"], *one["@type"])]
    return found


def words(html: str) -> str:
    """Everything that stands on the page for people to read, blanks as one."""
    tree = parsed(html)
    for parent in tree.iter():
        for child in [one for one in parent if one.tag in ("script", "head")]:
            # What follows a script is text of the page.
            child.text, child[:] = "", []
    return " ".join(" ".join(tree.itertext()).split())


def attributes(html: str, tag: str, name: str) -> set[str]:
    """Every value of that attribute on elements of that tag."""
    return {value for one in parsed(html).iter(tag) if (value := one.get(name)) is not None}


def properties(html: str) -> dict[str, str]:
    """The page's Open Graph properties."""
    metas = [one for one in parsed(html).iter("meta") if one.get("property")]
    return {one.attrib["property"]: one.attrib["content"] for one in metas}
