"""A reviewer decides: approve exactly these words, or ask for changes."""

from dataclasses import replace
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import changes
from articles.actions import audit, publishing
from articles.actions.publishing import Approval
from articles.enums import ChangeClass
from articles.errors import Conflict, NotReady, RuleError
from articles.policies import may_publish, require
from reviews import completeness
from reviews.actions.recording import record_decision
from reviews.completeness import Decision
from reviews.enums import READY_TO_PUBLISH, AfterApproval, Outcome, Scope, State
from reviews.guards import refusals
from reviews.models import Reviewer, ReviewRecord, ReviewRequest
from reviews.policies import why_not_decide


@transaction.atomic
def approve(
    request_id: int, *, reviewer: Reviewer, decision: Decision, at: datetime
) -> ReviewRecord:
    """Sign the request's revision; publish it at once if that is what the submission said.

    Raises `NotAllowed`, and `NotReady` naming what is missing. A publish that fails keeps the
    signature and says why on the request.
    """
    request = ReviewRequest.objects.locked(request_id)
    reviewer = Reviewer.objects.locked(reviewer.pk)
    _require_allowed(reviewer, request, decision.scope, at=at)
    completeness.require_signed_in_again(decision)
    completeness.require_whole(request, decision, on=timezone.localdate(at))
    # An alert is raised before it, and acknowledged, or after it, and stands (`retracting.alert`).
    audit.lock()
    known = completeness.require_acknowledged(request, decision)
    record = record_decision(request, reviewer, decision, Outcome.APPROVED, at=at)
    told = {"sha256": record.statement_sha256, **({"alerts": known} if known else {})}
    audit.record("approved", record, by=reviewer.user, at=at, **told)
    if _has_its_approvals(request):
        _after_approval(request, by=reviewer.user, at=at)
    return record


@transaction.atomic
def request_changes(
    request_id: int, *, reviewer: Reviewer, decision: Decision, at: datetime
) -> ReviewRecord:
    """Send the revision back with a reason, which may be the reviewer's own open comments.

    Raises `NotAllowed`, and `NotReady` with neither.
    """
    request = ReviewRequest.objects.locked(request_id)
    decision = replace(decision, comment=completeness.reason(request, reviewer, decision))
    no_reason = _("Reason: say what has to change.")
    record = _refuse(request, reviewer, decision, Outcome.CHANGES_REQUESTED, no_reason, at=at)
    _move(request, State.CHANGES_REQUESTED)
    audit.record(
        "asked for changes", record, by=reviewer.user, at=at, sha256=record.statement_sha256
    )
    return record


@transaction.atomic
def decline(
    request_id: int, *, reviewer: Reviewer, decision: Decision, at: datetime
) -> ReviewRecord:
    """Say that these words should not be published at all. Raises as `request_changes` does."""
    request = ReviewRequest.objects.locked(request_id)
    no_reason = _("Reason: say why it should not appear.")
    record = _refuse(request, reviewer, decision, Outcome.DECLINED, no_reason, at=at)
    _move(request, State.DECLINED)
    audit.record("declined", record, by=reviewer.user, at=at, sha256=record.statement_sha256)
    return record


@transaction.atomic
def publish(request_id: int, *, by: User, at: datetime, conflict_note: str = "") -> ReviewRequest:
    """A publisher publishes what was approved and held, or tries again what failed.

    A conflict of interest that they declare is kept in the audit trail. A publish that fails
    leaves the request failed with the reason. Raises `Conflict` when the request is not, or no
    longer, waiting for it.
    """
    require(may_publish(by), _("Only publishers publish."))
    request = ReviewRequest.objects.locked(request_id)
    if request.state not in READY_TO_PUBLISH:
        raise Conflict(_("This request is not waiting to be published."))
    go_live(request, by=by, at=at)
    if note := conflict_note.strip():
        audit.record("declared a conflict", request, by=by, at=at, conflict_note=note)
    return request


def _refuse(
    request: ReviewRequest,
    reviewer: Reviewer,
    decision: Decision,
    outcome: Outcome,
    no_reason: str,
    *,
    at: datetime,
) -> ReviewRecord:
    reviewer = Reviewer.objects.locked(reviewer.pk)
    _require_allowed(reviewer, request, decision.scope, at=at)
    problems = [] if decision.comment.strip() else [no_reason]
    problems += completeness.conflict_problems(decision)
    if problems:
        raise NotReady(problems)
    return record_decision(request, reviewer, decision, outcome, at=at)


def _has_its_approvals(request: ReviewRequest) -> bool:
    """Whether as many approved as it takes, one of them for the medicines where it takes one.

    Where any of them calls the change material, only those count who reviewed the whole page.
    """
    approvals = request.records.filter(outcome=Outcome.APPROVED)
    classes = approvals.values_list("change_class", flat=True)
    if changes.highest(request.revision.proposed_class, *classes) == ChangeClass.MATERIAL:
        approvals = approvals.filter(scope=Scope.WHOLE_PAGE)
    return approvals.count() >= request.approvals_required and (
        not request.for_medicines or approvals.filter(for_medicines=True).exists()
    )


def _after_approval(request: ReviewRequest, *, by: User, at: datetime) -> None:
    if request.after_approval == AfterApproval.HOLD:
        _move(request, State.HELD)
    elif request.publish_on and request.publish_on > timezone.localdate(at):
        _move(request, State.SCHEDULED)
    else:
        # Its day has come, or there is none.
        _move(request, State.APPROVED)
        go_live(request, by=by, at=at)


def go_live(request: ReviewRequest, *, by: User, at: datetime) -> None:
    """Publish a locked request that is ready for it; a failure is kept with the signatures."""
    try:
        _require_signers_stand(request, on=timezone.localdate(at))
        # Atomic itself: a failure goes back to its savepoint.
        publishing.publish(_approval(request), by=by, at=at)
    except (RuleError, IntegrityError) as error:
        # A guard of the database refuses like a rule: the signatures stay either way.
        why = refusals.sentence(error) if isinstance(error, IntegrityError) else str(error)
        _move(request, State.FAILED, failure=why)
        audit.record("publishing failed", request, by=by, at=at, reason=why)
    else:
        _move(request, State.PUBLISHED)


def _require_signers_stand(request: ReviewRequest, *, on: date) -> None:
    """Words go public only on the strength of people who could sign for them that day."""
    for why in completeness.fallen_signers(request, on=on):
        raise Conflict(why)


def _approval(request: ReviewRequest) -> Approval:
    records = list(request.records.filter(outcome=Outcome.APPROVED).order_by("pk"))
    whole = [record.signed_on for record in records if record.scope == Scope.WHOLE_PAGE]
    return Approval(
        key=request.key,
        revision_id=request.revision_id,
        sha256=request.revision.sha256,
        statements=tuple(record.statement for record in records),
        whole_page_on=min(whole, default=None),
        review_due_on=min(record.review_due_on for record in records if record.review_due_on),
    )


def _require_allowed(
    reviewer: Reviewer, request: ReviewRequest, scope: Scope, *, at: datetime
) -> None:
    why = why_not_decide(reviewer, request, scope=scope, on=timezone.localdate(at))
    require(not why, why)


def _move(request: ReviewRequest, state: State, *, failure: str = "") -> None:
    request.state = state
    request.failure = failure[:500]
    request.save(update_fields=["state", "failure"])
