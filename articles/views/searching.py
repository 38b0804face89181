"""The search page, and how browsers may search here."""

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate

from articles import search as index
from articles.enums import QuestionKind
from articles.languages import current
from articles.search import Results, misses
from articles.search.offering import Facet
from articles.views.caching import public

_PAGE = 10
_LAST_PAGE = 40


@dataclass(frozen=True)
class Asked:
    """What the address asks for, made fit: an unknown kind or page is none and the first."""

    text: str
    kind: str
    condition: str
    page: int

    def path(self, **changed: str | int) -> str:
        """The address of the same search with some of it changed; what is empty is left out."""
        parts = {"q": self.text, "kind": self.kind, "condition": self.condition, **changed}
        return f"{reverse('articles:search')}?{urlencode({k: v for k, v in parts.items() if v})}"


@dataclass(frozen=True)
class Choice:
    """A facet as a link; the chosen one leads back to all."""

    label: str
    count: int
    path: str
    chosen: bool


@public
def search(request: HttpRequest) -> HttpResponse:
    """The answers to a question; without one, the form."""
    asked = _asked(request)
    context: dict[str, object] = {"asked": asked}
    if asked.text:
        today, language = localdate(), current()
        found = _found(asked, language=language, on=today)
        last = -(-found.total // _PAGE)
        if asked.page > last > 0:
            asked = replace(asked, page=last)
            found = _found(asked, language=language, on=today)
        context |= {"asked": asked, "found": found, "page_count": last, **_ways_on(asked, found)}
        if not found.total:
            _note_a_miss(request, asked, language)
            context["near"] = index.nearest(asked.text, language=language, on=today)
    return render(request, "articles/search.html", context)


@public
def opensearch(request: HttpRequest) -> HttpResponse:
    """The OpenSearch 1.1 description, by which a browser offers to search here."""
    return render(request, "opensearch.xml", content_type="application/opensearchdescription+xml")


def _asked(request: HttpRequest) -> Asked:
    text = " ".join(request.GET.get("q", "").replace("\0", " ").split())
    page = request.GET.get("page", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 4 else 1
    kind, condition = request.GET.get("kind", ""), request.GET.get("condition", "")
    return Asked(
        text=text[: index.MAX_LENGTH],
        kind=kind if kind in QuestionKind else "",
        condition=condition if condition.replace("-", "").isalnum() else "",
        page=min(max(number, 1), _LAST_PAGE),
    )


def _found(asked: Asked, *, language: str, on: date) -> Results:
    return index.find(
        asked.text,
        language=language,
        on=on,
        kind=asked.kind,
        condition=asked.condition,
        limit=_PAGE,
        offset=(asked.page - 1) * _PAGE,
    )


def _note_a_miss(request: HttpRequest, asked: Asked, language: str) -> None:
    """Tell the editors what has no answer; what was narrowed in vain says nothing."""
    if request.method == "GET" and not (asked.kind or asked.condition):
        misses.note(asked.text, language)


def _ways_on(asked: Asked, found: Results) -> dict[str, object]:
    return {
        "kinds": [_choice(asked, "kind", facet) for facet in found.offered.kinds],
        "conditions": [_choice(asked, "condition", facet) for facet in found.offered.conditions],
        "before": asked.path(page=asked.page - 1) if asked.page > 1 else "",
        "after": asked.path(page=asked.page + 1) if asked.page * _PAGE < found.total else "",
        "counted": not found.more,
        "first": (asked.page - 1) * _PAGE + 1,
        "narrowed": bool(asked.kind or asked.condition),
        "anything": asked.path(kind="", condition=""),
    }


def _choice(asked: Asked, name: str, facet: Facet) -> Choice:
    chosen = getattr(asked, name) == facet.value
    return Choice(
        label=facet.label,
        count=facet.count,
        path=asked.path(**{name: "" if chosen else facet.value}),
        chosen=chosen,
    )
