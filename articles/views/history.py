"""The versions of an answer: the list, each one as readers saw it, and what differs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from articles import pages
from articles.languages import current
from articles.models import Article
from articles.pages import history as versions
from articles.pages.standing import Standing
from articles.views.caching import public

_LONGEST_NUMBER = 6


@public
def history(request: HttpRequest, condition: str, slug: str) -> HttpResponse:
    """Every version that readers ever saw, newest first."""
    number = _number(request, "page")
    try:
        page = versions.history(
            condition,
            slug,
            language=current(),
            page=1 if number is None else number,
            on=localdate(),
        )
    except (Article.DoesNotExist, versions.UnknownVersion) as error:
        raise Http404 from error
    return render(request, "articles/history.html", {"page": page})


@public
def version(request: HttpRequest, condition: str, slug: str, number: int) -> HttpResponse:
    """An answer as readers saw it, or why nobody may have the words; 410 when withdrawn."""
    today = localdate()
    try:
        page = versions.version(condition, slug, language=current(), number=number, on=today)
    except (Article.DoesNotExist, versions.UnknownVersion) as error:
        raise Http404 from error
    context: dict[str, object] = {"version": page, "texts": pages.site_texts(language=current())}
    if page.words is None:
        others = pages.questions(condition, language=current(), on=today)
        context["others"] = [line for line in others if line.path != page.answer.path]
        status = _status(page.line.standing)
        return render(request, "articles/version_withheld.html", context, status=status)
    return render(request, "articles/version.html", {**context, "page": page.words})


@public
def compare(request: HttpRequest, condition: str, slug: str) -> HttpResponse:
    """Two versions word by word; 410 when one was withdrawn."""
    try:
        page = versions.comparison(
            condition,
            slug,
            language=current(),
            before=_number(request, "from"),
            after=_number(request, "to"),
            on=localdate(),
        )
    except (Article.DoesNotExist, versions.UnknownVersion) as error:
        raise Http404 from error
    status = max(_status(line.standing) for line in (page.before, page.after))
    return render(request, "articles/compare.html", {"page": page}, status=status)


def _number(request: HttpRequest, name: str) -> int | None:
    """The number in the query, None where there is none. Raises `Http404` for anything else."""
    text = request.GET.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER):
        raise Http404
    return int(text)


def _status(standing: Standing) -> int:
    return 410 if standing == Standing.WITHDRAWN else 200
