"""What readers see: a request in, a frozen page out into its template."""

from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from articles import pages
from articles.languages import current
from articles.models import Article, Condition, Treatment
from articles.pages.corrections import log
from articles.pages.values import WithdrawnPage
from articles.views.caching import public

_NEWEST_SHOWN = 8


@public
def home(request: HttpRequest) -> HttpResponse:
    """What this site is, where to begin, and what was reviewed last."""
    today = localdate()
    context = {
        "letters": pages.a_to_z(language=current(), on=today),
        "newest": pages.newest(language=current(), on=today, limit=_NEWEST_SHOWN),
    }
    return render(request, "articles/home.html", context)


@public
def a_to_z(request: HttpRequest) -> HttpResponse:
    """Every condition under each of its names."""
    return render(
        request,
        "articles/a_to_z.html",
        {"letters": pages.a_to_z(language=current(), on=localdate())},
    )


@public
def condition(request: HttpRequest, slug: str) -> HttpResponse:
    """A condition and its answers."""
    try:
        page = pages.condition(slug, language=current(), on=localdate())
    except Condition.DoesNotExist as error:
        raise Http404 from error
    context = {
        "page": page,
        "community": pages.community(slug, page.questions, language=current()),
        "open_questions": pages.open_questions(slug, language=current(), on=localdate()),
        "texts": pages.site_texts(language=current()),
    }
    return render(request, "articles/condition.html", context)


@public
def answer(request: HttpRequest, condition: str, slug: str) -> HttpResponse:
    """An answer, or why its text is not shown; 410 when it was withdrawn."""
    today = localdate()
    try:
        page = pages.answer(condition, slug, language=current(), on=today)
    except Article.DoesNotExist as error:
        raise Http404 from error
    context: dict[str, object] = {"page": page, "texts": pages.site_texts(language=current())}
    if isinstance(page, WithdrawnPage) or page.withheld:
        others = pages.questions(condition, language=current(), on=today)
        context["others"] = [line for line in others if line.path != page.path]
    if isinstance(page, WithdrawnPage):
        return render(request, "articles/withdrawn.html", context, status=410)
    if page.withheld:
        return render(request, "articles/withheld.html", context)
    context["experiences"] = pages.experiences(
        condition, slug, language=current(), name=page.condition.text
    )
    context["reports"] = pages.reports(condition, slug, language=current())
    return render(request, "articles/answer.html", context)


@public
def treatments(request: HttpRequest) -> HttpResponse:
    """Every treatment that an answer names."""
    return render(
        request,
        "articles/treatments.html",
        {"treatments": pages.treatments(language=current(), on=localdate())},
    )


@public
def treatment(request: HttpRequest, slug: str) -> HttpResponse:
    """What the answers say about a treatment, condition by condition."""
    try:
        page = pages.treatment(slug, language=current(), on=localdate())
    except Treatment.DoesNotExist as error:
        raise Http404 from error
    return render(
        request,
        "articles/treatment.html",
        {"page": page, "texts": pages.site_texts(language=current())},
    )


@public
def corrections(request: HttpRequest) -> HttpResponse:
    """The log of corrections, a page at a time."""
    wanted = request.GET.get("page", "1")
    try:
        page = log(int(wanted) if wanted.isdecimal() and len(wanted) < 9 else 0, on=localdate())
    except InvalidPage as error:
        raise Http404 from error
    return render(request, "articles/corrections.html", {"page": page})


@public
def policy(request: HttpRequest) -> HttpResponse:
    """How answers are made, reviewed and corrected."""
    return _site_page(request, "policy")


@public
def disclaimer(request: HttpRequest) -> HttpResponse:
    """What this site is not, and whom to call in an emergency."""
    return _site_page(request, "disclaimer")


@public
def funding(request: HttpRequest) -> HttpResponse:
    """Who pays for this site, and what they may not do."""
    return _site_page(request, "funding")


@public
def privacy(request: HttpRequest) -> HttpResponse:
    """What this site learns about those who read it."""
    return _site_page(request, "privacy")


@public
def contact(request: HttpRequest) -> HttpResponse:
    """How to reach the editors, and why not in an emergency."""
    return _site_page(request, "contact")


def _site_page(request: HttpRequest, name: str) -> HttpResponse:
    texts = pages.site_texts(language=current())
    return render(request, f"articles/{name}.html", {"texts": texts})
