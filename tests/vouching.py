"""Reviewers whom an administrator added, verified and changed, to test with."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from reviews.actions import vouching
from reviews.models import Reviewer
from tests import factories as f


def profile(**fields: Any) -> Reviewer:
    """A profile as an administrator fills it in, not saved."""
    user = fields.pop("user", None) or f.user("Reviewers")
    values: dict[str, Any] = {
        "user": user,
        "name": f"Dr {user.last_name}",
        "slug": f"dr-{user.username}",
        "credentials": "MD",
        "register": "Register of examples",
        "registration_number": user.last_name,
        "standing_conflicts": "None declared",
        "verification": "Saw the certificate.",
        "valid_until": f.TODAY.replace(year=f.TODAY.year + 5),
    }
    return Reviewer(**{**values, **fields})


def enrolled(*, by: User | None = None, **fields: Any) -> Reviewer:
    """A reviewer whom that administrator, or one of their own, added and verified."""
    reviewer = profile(**fields)
    saved(reviewer, by=by)
    return reviewer


def saved(reviewer: Reviewer, *, by: User | None = None, at: datetime = f.NOW) -> None:
    """The profile goes through the action as it is, with the first specialty."""
    admin = by or f.user("Administrators")
    vouching.save(reviewer, specialties=[f.specialty()], by=admin, at=at)
