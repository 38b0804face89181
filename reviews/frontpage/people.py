"""People on the front page: verifications that end, and accounts that somebody has to see to."""

from collections.abc import Iterator
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.policies import may_publish
from reviews.frontpage.values import LONGEST, Line, WorkList
from reviews.models import Reviewer

ENDS_SOON = timedelta(days=60)


def lists(user: User, *, on: date) -> dict[str, WorkList]:
    """What publishers and administrators have to know about people on that day."""
    manages = user.has_perm("reviews.verify_reviewer")
    found = [_ending(on=on, manages=manages)] if may_publish(user) else []
    if manages:
        found += [*_accounts()]
    return {item.key: item for item in found}


def _ending(*, on: date, manages: bool) -> WorkList:
    ending = Reviewer.objects.filter(
        valid_until__lte=on + ENDS_SOON, suspended=False, user__is_active=True
    ).order_by("valid_until", "pk")
    return WorkList(
        key="ending",
        title=_("Verifications that end"),
        hint=_("From the day after on they cannot sign, and what they signed is flagged."),
        total=ending.count(),
        lines=tuple(
            Line(
                title=reviewer.name,
                url=_address(reviewer) if manages else reviewer.get_absolute_url(),
                about=reviewer.credentials,
                says=(_ends(reviewer.valid_until, on=on),),
            )
            for reviewer in ending[:LONGEST]
        ),
    )


def _ends(day: date | None, *, on: date) -> str:
    assert day is not None
    says = _("ended %(day)s") if day < on else _("ends %(day)s")
    return says % {"day": date_format(day, "j M Y")}


def _accounts() -> Iterator[WorkList]:
    new = Reviewer.objects.filter(verified_by=None, suspended=False, user__is_active=True)
    yield WorkList(
        key="unverified",
        title=_("Reviewers to verify"),
        hint=_("They cannot sign before an administrator has seen their registration."),
        total=new.count(),
        lines=tuple(
            Line(title=reviewer.name, url=_address(reviewer), about=reviewer.credentials)
            for reviewer in new[:LONGEST]
        ),
    )
    # A demonstration waives the second factor.
    if settings.DEMO:
        return
    factors = Authenticator.objects.filter(user=OuterRef("pk"))
    without = User.objects.filter(is_staff=True, is_active=True).exclude(Exists(factors))
    yield WorkList(
        key="factors",
        title=_("Staff without a second factor"),
        hint=_("They cannot use the desk before they have set one up."),
        total=without.count(),
        lines=tuple(
            Line(
                title=user.get_full_name() or user.get_username(),
                url=reverse("admin:auth_user_change", args=[user.pk]),
                about=user.get_username(),
            )
            for user in without.order_by("username")[:LONGEST]
        ),
    )


def _address(reviewer: Reviewer) -> str:
    return reverse("admin:reviews_reviewer_change", args=[reviewer.pk])
