"""Who may review what: pure predicates, and the sentences for those who may not."""

from datetime import date

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from articles.enums import TEXTS_OF_MEDICAL_WEIGHT, SiteTextKind
from articles.models import DraftEdit
from articles.policies import Person, may_edit, may_publish, may_withdraw
from reviews import staffing
from reviews.enums import Scope, State
from reviews.models import ReviewComment, Reviewer, ReviewRequest


def reviewer_of(user: Person) -> Reviewer | None:
    """The user's reviewer profile, if there is one."""
    return Reviewer.objects.filter(user=user).first() if user.is_authenticated else None


def may_see(user: Person, request: ReviewRequest, *, on: date) -> bool:
    """See a submitted revision: editors, reviewers who are asked, and those whom it fits."""
    if may_edit(user):
        return True
    reviewer = reviewer_of(user) if user.is_active else None
    return reviewer is not None and (
        request.reviewers.contains(reviewer) or fits(reviewer, request, on=on)
    )


def fits(reviewer: Reviewer, request: ReviewRequest, *, on: date) -> bool:
    """Whether that request is of the specialty of a reviewer who may sign on that day."""
    return _suited(reviewer, request.article_id, for_medicines=request.for_medicines, on=on)


def may_see_record(user: Person, article_id: int, *, on: date) -> bool:
    """See everything kept about an answer: editors, reviewers ever asked, and those it fits."""
    if may_edit(user):
        return True
    reviewer = reviewer_of(user) if user.is_active else None
    return reviewer is not None and (
        reviewer.assignments.filter(request__article_id=article_id).exists()
        or _suited(reviewer, article_id, for_medicines=False, on=on)
    )


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


def why_not_comment(user: User, request: ReviewRequest, *, on: date) -> str:
    """Why this user may not comment on the request; empty when they may."""
    if not may_see(user, request, on=on):
        return _("You were not asked to review this.")
    if not request.is_open:
        return _("This request is closed: comment on the newest version.")
    return ""


def why_not_resolve(user: User, comment: ReviewComment, *, answers: bool, on: date) -> str:
    """Why this user may not settle a comment on that day; empty when they may.

    What a reviewer said is settled by them, or by another reviewer who answered it
    (`answers`: whether this one did, or is about to); whatever else by anybody who sees it.
    """
    if not may_see_record(user, comment.request.article_id, on=on):
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


def why_not_withdraw(user: Person) -> str:
    """Why this person may neither withdraw an answer nor warn of a treatment, if so."""
    if not may_withdraw(user):
        return _("You may not withdraw answers.")
    reviewer = reviewer_of(user)
    if reviewer is not None and reviewer.suspended:
        return _("You are suspended as a reviewer.")
    return ""


def why_not_lift(user: Person, *, on: date) -> str:
    """Why this person may not lift the alert about a treatment on that day, if so."""
    if why_not := why_not_withdraw(user):
        return why_not
    reviewer = reviewer_of(user)
    signs = (
        reviewer is not None
        and user.has_perm("reviews.decide_request")
        and reviewer.may_sign_on(on)
    )
    if signs or may_publish(user):
        return ""
    return _("An alert is lifted by a publisher, an administrator or a verified reviewer.")


def why_not_vouch(user: Person, reviewer: Reviewer) -> str:
    """Why this person may not add, change, verify or suspend that reviewer; empty if they may."""
    if not (user.is_active and user.has_perm("reviews.verify_reviewer")):
        return _("Only administrators add and verify reviewers.")
    if reviewer.user_id == user.pk:
        return _("Somebody else has to add and verify you.")
    return ""


def what_account_lacks(user: User) -> list[str]:
    """Sentences: what keeps an account from being a reviewer's; none when nothing does."""
    deciding = User.objects.with_perm(
        "reviews.decide_request",
        is_active=None,  # type: ignore[arg-type]  # Django's own word for either
        backend="healthinfo.auth.StaffBackend",
    )
    lacks = {
        _("It is not active."): not user.is_active,
        _("It has no staff status, so they cannot sign in."): not user.is_staff,
        _("It is not in the group “Reviewers”."): not deciding.filter(pk=user.pk).exists(),
    }
    return [sentence for sentence, lacking in lacks.items() if lacking]


def why_not_claim(reviewer: Reviewer | None, request: ReviewRequest, *, on: date) -> str:
    """The first reason why this reviewer may not claim a request that is in review."""
    if reviewer is None or not reviewer.user.has_perm("reviews.decide_request"):
        return _("Only reviewers claim a review.")
    if not reviewer.may_sign_on(on):
        return _("Your verification as a reviewer is missing, over or suspended.")
    if request.reviewers.contains(reviewer):
        return _("You are asked to review this already.")
    if not fits(reviewer, request, on=on):
        return _("It is not of your specialty, or not in a language that you review in.")
    if reviewer.user_id in staffing.writers(request.revision):
        return _("You wrote part of this answer, so somebody else has to review it.")
    return ""


def why_not_release(reviewer: Reviewer | None, request: ReviewRequest) -> str:
    """The first reason why this reviewer may not hand back a request that is in review."""
    if reviewer is None or not request.reviewers.contains(reviewer):
        return _("You were not asked to review this.")
    if request.records.filter(reviewer=reviewer).exists():
        return _("You have decided this already.")
    return ""


def _suited(reviewer: Reviewer, article_id: int, *, for_medicines: bool, on: date) -> bool:
    fitting = staffing.suited(article_id, for_medicines=for_medicines, on=on)
    return fitting.filter(pk=reviewer.pk).exists()
