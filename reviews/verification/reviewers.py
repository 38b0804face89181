"""The check of reviewers: each is the person that the audit trail tells of."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.models import AuditEvent
from articles.verification import MARK, Fault, changed, lost, unnamed
from reviews.models import Reviewer

# The verbs of the audit events that tell of reviewers.
ADDED = "added"
CHANGED = "changed"


def audit_trail() -> Iterator[Fault]:
    """What does not hold of reviewers, and events that tell of one who is not there."""
    for verb in (ADDED, CHANGED):
        yield from lost(Reviewer, verb)
    rows = Reviewer.objects.order_by("pk")
    if first := _first_sealed():
        # Before seals, a program could add reviewers without a word in the trail.
        for reviewer in unnamed(rows.filter(pk__gt=first), ADDED):
            yield Fault(_where(reviewer), _("no audit event tells of it"))
    yield from changed(rows.prefetch_related("specialties"), _where)


def _first_sealed() -> int | None:
    """The key of the first reviewer whose adding keeps a seal; None where there is none."""
    added = AuditEvent.objects.filter(verb=ADDED, object__startswith="reviewer:")
    event = added.filter(detail__contains=MARK).order_by("pk").first()
    return int(event.object.partition(":")[2]) if event else None


def _where(reviewer: Reviewer) -> str:
    return _("reviewer %(key)d (%(name)s)") % {"key": reviewer.pk, "name": reviewer.name}
