"""How public pages are asked for and kept."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponseBase]


def public(view: View) -> View:
    """GET and HEAD only; anybody may keep the page, and asks each time whether it still stands."""
    return require_safe(cache_control(public=True, no_cache=True)(view))
