"""The site's own texts, signed by whoever may: those of medical weight by a verified reviewer."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.actions import sitetexts
from articles.enums import SiteTextKind
from articles.errors import NotReady, Unchanged
from articles.models import SiteText
from articles.policies import require
from articles.texts import normalise
from reviews import policies
from reviews.models import Reviewer


@transaction.atomic
def sign_text(kind: SiteTextKind, text: str, *, language: str, by: User, at: datetime) -> SiteText:
    """Publish a new version of a site text in the name of whoever signs it.

    Raises `NotAllowed`, `NotReady` for an empty text, and `Unchanged` for the one that stands.
    """
    reviewer = policies.reviewer_of(by)
    if reviewer is not None:
        reviewer = Reviewer.objects.locked(reviewer.pk)
    why = policies.why_not_sign_text(by, reviewer, kind, on=timezone.localdate(at))
    require(not why, why)
    text = normalise(text)
    if not text:
        raise NotReady([_("Text: it is empty.")])
    newest = SiteText.objects.filter(kind=kind, language=language).order_by("pk").last()
    if newest is not None and newest.text == text:
        raise Unchanged(_("These are the words that stand, so there is no new version."))
    name = by.get_full_name() or by.get_username()
    signed_by = f"{reviewer.name}, {reviewer.credentials}" if reviewer else name
    return sitetexts.publish(kind, text, language=language, signed_by=signed_by[:200], by=by, at=at)
