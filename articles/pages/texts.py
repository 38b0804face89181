"""The site's own texts, which stand beside answers and are none."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.enums import SiteTextKind
from articles.models import SiteText
from articles.pages.reading import block


@dataclass(frozen=True)
class SiteTexts:
    """The site's own texts in HTML; empty where nobody has published one yet.

    Without a text of its own, help in a crisis is the emergency numbers.
    """

    disclaimer: SafeString
    keep_taking: SafeString
    emergency_numbers: SafeString
    editorial_policy: SafeString
    funding: SafeString
    privacy: SafeString
    consent: SafeString
    crisis_help: SafeString


def site_texts(*, language: str) -> SiteTexts:
    """The newest version of each site text in that language, else in the site's (one query).

    A text in another language than its page says so, for those who hear the page.
    """
    current = SiteText.objects.current(language=language)

    def html(kind: SiteTextKind) -> SafeString:
        text = current.get(kind)
        shown = block(text.text if text else "", {}, id_prefix=f"{kind}_")
        if text is None or text.language == language:
            return shown
        return format_html('<div lang="{}">{}</div>', text.language, shown)

    return SiteTexts(
        disclaimer=html(SiteTextKind.DISCLAIMER),
        keep_taking=html(SiteTextKind.KEEP_TAKING),
        emergency_numbers=html(SiteTextKind.EMERGENCY_NUMBERS),
        editorial_policy=html(SiteTextKind.EDITORIAL_POLICY),
        funding=html(SiteTextKind.FUNDING),
        privacy=html(SiteTextKind.PRIVACY),
        consent=html(SiteTextKind.CONSENT),
        crisis_help=html(SiteTextKind.CRISIS_HELP) or html(SiteTextKind.EMERGENCY_NUMBERS),
    )
