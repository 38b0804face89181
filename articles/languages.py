"""The languages of the site: the path alone says which one a page is in.

The default language has no prefix, the others have one (`/de/…`).
"""

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info, override


def current() -> str:
    """The language that the address asked for; only views need it."""
    return get_language() or settings.LANGUAGE_CODE


def path_in(language: str, name: str, *args: object) -> str:
    """The path of the named address in that language."""
    with override(language):
        return reverse(name, args=args)


def own_name(language: str) -> str:
    """What the language calls itself: `Deutsch`."""
    return capfirst(str(get_language_info(language)["name_local"]))
