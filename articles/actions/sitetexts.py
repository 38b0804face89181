"""The site's own texts: a new version replaces none."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from articles.actions import audit
from articles.enums import SiteTextKind
from articles.models import SiteText


@transaction.atomic
def publish(
    kind: SiteTextKind,
    text: str,
    *,
    language: str = settings.LANGUAGE_CODE,
    region: str = "",
    signed_by: str,
    by: User,
    at: datetime,
) -> SiteText:
    """Publish a new version of a site text, in one language, that the named reviewer signed."""
    site_text = SiteText.objects.create(
        kind=kind, text=text, language=language, region=region, signed_by=signed_by, at=at
    )
    audit.record("published site text", site_text, by=by, at=at, kind=kind)
    return site_text
