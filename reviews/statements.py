"""What a reviewer signs: one canonical JSON text, and the sentence that it means."""

from datetime import UTC, date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.snapshots import Snapshot, canonical
from reviews.enums import Scope
from reviews.models import Reviewer, ReviewRequest

# Schema 1 said nothing of what readers are told about the change; its readers stay.
SCHEMA = 2


def sentence(
    reviewer: Reviewer, request: ReviewRequest, *, scope: Scope, review_due_on: date
) -> str:
    """The sentence a reviewer sees above the password: what the signature means."""
    return _(
        "I, %(name)s (%(credentials)s, %(registration)s), have reviewed %(scope)s and approve "
        "these words, hash %(hash)s, for readers until %(until)s."
    ) % {
        "name": reviewer.name,
        "credentials": reviewer.credentials,
        "registration": registration(reviewer),
        "scope": scope.label,
        "hash": f"{request.revision.sha256[:4]}…{request.revision.sha256[-4:]}",
        "until": date_format(review_due_on),
    }


def registration(reviewer: Reviewer) -> str:
    """Register and number, as the record and the database's guard spell them."""
    return f"{reviewer.register} {reviewer.registration_number}"


def specialties(reviewer: Reviewer) -> str:
    """The reviewer's specialties, as the record and the database's guard spell them (a query)."""
    names = reviewer.specialties.order_by("name").values_list("name", flat=True)
    return ", ".join(names)


def statement(
    reviewer: Reviewer,
    request: ReviewRequest,
    *,
    outcome: str,
    scope: str,
    change_class: str,
    conflict_note: str,
    review_due_on: date | None,
    signed_at: datetime,
    signed_on: date,
) -> Snapshot:
    """The canonical text of a decision and its SHA-256; what a publication shows of it."""
    revision = request.revision
    return canonical(
        {
            "schema": SCHEMA,
            "request": str(request.key),
            "revision": revision.sha256,
            "number": revision.number,
            "change_note": revision.change_note,
            "correction": revision.correction,
            "name": reviewer.name,
            "slug": reviewer.slug,
            "credentials": reviewer.credentials,
            "registration": registration(reviewer),
            "specialties": specialties(reviewer),
            "standing_conflicts": reviewer.standing_conflicts,
            "conflict_note": conflict_note,
            "outcome": outcome,
            "scope": scope,
            "change_class": change_class,
            "review_due_on": review_due_on.isoformat() if review_due_on else None,
            "signed_at": signed_at.astimezone(UTC).isoformat(timespec="microseconds"),
            "signed_on": signed_on.isoformat(),
        }
    )
