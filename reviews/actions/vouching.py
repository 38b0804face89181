"""Adding, changing, verifying and suspending reviewers: an administrator vouches for another."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from articles.actions import audit
from articles.errors import Conflict
from articles.policies import require
from articles.verification import seal
from reviews.models import Reviewer, Specialty
from reviews.policies import why_not_vouch
from reviews.verification.reviewers import ADDED, CHANGED

# Whoever changes one of these vouches for all of them.
_VERIFIED = {
    "name",
    "credentials",
    "register",
    "registration_number",
    "specialties",
    "verification",
    "valid_until",
}


@transaction.atomic
def save(reviewer: Reviewer, *, specialties: Collection[Specialty], by: User, at: datetime) -> None:
    """Add or change a validated reviewer; nothing is recorded where nothing differs.

    `by` becomes the verifier of what has to be verified; without a day until which it is valid
    nothing is. Raises `NotAllowed` as `why_not_vouch` says, and `Conflict` when the database
    refuses it: somebody else saved the same meanwhile, or what was signed rests on the old value.
    """
    stored = Reviewer.objects.locked(reviewer.pk) if reviewer.pk else None
    # The person whose row it is, whatever the form says.
    why = why_not_vouch(by, stored or reviewer)
    require(not why, why)
    was = seal(stored) if stored else ""
    changed = _changed(stored, reviewer, specialties)
    if not changed:
        return
    if reviewer.valid_until is None:
        reviewer.verified_by = None
    elif _VERIFIED & set(changed):
        reviewer.verified_by = by
    elif stored:
        reviewer.verified_by = stored.verified_by
    try:
        with transaction.atomic():
            reviewer.save()
            reviewer.specialties.set(specialties)
    except IntegrityError as error:
        raise Conflict(
            _("“%(name)s” was not saved: it clashes with what stands already.") % {"name": reviewer}
        ) from error
    told = {"name": str(reviewer), "fields": ", ".join(changed)}
    verb = CHANGED if stored else ADDED
    audit.record(verb, reviewer, reviewer, by=by, at=at, was=was, **told)


def _changed(
    stored: Reviewer | None, reviewer: Reviewer, specialties: Collection[Specialty]
) -> list[str]:
    """The names of the fields in which the reviewer differs from what is stored, if anything is."""
    before = stored or Reviewer()
    changed = [
        field.name
        for field in Reviewer._meta.concrete_fields
        if field.name not in {"id", "verified_by"}
        and getattr(before, field.attname) != getattr(reviewer, field.attname)
    ]
    known = set(stored.specialties.all()) if stored else set()
    return changed if known == set(specialties) else [*changed, "specialties"]
