"""What readers see of the reviewers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from articles.views.caching import public
from reviews import pages
from reviews.models import Reviewer


@public
def reviewer(request: HttpRequest, slug: str) -> HttpResponse:
    """A reviewer and what they have signed."""
    try:
        page = pages.reviewer(slug, on=localdate())
    except Reviewer.DoesNotExist as error:
        raise Http404 from error
    return render(request, "reviews/reviewer.html", {"page": page})
