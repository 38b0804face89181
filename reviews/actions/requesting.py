"""Putting a revision before its reviewers."""

from collections.abc import Sequence
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import outlines
from articles.actions import audit, drafting, restoring
from articles.enums import ChangeClass
from articles.errors import Conflict, NotReady
from articles.models import Article, DraftEdit, Revision
from articles.policies import may_edit, require
from reviews import queues
from reviews.enums import AfterApproval, State
from reviews.models import Reviewer, ReviewRequest


@transaction.atomic
def submit_for_review(
    article_id: int,
    *,
    expected_version: int,
    change_class: ChangeClass,
    change_note: str,
    correction: str = "",
    reviewers: Sequence[Reviewer],
    due_on: date,
    after_approval: AfterApproval,
    publish_on: date | None = None,
    by: User,
    at: datetime,
) -> ReviewRequest:
    """Freeze the draft and ask these reviewers for it (`drafting.submit`, `open_request`)."""
    Article.objects.locked(article_id)
    # Two events are written here. The rows that the second one names are locked before the
    # first takes the head of the chain, which somebody who changes a reviewer may wait for.
    Reviewer.objects.lock(reviewers)
    revision = drafting.submit(
        article_id,
        expected_version=expected_version,
        change_class=change_class,
        change_note=change_note,
        correction=correction,
        by=by,
        at=at,
    )
    return open_request(
        revision.pk,
        reviewers=reviewers,
        due_on=due_on,
        after_approval=after_approval,
        publish_on=publish_on,
        by=by,
        at=at,
    )


@transaction.atomic
def ask_to_roll_back(
    article_id: int,
    number: int,
    *,
    change_note: str,
    correction: str = "",
    reviewers: Sequence[Reviewer],
    due_on: date,
    after_approval: AfterApproval = AfterApproval.PUBLISH,
    publish_on: date | None = None,
    by: User,
    at: datetime,
) -> ReviewRequest:
    """Ask these reviewers to bring back a published version (`restoring.restore`)."""
    Article.objects.locked(article_id)
    Reviewer.objects.lock(reviewers)
    revision = restoring.restore(
        article_id, number, change_note=change_note, correction=correction, by=by, at=at
    )
    return open_request(
        revision.pk,
        reviewers=reviewers,
        due_on=due_on,
        after_approval=after_approval,
        publish_on=publish_on,
        by=by,
        at=at,
    )


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
    because: str = "",
) -> ReviewRequest:
    """Ask these reviewers for a revision; an older open request of the article becomes stale.

    With `because` it is the system that asks, in the name of `by`, and the audit trail says so.
    Raises `NotReady` without a reviewer, naming each who could not sign it, and for a date that
    is missing, not to come, or not asked for.
    """
    require(may_edit(by), _("Only editors ask for reviews."))
    revision = Revision.objects.get(pk=revision_id)
    article = Article.objects.locked(revision.article_id)
    _require_able(reviewers, revision, on=timezone.localdate(at))
    _require_date(after_approval, publish_on, on=timezone.localdate(at))
    for older in ReviewRequest.objects.open().filter(article_id=revision.article_id):
        older.state = State.STALE
        older.save(update_fields=["state"])
    request = ReviewRequest(
        article=article,
        revision=revision,
        after_approval=after_approval,
        publish_on=publish_on,
        due_on=due_on,
        opened_by=by,
        opened_at=at,
    )
    request.outline = outlines.data(queues.outline(request))
    request.save(force_insert=True)
    request.reviewers.set(reviewers)
    names = ", ".join(reviewer.name for reviewer in reviewers)
    system = {"because": because, "in_the_name_of": by.get_username()} if because else {}
    audit.record(
        "asked for review", request, by=None if because else by, at=at, reviewers=names, **system
    )
    return request


@transaction.atomic
def ask_to_reconfirm(
    article_id: int,
    *,
    reviewers: Sequence[Reviewer],
    due_on: date,
    by: User,
    at: datetime,
    because: str = "",
) -> ReviewRequest:
    """Ask whether the live words are still accurate: a whole-page review of the same revision.

    An older request to reconfirm becomes stale; `because` as in `open_request`. Raises
    `Conflict` when nothing is live, or another version is under review.
    """
    article = Article.objects.locked(article_id)
    if article.live is None:
        raise Conflict(_("Nothing is live, so there is nothing to reconfirm."))
    live = article.live.revision_id
    if ReviewRequest.objects.open().filter(article=article).exclude(revision=live).exists():
        raise Conflict(_("Another version of this answer is under review."))
    return open_request(live, reviewers=reviewers, due_on=due_on, by=by, at=at, because=because)


def _require_date(after_approval: AfterApproval, publish_on: date | None, *, on: date) -> None:
    if after_approval != AfterApproval.SCHEDULE:
        if publish_on is not None:
            raise NotReady([_("Publish on: it needs the choice “Publish on a date”.")])
    elif publish_on is None or publish_on <= on:
        raise NotReady([_("Publish on: choose a day after today.")])


def _require_able(reviewers: Sequence[Reviewer], revision: Revision, *, on: date) -> None:
    if not reviewers:
        raise NotReady([_("Reviewer: name at least one.")])
    contributors = set(revision.contributions.values_list("user_id", flat=True))
    if revision.proposed_class == ChangeClass.MATERIAL or revision.publications.exists():
        # It takes a review of the whole page, which no editor of the answer can sign.
        edits = DraftEdit.objects.filter(article_id=revision.article_id)
        contributors |= set(edits.values_list("editor_id", flat=True))
    problems = [
        _("Reviewer: %(name)s wrote part of this answer.") % {"name": reviewer.name}
        for reviewer in reviewers
        if reviewer.user_id in contributors
    ]
    problems += [
        _("Reviewer: the verification of %(name)s is missing, over or suspended.")
        % {"name": reviewer.name}
        for reviewer in reviewers
        if not reviewer.may_sign_on(on)
    ]
    if problems:
        raise NotReady(problems)
