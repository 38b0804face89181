"""Opening an answer at the desk: for whom, and in which frame."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from articles.models import Article
from articles.policies import may_edit
from reviews.desk.site import site


def editable(request: HttpRequest, article_id: int) -> Article:
    """The article, its draft's rows and live version loaded, for somebody who may edit it.

    Raises `PermissionDenied` (403) before `Http404`, so that nobody else learns which exist.
    """
    if not (site.has_permission(request) and may_edit(request.user)):
        raise PermissionDenied
    articles = Article.objects.select_related(
        "condition",
        "owner",
        "live__revision",
        "follows__revision",
        "translation_of__live__revision",
    )
    rows = articles.prefetch_related("entries", "team", "citations")
    return get_object_or_404(rows, pk=article_id)


def person(request: HttpRequest) -> User:
    """Who is signed in; only behind `editable`."""
    assert isinstance(request.user, User)
    return request.user


def screen(
    request: HttpRequest, name: str, context: Mapping[str, Any], *, status: int = 200
) -> TemplateResponse:
    """A screen of an answer in the desk's frame: `templates/admin/articles/article/<name>.html`."""
    return TemplateResponse(
        request,
        f"admin/articles/article/{name}.html",
        {**site.each_context(request), "opts": Article._meta, **context},
        status=status,
    )
