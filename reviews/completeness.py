"""What a decision has to contain before it can be signed, and what bars publishing it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import changes, freshness
from articles import obstacles as bars
from articles.enums import ChangeClass
from articles.errors import NotReady
from articles.models import Treatment, Withdrawal
from articles.pages import alerts
from reviews import checklists, discussion
from reviews.enums import NOT_AGAIN, Outcome, Scope
from reviews.models import ReviewComment, Reviewer, ReviewRecord, ReviewRequest


@dataclass(frozen=True)
class Decision:
    """What the reviewer filled in. `reauthenticated` says how they signed in again."""

    scope: Scope
    change_class: ChangeClass
    checklist: Sequence[str]
    conflict: bool
    conflict_disqualifies: bool
    conflict_note: str
    comment: str
    review_due_on: date | None
    reauthenticated: str
    # The open comments that were named to the signer, by their keys.
    acknowledged: frozenset[int] = frozenset()
    # The safety alerts about treatments that were named to the signer, by their keys.
    alerts: frozenset[int] = frozenset()


def require_whole(request: ReviewRequest, decision: Decision, *, on: date) -> None:
    """Raise `NotReady` naming everything that an approval on that day still lacks."""
    lowest = changes.highest(request.revision.proposed_class, floor(request).change_class)
    problems = [
        *conflict_problems(decision),
        *_checklist_problems(request, decision),
        *_date_problems(request, decision, on=on),
        *_scope_problems(request, decision, lowest),
        *_class_problems(decision, lowest),
        *_objection_problems(request),
    ]
    if decision.conflict_disqualifies:
        problems.append(_("Conflict of interest: it disqualifies you from approving this."))
    if problems:
        raise NotReady(problems)


def require_signed_in_again(decision: Decision) -> None:
    """Raise `NotReady` unless the signer proved anew who they are."""
    if decision.reauthenticated in NOT_AGAIN:
        raise NotReady([_("Password: sign in once more to sign.")])


def require_acknowledged(request: ReviewRequest, decision: Decision) -> str:
    """Raise `NotReady` for open comments, and alerts that the signature would end, that the
    signer was not shown, or did not acknowledge. Returns those alerts, for the audit trail."""
    still_open = {comment.pk for comment in discussion.unresolved(request)}
    unseen = len(still_open - decision.acknowledged)
    if unseen:
        sentence = ngettext(
            "Comments: %(count)d is open. Resolve it, or say that you sign all the same.",
            "Comments: %(count)d are open. Resolve them, or say that you sign all the same.",
            unseen,
        )
        raise NotReady([sentence % {"count": unseen}])
    ended = {alert.pk for alert in ending(request, decision.scope)}
    if ended - decision.alerts:
        raise NotReady([_("Safety alerts: say that the words take each into account.")])
    return ", ".join(f"withdrawal:{key}" for key in sorted(ended))


def ending(request: ReviewRequest, scope: Scope) -> list[Withdrawal]:
    """The standing alerts that such an approval would end above these words (`model.md`)."""
    return alerts.over(request.revision) if scope == Scope.WHOLE_PAGE else []


def reason(request: ReviewRequest, reviewer: Reviewer, decision: Decision) -> str:
    """Why the words go back: what the reviewer wrote, else their own open comments in a list."""
    if decision.comment.strip():
        return decision.comment.strip()
    mine = discussion.unresolved(request).filter(request=request, reviewer=reviewer)
    return "\n\n".join(_as_reason(comment) for comment in mine)


def conflict_problems(decision: Decision) -> list[str]:
    """A declared conflict of interest says which; one that disqualifies is declared."""
    declared = decision.conflict or decision.conflict_disqualifies
    if declared and not (decision.conflict and decision.conflict_note.strip()):
        return [_("Conflict of interest: say which.")]
    return []


def fallen_signers(request: ReviewRequest, *, on: date) -> tuple[str, ...]:
    """Whoever approved the request and could not sign on that day, each in a sentence."""
    return _fallen([request.pk], on=on)[request.pk]


def obstacles(request: ReviewRequest, *, on: date) -> tuple[str, ...]:
    """Why an open request's version could not be published on that day, whoever signs it yet."""
    return obstacles_of([request], on=on)[request.pk] if request.is_open else ()


def obstacles_of(requests: Sequence[ReviewRequest], *, on: date) -> dict[int, tuple[str, ...]]:
    """The same of many open requests, by key (three queries)."""
    barred = bars.of_many([request.revision for request in requests])
    fallen = _fallen([request.pk for request in requests], on=on)
    return {request.pk: barred[request.revision_id] + fallen[request.pk] for request in requests}


def _fallen(requests: Collection[int], *, on: date) -> dict[int, tuple[str, ...]]:
    signed = ReviewRecord.objects.filter(request__in=requests, outcome=Outcome.APPROVED)
    fallen: dict[int, tuple[str, ...]] = dict.fromkeys(requests, ())
    for record in signed.select_related("reviewer__user").order_by("pk"):
        if not record.reviewer.may_sign_on(on):
            fallen[record.request_id] += (
                _("The verification of %(name)s, who signed, is missing, over or suspended.")
                % {"name": record.reviewer_name},
            )
    return fallen


def floor(request: ReviewRequest) -> changes.Floor:
    """The lowest change class of the request's revision against what is live."""
    live = request.article.live
    return changes.floor(
        live.revision.snapshot if live else None,
        request.revision.snapshot,
        medicines=Treatment.objects.medicine_names(),
    )


def _as_reason(comment: ReviewComment) -> str:
    about = f"“{comment.quote}”" if comment.quote else discussion.where(comment)
    return f"{about}: {comment.text}"


def _objection_problems(request: ReviewRequest) -> list[str]:
    return [
        _("Objection of %(name)s to version %(number)d: answer it first.")
        % {"name": record.reviewer_name, "number": record.request.revision.number}
        for record in discussion.unanswered(request)
    ]


def _checklist_problems(request: ReviewRequest, decision: Decision) -> list[str]:
    points = checklists.items(request.article.kind, decision.scope)
    return [
        _("Checklist: “%(point)s” is not ticked.") % {"point": sentence}
        for key, sentence in points.items()
        if key not in decision.checklist
    ]


def _date_problems(request: ReviewRequest, decision: Decision, *, on: date) -> list[str]:
    latest = freshness.latest_due_date(request.article.kind, reviewed_on=on)
    due_on, day = decision.review_due_on, request.publish_on
    if due_on is None or not on < due_on <= latest:
        return [
            _("Review again by: choose a day after today and not after %(latest)s.")
            % {"latest": latest.isoformat()}
        ]
    if decision.scope == Scope.WHOLE_PAGE and day is not None and due_on <= day:
        return [
            _("Review again by: choose a day after %(day)s, when it is to be published.")
            % {"day": day.isoformat()}
        ]
    return []


def _class_problems(decision: Decision, lowest: ChangeClass) -> list[str]:
    if changes.highest(decision.change_class, lowest) == decision.change_class:
        return []
    return [_("How much it changes: it is material.")]


def _scope_problems(request: ReviewRequest, decision: Decision, lowest: ChangeClass) -> list[str]:
    if decision.scope == Scope.WHOLE_PAGE:
        return []
    live = request.article.live
    if live is not None and live.revision_id == request.revision_id:
        return [_("Scope: only a review of the whole page reconfirms an answer.")]
    proposed = (
        lowest,
        decision.change_class,
        # What one signer calls material is material for the others.
        *request.records.filter(outcome=Outcome.APPROVED).values_list("change_class", flat=True),
    )
    if changes.highest(*proposed) == ChangeClass.MATERIAL:
        return [_("Scope: a material change needs a review of the whole page.")]
    return []
