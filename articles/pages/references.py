"""Sources in the words of a reference list, in the order of the Vancouver style.

After the NLM's "Citing Medicine", 2nd edition: authors, title, container, year, volume, pages.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from articles.enums import Retraction, SourceKind
from articles.pages.values import SourceLine


def numbered(
    citations: Sequence[Mapping[str, Any]], numbers: Mapping[str, int]
) -> tuple[SourceLine, ...]:
    """A snapshot's citations as a reference list, by number."""
    lines = (_line(citation, numbers[citation["key"]]) for citation in citations)
    return tuple(sorted(lines, key=lambda line: line.number))


def _line(citation: Mapping[str, Any], number: int) -> SourceLine:
    retraction = Retraction(citation["retraction"])
    accessed = citation["accessed_on"]
    return SourceLine(
        number=number,
        source=citation["source"],
        kind=citation["kind"],
        kind_label=str(SourceKind(citation["kind"]).label),
        reference=reference(citation),
        locator=citation["locator"],
        doi=citation["doi"],
        pmid=citation["pmid"],
        url=citation["url"],
        accessed_on=date.fromisoformat(accessed) if accessed else None,
        note=citation["note"],
        retraction=retraction,
        retraction_label="" if retraction == Retraction.NONE else str(retraction.label),
    )


def reference(source: Mapping[str, Any]) -> str:
    """One line such as `Zulian F, et al. Title. Journal. 2011;63(7):1998-2006.`"""
    sentences = (source["authors"], source["title"], source["container"], source["publisher"])
    year = str(source["year"] or "")
    issue = f"({source['issue']})" if source["issue"] else ""
    volume = f"{source['volume']}{issue}"
    place = f"{year};{volume}" if year and volume else year or volume
    if source["pages"]:
        place = f"{place}:{source['pages']}" if place else source["pages"]
    return " ".join(f"{part.rstrip('.')}." for part in (*sentences, place) if part)
