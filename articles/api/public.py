"""How machines are answered."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from articles.api.problems import Refused, problem
from articles.views.caching import kept

_DEMONSTRATION = "Demonstration: the reviewers are fictitious. Not medical advice."
_BENCHMARK = "Benchmark: a program published this. Nobody has reviewed it. Not advice."
View = Callable[[HttpRequest], dict[str, Any]]


def public_json(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """GET and HEAD only, open to every origin; what nobody reviewed says so in the data.

    Whatever else is tried is told so, with or without a token: there is nothing to forge.
    """

    @csrf_exempt
    @kept
    @wraps(view)
    def respond(request: HttpRequest) -> HttpResponse:
        response = _answered(view, request)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return respond


def _answered(view: View, request: HttpRequest) -> HttpResponse:
    if request.method not in {"GET", "HEAD"}:
        response = problem(HTTPStatus.METHOD_NOT_ALLOWED, "This address is read only.")
        response.headers["Allow"] = "GET, HEAD"
        return response
    try:
        data = view(request)
    except Refused as error:
        return problem(HTTPStatus.BAD_REQUEST, str(error))
    return JsonResponse(_marks() | data, json_dumps_params={"ensure_ascii": False})


def _marks() -> dict[str, Any]:
    demonstration = {"demonstration": _DEMONSTRATION} if settings.DEMO else {}
    return demonstration | ({"benchmark": _BENCHMARK} if settings.BENCHMARK else {})
