"""Cited sources against which their publisher has said something since the words were written."""

from collections.abc import Iterable
from dataclasses import replace

from articles.enums import Retraction
from articles.models import Source
from articles.pages.values import AnswerPage, SourceLine


def marked(pages: Iterable[AnswerPage]) -> tuple[AnswerPage, ...]:
    """Those pages, each of their sources with what the catalogue says against it now where the
    signed words do not say so (one query, none without sources)."""
    read = tuple(pages)
    cited = {line.source for page in read for line in page.sources}
    against = Source.objects.filter(pk__in=cited).exclude(retraction=Retraction.NONE)
    now = dict(against.values_list("pk", "retraction"))
    return tuple(
        replace(page, sources=tuple(_line(line, now.get(line.source)) for line in page.sources))
        for page in read
    )


def _line(line: SourceLine, now: str | None) -> SourceLine:
    if now is None or now == line.retraction:
        return line
    return replace(line, fallen_label=str(Retraction(now).label))
