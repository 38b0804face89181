"""Identifiers of publications, as people paste them and as we keep them."""

import re

# DOI Handbook 2.6: a DOI is shown as a link at doi.org, and was with "doi:" before it.
_PREFIX = re.compile(
    r"\A(https?://(dx\.|www\.)?doi\.org/|doi:|https?://pubmed\.ncbi\.nlm\.nih\.gov/|pmid:?)\s*",
    re.IGNORECASE,
)


def bare(text: str) -> str:
    """The DOI or PMID alone of a link, of `doi:10.…` or of `PMID 123`; any other text as it is."""
    rest, found = _PREFIX.subn("", text.strip())
    return rest.rstrip("/") if found else rest


def field(text: str) -> str:
    """Which field of a source that is: `doi`, `pmid` or else `title`."""
    if text.isascii() and text.isdigit():
        return "pmid"
    return "doi" if text.startswith("10.") and "/" in text else "title"
