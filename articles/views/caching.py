"""How public pages are asked for, kept and sent.

Only what is the same for everybody passes through here, so it holds no secret: compressing what a
request put into a page beside a secret would betray it (BREACH, Gluck, Harris and Prado 2013).
The desk, signing in, and every form with its stamp or private address are sent as they are.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.cache import set_response_etag
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_safe
from django.views.decorators.vary import vary_on_headers

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """GET and HEAD only, of a page that is `kept`."""
    return require_safe(kept(view))


def kept(view: View) -> View:
    """Anybody may keep the page, and asks each time whether it still stands; sent compressed."""
    marked = vary_on_headers("Accept-Encoding")(
        cache_control(public=True, no_cache=True)(_tagged(view))
    )
    return gzip_page(conditional_page(marked))


def _tagged(view: View) -> View:
    """A weak ETag of the words: the same however they are sent (RFC 9110, 8.8.1)."""

    @wraps(view)
    def tagged(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        set_response_etag(response)
        response.headers["ETag"] = f"W/{response.headers['ETag']}"
        return response

    return tagged
