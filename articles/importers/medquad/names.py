"""Names, questions and addresses, tidied and compared."""

import re
import unicodedata
from collections.abc import Container

from django.utils.text import slugify

from articles.models.validators import RESERVED_SLUGS
from articles.texts import normalise

# Left and right single quotation mark, modifier letter, prime, acute and grave accent.
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\u2032\u00b4\u0060", "'"))
# The column holds 160; the rest is for a number.
_SLUG_LENGTH = 150


def tidy(text: str) -> str:
    """The text in NFC on one line with single blanks."""
    return " ".join(normalise(text).split())


def key(name: str) -> str:
    """What two spellings of one name have in common: letters whatever their case, apostrophe
    or blanks. Nothing else makes two names one."""
    return unicodedata.normalize("NFC", tidy(name).translate(_APOSTROPHES).casefold())


def question(text: str) -> str:
    """The question, word for word, ending in at most one question mark right after its word."""
    return re.sub(r"[\s?]*\?$", "?", tidy(text)).removeprefix("?")


def free_slug(text: str, taken: Container[str], *, fallback: str) -> str:
    """An address made from `text`, with a number when it is reserved or in `taken`; made from
    `fallback` when the text has no Latin letter or digit."""
    words = slugify(text.replace("(are)", "").replace("_", " "))
    base = words[:_SLUG_LENGTH].strip("-") or fallback
    slug, number = base, 1
    while slug in taken or slug in RESERVED_SLUGS:
        number += 1
        slug = f"{base}-{number}"
    return slug
