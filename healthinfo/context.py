"""What every template knows about the site."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """The site's name, publisher and contact, and whether this is a demonstration."""
    return {
        "site_name": settings.SITE_NAME,
        "publisher": settings.PUBLISHER,
        "contact_email": settings.CONTACT_EMAIL,
        "demo": settings.DEMO,
        "benchmark": settings.BENCHMARK,
    }
