"""Putting a revision before its reviewers."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import NotRequired, TypedDict, Unpack

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import outlines
from articles.actions import audit, drafting, restoring
from articles.enums import ChangeClass
from articles.errors import Conflict, NotReady, Unchanged
from articles.models import Article, Revision
from articles.policies import may_edit, require
from articles.verification import seal
from reviews import queues, staffing
from reviews.actions.assigning import assign
from reviews.enums import AfterApproval, Priority, State
from reviews.models import Reviewer, ReviewRequest

# The verb of the audit events that tell of another due date or priority.
RESCHEDULED = "rescheduled"


class Asked(TypedDict):
    """Who is asked, how soon, and what follows an approval (`open_request`)."""

    reviewers: Sequence[Reviewer]
    due_on: date
    after_approval: NotRequired[AfterApproval]
    publish_on: NotRequired[date | None]
    reason: NotRequired[str]
    priority: NotRequired[Priority]
    conflict_note: NotRequired[str]


@transaction.atomic
def submit_for_review(
    article_id: int,
    *,
    expected_version: int,
    change_class: ChangeClass,
    change_note: str,
    correction: str = "",
    by: User,
    at: datetime,
    **asked: Unpack[Asked],
) -> ReviewRequest:
    """Freeze the draft and ask these reviewers for it (`drafting.submit`, `open_request`).

    Raises `Unchanged` for the words of the open request, whose signatures it would throw away.
    """
    Article.objects.locked(article_id)
    # Two events are written here. The rows that the second one names are locked before the
    # first takes the head of the chain, which somebody who changes a reviewer may wait for.
    Reviewer.objects.lock(asked["reviewers"])
    revision = drafting.submit(
        article_id,
        expected_version=expected_version,
        change_class=change_class,
        change_note=change_note,
        correction=correction,
        by=by,
        at=at,
    )
    same = ReviewRequest.objects.open().filter(revision__sha256=revision.sha256)
    if same.filter(article_id=article_id).exists():
        raise Unchanged(
            _("These words are before reviewers already. To ask anew, cancel that review first.")
        )
    return open_request(revision.pk, by=by, at=at, **asked)


@transaction.atomic
def ask_to_roll_back(
    article_id: int,
    number: int,
    *,
    change_note: str,
    correction: str = "",
    by: User,
    at: datetime,
    **asked: Unpack[Asked],
) -> ReviewRequest:
    """Ask these reviewers to bring back a published version (`restoring.restore`)."""
    Article.objects.locked(article_id)
    Reviewer.objects.lock(asked["reviewers"])
    revision = restoring.restore(
        article_id, number, change_note=change_note, correction=correction, by=by, at=at
    )
    return open_request(revision.pk, by=by, at=at, **asked)


@transaction.atomic
def open_request(
    revision_id: int,
    *,
    reviewers: Sequence[Reviewer],
    due_on: date,
    after_approval: AfterApproval = AfterApproval.PUBLISH,
    publish_on: date | None = None,
    by: User,
    at: datetime,
    reason: str = "",
    priority: Priority = Priority.NORMAL,
    conflict_note: str = "",
    because: str = "",
) -> ReviewRequest:
    """Ask these reviewers for a revision; an older open request of the article becomes stale.

    Where fewer are asked than have to approve, whoever fits may claim the rest. `reason` says
    why reviewers of another specialty are asked, `conflict_note` what `by` declares of themself.
    With `because` it is the system that asks, in the name of `by`, and the audit trail says so.
    Raises as `staffing.require_staffed` does, and `NotReady` for a date that is missing, past, not
    to come, or not asked for.
    """
    require(may_edit(by), _("Only editors ask for reviews."))
    revision = Revision.objects.get(pk=revision_id)
    article = Article.objects.locked(revision.article_id)
    today = timezone.localdate(at)
    _require_dates(due_on, after_approval, publish_on, on=today)
    need = staffing.need(article.live, revision.snapshot)
    fit = staffing.require_staffed(
        revision, need, asked=reviewers, new=reviewers, reason=reason, on=today
    )
    _overtake(article)
    request = ReviewRequest(
        article=article,
        revision=revision,
        **asdict(need),
        priority=priority,
        after_approval=after_approval,
        publish_on=publish_on,
        due_on=due_on,
        opened_by=by,
        opened_at=at,
        conflict_note=conflict_note.strip(),
    )
    request.outline = outlines.data(queues.outline(request))
    request.save(force_insert=True)
    asked = assign(request, reviewers, fit=fit, reason=reason, by=by, at=at)
    told, actor = _told(request, reviewers, because), None if because else by
    audit.record("asked for review", request, request, *asked, by=actor, at=at, **told)
    return request


@transaction.atomic
def ask_to_reconfirm(
    article_id: int,
    *,
    reviewers: Sequence[Reviewer],
    due_on: date,
    by: User,
    at: datetime,
    reason: str = "",
    priority: Priority = Priority.NORMAL,
    conflict_note: str = "",
    because: str = "",
) -> ReviewRequest:
    """Ask whether the live words are still accurate: a whole-page review of the same revision.

    An older request to reconfirm becomes stale; `because` as in `open_request`. Raises
    `Conflict` when nothing is live, or another version is under review.
    """
    require(may_edit(by), _("Only editors ask for reviews."))
    article = Article.objects.locked(article_id)
    if article.live is None:
        raise Conflict(_("Nothing is live, so there is nothing to reconfirm."))
    live = article.live.revision_id
    if ReviewRequest.objects.open().filter(article=article).exclude(revision=live).exists():
        raise Conflict(_("Another version of this answer is under review."))
    return open_request(
        live,
        reviewers=reviewers,
        due_on=due_on,
        by=by,
        at=at,
        reason=reason,
        priority=priority,
        conflict_note=conflict_note,
        because=because,
    )


@transaction.atomic
def cancel(request_id: int, *, reason: str, by: User, at: datetime) -> ReviewRequest:
    """Close an open request without a decision; signatures that it has stay on record.

    Raises `NotReady` without a reason, `Conflict` when it is closed already.
    """
    require(may_edit(by), _("Only editors cancel reviews."))
    request = ReviewRequest.objects.locked(request_id)
    if not request.is_open:
        raise Conflict(_("This request is closed already."))
    if not reason.strip():
        raise NotReady([_("Reason: say why it is cancelled.")])
    was = seal(request)
    request.state = State.CANCELLED
    request.cancelled_because = reason.strip()
    request.save(update_fields=["state", "cancelled_because"])
    because = request.cancelled_because
    audit.record("cancelled", request, request, by=by, at=at, was=was, reason=because)
    return request


@transaction.atomic
def reschedule(
    request_id: int, *, due_on: date, priority: Priority, reason: str, by: User, at: datetime
) -> ReviewRequest:
    """Want the answer by another day, or more or less urgently; a day that is past may stay.

    Raises `NotReady` without a reason or for a new day that is past, `Unchanged` when neither
    differs, `Conflict` when the request is closed.
    """
    require(may_edit(by), _("Only editors say how soon a review is wanted."))
    request = ReviewRequest.objects.locked(request_id)
    if not request.is_open:
        raise Conflict(_("This request is closed already."))
    earlier = {"due_before": request.due_on.isoformat(), "priority_before": request.priority}
    if (due_on, priority) == (request.due_on, request.priority):
        raise Unchanged(_("That is the day and the priority that it has already."))
    problems = [] if due_on == request.due_on else _due_problems(due_on, on=timezone.localdate(at))
    if not reason.strip():
        problems.append(_("Reason: say why."))
    if problems:
        raise NotReady(problems)
    was = seal(request)
    request.due_on, request.priority = due_on, priority
    request.save(update_fields=["due_on", "priority"])
    told = earlier | {"due_on": due_on.isoformat(), "priority": priority, "reason": reason.strip()}
    audit.record(RESCHEDULED, request, request, by=by, at=at, was=was, **told)
    return request


def _told(request: ReviewRequest, reviewers: Sequence[Reviewer], because: str) -> dict[str, str]:
    """What the audit trail keeps of asking."""
    told = {"reviewers": ", ".join(reviewer.name for reviewer in reviewers)}
    if request.conflict_note:
        told["conflict_note"] = request.conflict_note
    if because:
        told |= {"because": because, "in_the_name_of": request.opened_by.get_username()}
    return told


def _require_dates(
    due_on: date, after_approval: AfterApproval, publish_on: date | None, *, on: date
) -> None:
    problems = _due_problems(due_on, on=on)
    if after_approval != AfterApproval.SCHEDULE:
        if publish_on is not None:
            problems.append(_("Publish on: it needs the choice “Publish on a date”."))
    elif publish_on is None or publish_on <= on:
        problems.append(_("Publish on: choose a day after today."))
    if problems:
        raise NotReady(problems)


def _due_problems(due_on: date, *, on: date) -> list[str]:
    return [] if due_on >= on else [_("Answer wanted by: choose today or a later day.")]


def _overtake(article: Article) -> None:
    for older in ReviewRequest.objects.open().filter(article=article):
        older.state = State.STALE
        older.save(update_fields=["state"])
