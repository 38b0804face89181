"""Cited sources against which their publisher has said something since the words were written."""

import json
from dataclasses import replace

from articles.enums import Retraction
from articles.models import Publication, Source
from articles.pages import reading
from articles.pages.values import SourceLine


def marked(sources: tuple[SourceLine, ...], live: Publication) -> tuple[SourceLine, ...]:
    """Those sources of live words, each with what the catalogue says against it now where the
    signed words do not say so (one query)."""
    words = json.loads(live.revision.snapshot)
    numbers = reading.citation_numbers(words)
    cited = {numbers[row["key"]]: row["source"] for row in words["citations"]}
    against = Source.objects.filter(pk__in=cited.values()).exclude(retraction=Retraction.NONE)
    now = dict(against.values_list("pk", "retraction"))
    return tuple(
        replace(line, fallen_label=str(Retraction(standing).label))
        if (standing := now.get(cited[line.number], line.retraction)) != line.retraction
        else line
        for line in sources
    )
