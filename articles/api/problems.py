"""Errors for machines (RFC 9457, `application/problem+json`)."""

from http import HTTPStatus

from django.http import HttpRequest, JsonResponse


class Refused(Exception):
    """The request cannot be answered as it stands; `str()` says which parameter and why."""


def problem(status: HTTPStatus, detail: str) -> JsonResponse:
    """The error as a problem document."""
    data = {"title": status.phrase, "status": status.value, "detail": detail}
    return JsonResponse(data, status=status, content_type="application/problem+json")


def number(request: HttpRequest, name: str, *, default: int, low: int, high: int) -> int:
    """A whole number of the query string within its bounds. Raises `Refused`."""
    text = request.GET.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10 and low <= int(text) <= high):
        raise Refused(f"“{name}” is a whole number from {low} to {high}.")
    return int(text)
