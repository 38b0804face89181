"""Who may review what: pure predicates, and the sentences for those who may not."""

from datetime import date

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from articles.models import DraftEdit
from articles.policies import Person, may_edit
from reviews.enums import Scope, State
from reviews.models import Reviewer, ReviewRequest


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
