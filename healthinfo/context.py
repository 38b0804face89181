"""What every template knows about the site."""

from django.conf import settings
from django.http import HttpRequest

from articles.languages import own_name, path_in


def site(request: HttpRequest) -> dict[str, object]:
    """The site's name, publisher and contact, and whether this is a demonstration."""
    return {
        "site_name": settings.SITE_NAME,
        "publisher": settings.PUBLISHER,
        "contact_email": settings.CONTACT_EMAIL,
        "demo": settings.DEMO,
        "benchmark": settings.BENCHMARK,
        "languages": [
            (code, own_name(code), path_in(code, "articles:home")) for code, _ in settings.LANGUAGES
        ],
    }
