"""Writing down what a reviewer signed."""

import json
from datetime import datetime
from typing import Any

from django.utils import timezone

from reviews import statements
from reviews.completeness import Decision
from reviews.enums import Outcome
from reviews.models import ReviewDraft, Reviewer, ReviewRecord, ReviewRequest


def record_decision(
    request: ReviewRequest,
    reviewer: Reviewer,
    decision: Decision,
    outcome: Outcome,
    *,
    at: datetime,
) -> ReviewRecord:
    """The decision as a record with its canonical statement; the database checks both."""
    # A clock that was moved back dates no signature before its request.
    at = max(at, request.opened_at)
    signed_on = timezone.localdate(at)
    note = decision.conflict_note.strip() if decision.conflict else ""
    due_on = decision.review_due_on if outcome == Outcome.APPROVED else None
    signed = statements.statement(
        reviewer,
        request,
        outcome=outcome,
        scope=decision.scope,
        change_class=decision.change_class,
        conflict_note=note,
        review_due_on=due_on,
        signed_at=at,
        signed_on=signed_on,
    )
    ReviewDraft.objects.filter(request=request, reviewer=reviewer).delete()
    return ReviewRecord.objects.create(
        request=request,
        reviewer=reviewer,
        revision_sha256=request.revision.sha256,
        outcome=outcome,
        scope=decision.scope,
        change_class=decision.change_class,
        checklist=json.dumps(sorted(decision.checklist)),
        conflict=decision.conflict,
        conflict_disqualifies=decision.conflict_disqualifies,
        conflict_note=note,
        comment=decision.comment.strip(),
        review_due_on=due_on,
        reviewer_name=reviewer.name,
        reviewer_slug=reviewer.slug,
        credentials=reviewer.credentials,
        registration=statements.registration(reviewer),
        **_standing(request, reviewer),
        reauthenticated=decision.reauthenticated,
        signed_at=at,
        signed_on=signed_on,
        statement=signed.text,
        statement_sha256=signed.sha256,
    )


def _standing(request: ReviewRequest, reviewer: Reviewer) -> dict[str, Any]:
    specialised = Reviewer.objects.specialised(request.article_id, for_medicines=True)
    return {
        "specialties": statements.specialties(reviewer),
        "for_medicines": specialised.filter(pk=reviewer.pk).exists(),
    }
