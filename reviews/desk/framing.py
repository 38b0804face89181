"""A version under review as the page that readers would see."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import override

from articles import pages
from articles.pages import corrections, reading
from reviews.models import ReviewRequest


def as_readers_will(request: HttpRequest, review: ReviewRequest) -> HttpResponse:
    """The whole page of the request's words, in their language, for no search engine.

    Without its script: the review screen's frame runs none, and would say so in the browser's log.
    """
    language = review.article.language
    with override(language):
        page = reading.answer(review.revision.snapshot, slug=review.article.slug)
        if review.revision.correction:
            noted = corrections.of(review.revision, on=timezone.localdate())
            page = replace(page, corrections=(noted,))
        context = {"page": page, "texts": pages.site_texts(language=language)}
        response = render(request, "admin/reviews/reviewrequest/page.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
