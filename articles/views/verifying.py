"""Checking a page without us: what stands behind a hash, and the bytes that give it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from articles.models import Revision
from articles.pages import verified
from articles.pages.verified import Verification
from articles.renderings import site
from articles.views.caching import public


@public
def verify(request: HttpRequest, sha256: str) -> HttpResponse:
    """The record of words that are or were public; 404 for any other hash."""
    return _page(request, _found(sha256))


@public
def snapshot(request: HttpRequest, sha256: str) -> HttpResponse:
    """The canonical bytes whose SHA-256 is the address; 410 with the record while withheld.

    The bytes must stay exact, so a demonstration or a benchmark is marked by a header.
    """
    found = _found(sha256)
    if found.text is None:
        return _page(request, found, status=410)
    response = HttpResponse(found.text.encode(), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{sha256}.json"'
    response.headers["X-Robots-Tag"] = "noindex"
    if unreviewed := site.current().unreviewed:
        response.headers[f"X-HealthInfo-{unreviewed}"] = "1"
    return response


def _found(sha256: str) -> Verification:
    try:
        return verified.verification(sha256, on=localdate())
    except Revision.DoesNotExist as error:
        raise Http404 from error


def _page(request: HttpRequest, found: Verification, *, status: int = 200) -> HttpResponse:
    response = render(request, "articles/verify.html", {"found": found}, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
