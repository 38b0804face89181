"""The checks of what reviewers signed, and of publications against the signatures they rest on."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from articles import changes, snapshots
from articles.enums import ChangeClass
from articles.models import Article, Publication
from articles.verification import (
    CHUNK,
    ROUTE,
    Fault,
    batches,
    changed,
    lost,
    place,
    place_of_publication,
    untold,
)
from reviews.enums import Outcome, Scope
from reviews.models import ReviewRecord

# The audit trail keeps the hash of what was signed under these verbs.
_TOLD_AS = {
    Outcome.APPROVED: "approved",
    Outcome.CHANGES_REQUESTED: "asked for changes",
    Outcome.DECLINED: "declined",
}


def audit_trail() -> Iterator[Fault]:
    """Events that tell of a decision that is not there."""
    for verb in _TOLD_AS.values():
        yield from lost(ReviewRecord, verb)


def faults(articles: QuerySet[Article]) -> Iterator[Fault]:
    """What does not hold of those articles' signatures."""
    records = ReviewRecord.objects.filter(request__article__in=articles).select_related(
        "request__revision__article__condition"
    )
    for record in records.iterator(chunk_size=CHUNK):
        yield from of_record(record)
    for outcome, verb in _TOLD_AS.items():
        for record in untold(records.filter(outcome=outcome), verb, "statement_sha256"):
            yield Fault(_where(record), _("no audit event tells of this signature"))
    yield from changed(records, _where)


def publications(articles: QuerySet[Article]) -> Iterator[Fault]:
    """What does not hold of those articles' publications, by the signatures that they use."""
    rows = Publication.objects.filter(article__in=articles).select_related(*ROUTE)
    for batch in batches(rows):
        signed = _by_approval(batch)
        for publication in batch:
            yield from of_publication(publication, signed[publication.approval])


def of_record(record: ReviewRecord) -> Iterator[Fault]:
    """What does not hold of one signature; needs its request and revision loaded."""
    if snapshots.digest(record.statement) != record.statement_sha256:
        yield Fault(_where(record), _("changed: the signed statement does not give its hash"))
    # Signatures from before specialties were kept do not speak of them.
    statement = {"specialties": ""} | _parsed(record.statement)
    columns = _columns(record, statement.get("schema", 1))
    differing = [name for name, value in columns.items() if statement.get(name) != value]
    if differing:
        yield Fault(
            _where(record),
            _("changed: the record differs from the signed statement in %(fields)s")
            % {"fields": ", ".join(differing)},
        )
    if record.revision_sha256 != record.request.revision.sha256:
        yield Fault(_where(record), _("it was signed for other words than its version holds"))


def of_publication(publication: Publication, records: Sequence[ReviewRecord]) -> Iterator[Fault]:
    """What does not hold of one publication, given all records of its request, oldest first.

    Needs the publication's revision loaded, and the requests of the records.
    """
    where = place_of_publication(publication)
    approvals = [
        record
        for record in records
        if record.outcome == Outcome.APPROVED
        and record.revision_sha256 == publication.revision.sha256
        and record.request.revision_id == publication.revision_id
    ]
    if publication.signers != f"[{','.join(record.statement for record in approvals)}]":
        yield Fault(where, _("its signers are not the ones who signed these words"))
    counting = _counting(publication, approvals)
    required = max((record.request.approvals_required for record in records), default=1)
    if len(counting) < required:
        yield Fault(where, _("it lacks a signature"))
    medicines = any(record.request.for_medicines for record in records)
    if medicines and not any(record.for_medicines for record in counting):
        yield Fault(where, _("it lacks the signature of a pharmacist or a fitting specialty"))
    whole = [record.signed_on for record in approvals if record.scope == Scope.WHOLE_PAGE]
    if publication.rests_on_id is None and publication.last_reviewed_on != min(whole, default=None):
        yield Fault(where, _("its date of the last review is not the day of a signature"))


def _counting(
    publication: Publication, approvals: Sequence[ReviewRecord]
) -> Sequence[ReviewRecord]:
    """Of the approvals of what its author or a signer calls material, those for the whole page."""
    classes = (record.change_class for record in approvals)
    if changes.highest(publication.revision.proposed_class, *classes) != ChangeClass.MATERIAL:
        return approvals
    return [record for record in approvals if record.scope == Scope.WHOLE_PAGE]


def _by_approval(publications: Sequence[Publication]) -> defaultdict[UUID, list[ReviewRecord]]:
    """The records of the requests on which the publications rest, oldest first (one query)."""
    found = defaultdict(list)
    keys = [publication.approval for publication in publications]
    records = ReviewRecord.objects.filter(request__key__in=keys).select_related("request")
    for record in records.order_by("pk"):
        found[record.request.key].append(record)
    return found


def _where(record: ReviewRecord) -> str:
    return _("%(version)s, signature of %(name)s") % {
        "version": place(record.request.revision),
        "name": record.reviewer_name,
    }


def _columns(record: ReviewRecord, schema: int) -> dict[str, Any]:
    """What a statement of that schema says, taken from the columns of record and revision."""
    revision = record.request.revision
    since_schema_2 = {"change_note": revision.change_note, "correction": revision.correction}
    return {
        **(since_schema_2 if schema > 1 else {}),
        "request": str(record.request.key),
        "revision": record.revision_sha256,
        "name": record.reviewer_name,
        "slug": record.reviewer_slug,
        "credentials": record.credentials,
        "registration": record.registration,
        "specialties": record.specialties,
        "conflict_note": record.conflict_note,
        "outcome": record.outcome,
        "scope": record.scope,
        "change_class": record.change_class,
        "review_due_on": record.review_due_on.isoformat() if record.review_due_on else None,
        "signed_at": record.signed_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "signed_on": record.signed_on.isoformat(),
    }


def _parsed(text: str) -> dict[str, Any]:
    """A statement's fields; none where the text is no JSON object any more."""
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
