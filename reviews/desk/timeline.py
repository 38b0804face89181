"""Everything that is kept about an answer, loaded once and put in the order of time."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from articles.models import (
    Article,
    AuditEvent,
    DraftEdit,
    Erratum,
    Publication,
    Revision,
    Withdrawal,
)
from articles.pages import alerts
from articles.verification import Fault, faults
from reviews import checklists, verification
from reviews.desk import discussed, rescheduled
from reviews.desk.entries import Entry, name_of
from reviews.desk.rescheduled import Rescheduling
from reviews.enums import NOT_AGAIN
from reviews.models import Assignment, PreviewLink, ReviewComment, ReviewRecord, ReviewRequest


@dataclass(frozen=True)
class Evidence:
    """The rows of an answer, each kind oldest first, and what does not hold of them."""

    article: Article
    edits: Sequence[DraftEdit]
    revisions: Sequence[Revision]
    errata: Sequence[Erratum]
    requests: Sequence[ReviewRequest]
    assignments: Sequence[Assignment]
    comments: Sequence[ReviewComment]
    preview_links: Sequence[PreviewLink]
    records: Sequence[ReviewRecord]
    publications: Sequence[Publication]
    withdrawals: Sequence[Withdrawal]
    # Each with the publications that name its treatment.
    alerts: Sequence[tuple[Withdrawal, Sequence[Publication]]]
    events: Sequence[AuditEvent]
    reschedulings: Sequence[Rescheduling]
    faults: Sequence[Fault]


def load(article: Article) -> Evidence:
    """All evidence of an answer, in a fixed number of queries."""
    edits = article.edits.select_related("editor").order_by("pk")
    revisions = article.revisions.select_related("submitted_by", "based_on__revision", "restores")
    errata = Erratum.objects.filter(revision__article=article).select_related("revision", "by")
    asked = Prefetch("assignments", Assignment.objects.select_related("reviewer", "named_by"))
    requests = ReviewRequest.objects.filter(article=article).select_related("revision", "opened_by")
    comments = ReviewComment.objects.filter(request__article=article).told()
    links = PreviewLink.objects.filter(request__article=article).select_related(
        "request__revision", "created_by", "revoked_by"
    )
    records = ReviewRecord.objects.filter(request__article=article)
    publications = article.publications.select_related(
        "revision__translates__revision", "published_by"
    )
    rows: dict[str, Sequence[Any]] = {
        "edits": list(edits),
        "revisions": list(revisions.prefetch_related("contributors").order_by("pk")),
        "errata": list(errata.order_by("pk")),
        "requests": list(requests.prefetch_related(asked).order_by("pk")),
        "comments": list(comments),
        "preview_links": list(links),
        "records": list(records.select_related("request__revision").order_by("pk")),
        "publications": list(publications.order_by("pk")),
        "withdrawals": list(article.withdrawals.select_related("by").order_by("pk")),
    }
    rows["assignments"] = [row for request in rows["requests"] for row in request.assignments.all()]
    told = alerts.told_of(rows["publications"])
    named = [article, *(row for group in rows.values() for row in group)]
    names = {f"{row._meta.model_name}:{row.pk}" for row in named}
    treatments = {f"treatment:{alert.treatment_id}" for alert, _naming in told}
    # The trail files an alert under its treatment, among what else was done to that.
    about = Q(object__in=names) | Q(object__in=treatments, verb__startswith="alert: ")
    events = list(AuditEvent.objects.filter(about).order_by("pk"))
    this = Article.objects.filter(pk=article.pk)
    found = (*faults(this), *verification.faults(this))
    moved = rescheduled.read(events)
    rows |= {"alerts": told, "events": events, "reschedulings": moved, "faults": found}
    return Evidence(article=article, **rows)


def entries(evidence: Evidence) -> tuple[Entry, ...]:
    """What happened, oldest first; an audit event comes after what it tells of."""
    happened = [
        *_edits(evidence.edits),
        *_revisions(evidence.revisions),
        *_errata(evidence.errata),
        *_requests(evidence),
        *rescheduled.entries(
            evidence.reschedulings, {row.pk: row.revision.number for row in evidence.requests}
        ),
        *_assignments(evidence),
        *discussed.links(evidence.preview_links),
        *discussed.comments(evidence.comments),
        *_records(evidence.records),
        *_publications(evidence.publications),
        *_withdrawals(evidence.withdrawals),
        *_alerts(evidence.alerts, evidence.publications),
        *_events(evidence.events),
    ]
    # Sorting is stable, so what happened in one moment stays in the order of the list.
    return tuple(sorted(happened, key=lambda entry: (entry.at, entry.is_event)))


def _edits(edits: Sequence[DraftEdit]) -> Iterator[Entry]:
    for edit in edits:
        heading = _("Draft saved, edit %(number)d") % {"number": edit.version}
        yield Entry(edit.at, heading, name_of(edit.editor))


def _revisions(revisions: Sequence[Revision]) -> Iterator[Entry]:
    for revision in revisions:
        names = ", ".join(sorted(name_of(user) for user in revision.contributors.all()))
        yield Entry(
            revision.submitted_at,
            _("Version %(number)d submitted") % {"number": revision.number},
            name_of(revision.submitted_by),
            facts=(
                (_("Words by"), names),
                (_("What changed"), revision.change_note),
                *(((_("Correction"), revision.correction),) if revision.correction else ()),
                *(((_("Brings back"), str(revision.restores)),) if revision.restores else ()),
                (_("Change class"), revision.get_proposed_class_display()),
            ),
            hashes=((_("Hash of the words"), revision.sha256),),
        )


def _errata(errata: Sequence[Erratum]) -> Iterator[Entry]:
    for row in errata:
        yield Entry(
            row.at,
            _("Erratum to the change note of version %(number)d") % {"number": row.revision.number},
            name_of(row.by),
            facts=((_("Text"), row.text), (_("Reason"), row.reason)),
            hashes=((_("Hash of the erratum"), row.sha256),),
        )


def _requests(evidence: Evidence) -> Iterator[Entry]:
    for request in evidence.requests:
        yield Entry(
            request.opened_at,
            _("Review of version %(number)d asked for") % {"number": request.revision.number},
            name_of(request.opened_by),
            facts=(
                (_("Due"), rescheduled.first_due(request, evidence.reschedulings)),
                (_("After approval"), request.get_after_approval_display()),
                *(((_("Publish on"), str(request.publish_on)),) if request.publish_on else ()),
                *(((_("Conflict of interest"), note),) if (note := request.conflict_note) else ()),
                (_("Approvals required"), str(request.approvals_required)),
                (_("State now"), request.get_state_display()),
                *(((_("Why publishing failed"), request.failure),) if request.failure else ()),
            ),
        )


def _assignments(evidence: Evidence) -> Iterator[Entry]:
    # The row says why it ended; by whom, only the event of that moment.
    actors = {(event.object, event.at): event.actor_name for event in evidence.events}
    for row in evidence.assignments:
        told = {"name": row.reviewer.name, "number": row.request.revision.number}
        claimed = row.named_by_id == row.reviewer.user_id
        heading = (
            _("Review of version %(number)d claimed by %(name)s")
            if claimed
            else _("%(name)s asked to review version %(number)d")
        )
        why = ((_("Reason"), row.reason),) if row.reason else ()
        yield Entry(row.at, heading % told, name_of(row.named_by), facts=why)
        if row.ended_at is not None:
            heading = _("%(name)s no longer asked to review version %(number)d")
            actor = actors.get((f"reviewrequest:{row.request_id}", row.ended_at), "")
            why = ((_("Reason"), row.ended_because),)
            yield Entry(row.ended_at, heading % told, actor, facts=why)


def _records(records: Sequence[ReviewRecord]) -> Iterator[Entry]:
    for record in records:
        label = _("%(outcome)s: version %(number)d") % {
            "outcome": record.get_outcome_display(),
            "number": record.request.revision.number,
        }
        confirmed = "\n".join(checklists.sentences(json.loads(record.checklist)))
        said = ((_("Comment"), record.comment), (_("Conflict of interest"), record.conflict_note))
        # A refusal publishes nothing: it is signed in the session that is open.
        again = record.reauthenticated
        again = _("Not asked again") if again in NOT_AGAIN else again
        yield Entry(
            record.signed_at,
            label,
            record.reviewer_name,
            facts=(
                (_("Credentials"), f"{record.credentials}, {record.registration}"),
                (_("Scope"), record.get_scope_display()),
                (_("Change class"), record.get_change_class_display()),
                (_("Confirmed"), confirmed or _("Nothing of the checklist")),
                *(pair for pair in said if pair[1]),
                (_("Signed in again by"), again),
            ),
            hashes=(
                (_("Hash of the words"), record.revision_sha256),
                (_("Hash of the statement"), record.statement_sha256),
            ),
            text=record.statement,
        )


def _publications(publications: Sequence[Publication]) -> Iterator[Entry]:
    for number, publication in enumerate(publications, start=1):
        yield Entry(
            publication.published_at,
            _("%(kind)s: version %(number)d")
            % {
                "kind": publication.get_kind_display(),
                "number": publication.revision.number,
            },
            name_of(publication.published_by),
            facts=(
                (_("Number that readers see"), str(number)),
                (_("Last reviewed"), publication.last_reviewed_on.isoformat()),
                (_("Review due"), publication.review_due_on.isoformat()),
            ),
            hashes=((_("Hash of the words"), publication.revision.sha256),),
        )


def _withdrawals(withdrawals: Sequence[Withdrawal]) -> Iterator[Entry]:
    for withdrawal in withdrawals:
        yield Entry(
            withdrawal.at,
            withdrawal.get_kind_display(),
            name_of(withdrawal.by),
            facts=((_("Reason"), withdrawal.reason), (_("Notice to readers"), withdrawal.notice)),
        )


def _alerts(
    told: Sequence[tuple[Withdrawal, Sequence[Publication]]], published: Sequence[Publication]
) -> Iterator[Entry]:
    numbers = {row.pk: number for number, row in enumerate(published, start=1)}
    for alert, naming in told:
        named_in = ", ".join(str(numbers[row.pk]) for row in naming)
        yield Entry(
            alert.at,
            _("%(kind)s about %(treatment)s")
            % {"kind": alert.get_kind_display(), "treatment": alerts.called(alert)[0]},
            name_of(alert.by),
            facts=(
                (_("Versions for readers that name it"), named_in),
                (_("What it concerns"), alert.scope),
                (_("Reason"), alert.reason),
                (_("Notice to readers"), alert.notice),
            ),
        )


def _events(events: Sequence[AuditEvent]) -> Iterator[Entry]:
    for event in events:
        yield Entry(
            event.at,
            _("Audit event %(number)d: %(verb)s %(object)s")
            % {"number": event.pk, "verb": event.verb, "object": event.object},
            event.actor_name,
            facts=((_("Detail"), event.detail),),
            hashes=(
                (_("Previous hash"), event.previous_hash),
                (_("Hash"), event.hash),
            ),
            is_event=True,
        )
