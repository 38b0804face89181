"""Drafts as readers would see them: the body while it is typed, and the whole saved page."""

import json
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from articles import markdown, pages, readability, snapshots
from articles.models import Article
from articles.pages.reading import citation_numbers
from articles.readability import Readability
from articles.texts import normalise
from reviews.desk.opening import editable

# What stands for bytes that are no text.
_JUNK = ("\x00", "\ufffd")


@require_POST
@cache_control(private=True, no_store=True)
def body(request: HttpRequest, article_id: int) -> HttpResponse:
    """The posted `content` as the page would show it, in HTML.

    Citations are those of the saved draft. Answers 400 with a plain sentence where `content` is
    missing, too long, or no text.
    """
    article = editable(request, article_id)
    content = request.POST.get("content")
    if content is None or any(mark in content for mark in _JUNK):
        return _refusal(_("There is no text here that can be shown."))
    try:
        return HttpResponse(_body(article, normalise(content)))
    except markdown.TooLong:
        return _refusal(
            _("The text is longer than %(max)d characters.") % {"max": markdown.MAX_LENGTH}
        )


@require_safe
@cache_control(private=True, no_store=True)
def page(request: HttpRequest, article_id: int) -> HttpResponse:
    """The whole page that the saved draft would make."""
    article = editable(request, article_id)
    with override(article.language):
        texts = pages.site_texts(language=article.language)
        shown = pages.preview(article)
        context = {
            "page": shown,
            "texts": texts,
            "readings": (advice(article, shown.short_answer), advice(article, article.body)),
        }
        response = render(request, "admin/articles/article/page.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
@cache_control(private=True, no_store=True)
def reading(request: HttpRequest, article_id: int) -> HttpResponse:
    """How easy the posted `content` is to read, in HTML: advice, which gates nothing."""
    article = editable(request, article_id)
    found = advice(article, normalise(request.POST.get("content", "")))
    return render(request, "admin/articles/article/_reading.html", {"reading": found})


def advice(article: Article, text: str) -> Readability | None:
    """How easy a Markdown text of the article is to read; None where it is too long to tell."""
    try:
        plain = markdown.plain(text)
    except markdown.TooLong:
        return None
    return readability.of(plain, language=article.language)


def _body(article: Article, content: str) -> str:
    """The body's HTML, its citations numbered as if the draft were saved with it."""
    data = {**json.loads(snapshots.of(article).text), "body": content}
    return markdown.render(content, citations=citation_numbers(data)).html


def _refusal(sentence: str) -> HttpResponse:
    # The editor shows whatever comes back as HTML: this is our own sentence, nothing posted.
    return HttpResponse(sentence, status=HTTPStatus.BAD_REQUEST)
