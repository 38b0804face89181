"""People on the front page: verifications that end, and accounts that somebody has to see to."""

from collections.abc import Iterator
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.policies import may_publish
from reviews.frontpage.values import LONGEST, Line, Rows, Selection, WorkList
from reviews.models import Reviewer

ENDS_SOON = timedelta(days=60)
_REVIEWERS = "reviews_reviewer_changelist"


def lists(user: User, *, on: date) -> dict[str, WorkList]:
    """What publishers and administrators have to know about people on that day."""
    found = [_reviewers(one, user, on=on) for one in reviewers(user, on=on)]
    found += map(_accounts, accounts(user))
    return {item.key: item for item in found}


def reviewers(user: User, *, on: date) -> Iterator[Rows]:
    """The lists of reviewers that concern this user on that day."""
    active = Reviewer.objects.filter(suspended=False, user__is_active=True)
    if user.has_perm("reviews.verify_reviewer"):
        yield Selection(
            "unverified",
            _("Reviewers to verify"),
            _REVIEWERS,
            lambda: active.filter(unverified()),
            _("They cannot sign before an administrator has seen their registration."),
        )
    if may_publish(user):
        yield Selection(
            "ending",
            _("Verifications that end"),
            _REVIEWERS,
            lambda: active.filter(ended(on=on) | ending(on=on)).order_by("valid_until", "pk"),
            _("From the day after on they cannot sign, and what they signed is flagged."),
        )


def accounts(user: User) -> Iterator[Rows]:
    """The lists of accounts that concern this user. A demonstration waives the second factor."""
    if user.has_perm("reviews.verify_reviewer") and not settings.DEMO:
        yield Selection(
            "factors",
            _("Staff without a second factor"),
            "auth_user_changelist",
            _without_second_factor,
            _("They cannot use the desk before they have set one up."),
        )


def ended(*, on: date) -> Q:
    """The reviewers whose verification is over on that day."""
    return Q(valid_until__lt=on)


def ending(*, on: date) -> Q:
    """The reviewers whose verification holds on that day and ends soon."""
    return Q(valid_until__range=(on, on + ENDS_SOON))


def unverified() -> Q:
    """The reviewers whom nobody has verified."""
    return Q(verified_by=None)


def _without_second_factor() -> QuerySet[User]:
    factors = Authenticator.objects.filter(user=OuterRef("pk"))
    staff = User.objects.filter(is_staff=True, is_active=True)
    return staff.exclude(Exists(factors)).order_by("username")


def _reviewers(selection: Rows, user: User, *, on: date) -> WorkList:
    found, manages = selection.find(), user.has_perm("reviews.verify_reviewer")
    return WorkList(
        selection,
        total=found.count(),
        lines=tuple(
            Line(
                title=reviewer.name,
                url=_address(reviewer) if manages else reviewer.get_absolute_url(),
                about=reviewer.credentials,
                says=_ends(reviewer.valid_until, on=on),
            )
            for reviewer in found[:LONGEST]
        ),
    )


def _ends(day: date | None, *, on: date) -> tuple[str, ...]:
    if day is None:
        return ()
    says = _("ended %(day)s") if day < on else _("ends %(day)s")
    return (says % {"day": date_format(day, "j M Y")},)


def _accounts(selection: Rows) -> WorkList:
    found = selection.find()
    return WorkList(
        selection,
        total=found.count(),
        lines=tuple(
            Line(
                title=user.get_full_name() or user.get_username(),
                url=reverse("admin:auth_user_change", args=[user.pk]),
                about=user.get_username(),
            )
            for user in found[:LONGEST]
        ),
    )


def _address(reviewer: Reviewer) -> str:
    return reverse("admin:reviews_reviewer_change", args=[reviewer.pk])
