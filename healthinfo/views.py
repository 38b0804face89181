"""What belongs to no app: errors, the sitemap's address and robots.txt."""

from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as _sitemap
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from articles import search
from articles.languages import current
from articles.sitemaps import PublicPages
from articles.views.caching import public
from reviews.desk.site import site as desk
from reviews.sitemaps import ReviewerPages

_SITEMAPS: dict[str, type[Sitemap[Any]] | Sitemap[Any]] = {
    **{f"pages-{code}": PublicPages(code) for code, _name in settings.LANGUAGES},
    "reviewers": ReviewerPages,
}


@public
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public address, under the site's own name."""
    return _sitemap(request, _SITEMAPS, template_name="articles/sitemap.xml").render()


@public
def robots(request: HttpRequest) -> HttpResponse:
    """Crawlers are welcome, except to a demonstration and to the desk."""
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing is here; the conditions spelt most like the address may be what was meant."""
    if _at_the_desk(request):
        return _desk_error(request, _("There is no page at this address"), status=404)
    words = request.path.strip("/").split("/")[-1].replace("-", " ")
    near = search.nearest(words, language=current(), on=localdate())
    return render(request, "404.html", {"near": near}, status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request made no sense."""
    return _plain("400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """This person may not do that, and at the desk why not."""
    if _at_the_desk(request):
        title = _("You may not open this page")
        return _desk_error(request, title, why=str(exception), status=403)
    return _plain("403.html", 403)


def server_error(request: HttpRequest) -> HttpResponse:
    """We failed. The page asks nothing of the request or the database: they may be why."""
    return _plain("500.html", 500)


def _at_the_desk(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("admin:index")) and desk.has_permission(request)


def _desk_error(request: HttpRequest, title: str, *, why: str = "", status: int) -> HttpResponse:
    context = {**desk.each_context(request), "title": title, "why": why}
    return render(request, "admin/error.html", context, status=status)


def _plain(template: str, status: int) -> HttpResponse:
    marks = {"demo": settings.DEMO, "benchmark": settings.BENCHMARK}
    return HttpResponse(render_to_string(template, marks), status=status)
