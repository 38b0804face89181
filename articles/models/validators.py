"""What a field refuses, shared by models, forms and importers."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Words that addresses of ours begin or end with.
RESERVED_SLUGS = frozenset({"history", "index", "new", "admin", "api", "feed", "ask"})
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def validate_slug(value: str) -> None:
    """Lower-case ASCII words and digits with single hyphens, and no reserved word."""
    if not _SLUG.fullmatch(value):
        raise ValidationError(_("Use lower-case letters, digits and single hyphens."))
    if value in RESERVED_SLUGS:
        raise ValidationError(_("“%(word)s” is reserved."), params={"word": value})


def validate_no_control_characters(value: str) -> None:
    """No control, private or unassigned characters: they hide in names and logs."""
    if any(unicodedata.category(character) in {"Cc", "Co", "Cs", "Cn"} for character in value):
        raise ValidationError(_("This text has invisible control characters."))
