"""The language of a request, and the headers that every response carries."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

Respond = Callable[[HttpRequest], HttpResponse]
_PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


def headers(get_response: Respond) -> Respond:
    """Permissions-Policy and CORP everywhere; what nobody reviewed stays out of search engines."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if settings.DEMO or settings.BENCHMARK:
            response.headers["X-Robots-Tag"] = "noindex"
        return response

    return respond


def language(get_response: Respond) -> Respond:
    """The path alone chooses the language.

    Django's `LocaleMiddleware` would ask the browser too, and say so in `Vary`: then no cache
    could keep one page for everybody.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        code = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(code):
            response = get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response

    return respond
