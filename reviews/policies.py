"""Who may review what: pure predicates, and the sentences for those who may not."""

from datetime import date

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from articles.enums import TEXTS_OF_MEDICAL_WEIGHT, SiteTextKind
from articles.models import DraftEdit
from articles.policies import Person, may_edit
from reviews.enums import Scope, State
from reviews.models import ReviewComment, Reviewer, ReviewRequest


def reviewer_of(user: Person) -> Reviewer | None:
    """The user's reviewer profile, if there is one."""
    return Reviewer.objects.filter(user=user).first() if user.is_authenticated else None


def may_see(user: Person, request: ReviewRequest) -> bool:
    """See a submitted revision: editors, and the reviewers who were asked."""
    if may_edit(user):
        return True
    reviewer = reviewer_of(user) if user.is_active else None
    return reviewer is not None and request.reviewers.contains(reviewer)


def may_see_record(user: Person, article_id: int) -> bool:
    """See everything kept about an answer: editors, and reviewers who were ever asked about it."""
    if may_edit(user):
        return True
    reviewer = reviewer_of(user) if user.is_active else None
    return reviewer is not None and reviewer.requests.filter(article_id=article_id).exists()


def wrote(user: User, request: ReviewRequest) -> bool:
    """Whether any of the revision's new words are the user's, or they submitted it."""
    return request.revision.contributions.filter(user_id=user.pk).exists()


def ever_edited(user: User, request: ReviewRequest) -> bool:
    """Whether the user ever edited the article's draft."""
    return DraftEdit.objects.filter(article_id=request.article_id, editor_id=user.pk).exists()


def why_not_decide(
    reviewer: Reviewer | None, request: ReviewRequest, *, scope: Scope, on: date
) -> str:
    """The first reason why this reviewer may not decide; empty when they may."""
    if reviewer is None or not reviewer.user.has_perm("reviews.decide_request"):
        return _("Only reviewers decide.")
    if not reviewer.may_sign_on(on):
        return _("Your verification as a reviewer is missing, over or suspended.")
    if request.state != State.IN_REVIEW:
        return _("This request is no longer in review.")
    if not request.reviewers.filter(pk=reviewer.pk).exists():
        return _("You were not asked to review this.")
    if request.records.filter(reviewer=reviewer).exists():
        return _("You have decided this already.")
    if wrote(reviewer.user, request):
        return _("You wrote part of this version, so somebody else has to review it.")
    if scope == Scope.WHOLE_PAGE and ever_edited(reviewer.user, request):
        return _("You have edited this answer, so somebody else has to review the whole page.")
    return ""


def speaks_as(user: User, request: ReviewRequest, *, on: date) -> Reviewer | None:
    """The profile in whose name the user comments: a reviewer's own, on what others wrote."""
    reviewer = reviewer_of(user)
    if reviewer is None or not reviewer.may_sign_on(on) or wrote(user, request):
        return None
    return reviewer if user.has_perm("reviews.decide_request") else None


def why_not_comment(user: User, request: ReviewRequest) -> str:
    """Why this user may not comment on the request; empty when they may."""
    if not may_see(user, request):
        return _("You were not asked to review this.")
    if not request.is_open:
        return _("This request is closed: comment on the newest version.")
    return ""


def why_not_resolve(user: User, comment: ReviewComment, *, answers: bool, on: date) -> str:
    """Why this user may not settle a comment on that day; empty when they may.

    What a reviewer said is settled by them, or by another reviewer who answered it
    (`answers`: whether this one did, or is about to); whatever else by anybody who sees it.
    """
    if not may_see_record(user, comment.request.article_id):
        return _("You were not asked to review this.")
    if comment.reviewer_id is None or comment.author_id == user.pk:
        return ""
    if speaks_as(user, comment.request, on=on) is None:
        return _("A reviewer said this: reply, and they or a later reviewer resolve it.")
    return "" if answers else _("Another reviewer said this: answer it to resolve it.")


def why_not_sign_text(
    user: Person, reviewer: Reviewer | None, kind: SiteTextKind, *, on: date
) -> str:
    """Why this person may not sign a version of that site text; empty when they may."""
    if kind not in TEXTS_OF_MEDICAL_WEIGHT:
        allowed = user.is_active and user.has_perm("articles.add_sitetext")
        return "" if allowed else _("Only administrators publish this text.")
    if reviewer is None or not user.has_perm("reviews.decide_request"):
        return _("A text of medical weight is signed by a reviewer.")
    if not reviewer.may_sign_on(on):
        return _("Your verification as a reviewer is missing, over or suspended.")
    return ""
