"""Who is asked for a review: claiming, handing back, asking others, and cancelling."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.errors import RuleError
from articles.policies import may_edit
from reviews import policies, queues, staffing
from reviews.actions import assigning, requesting
from reviews.desk import outcomes
from reviews.desk.commenting import CommentingAdmin
from reviews.desk.signing import signed_in
from reviews.enums import State
from reviews.forms.reviewers import ReasonForm, ReassignForm, RescheduleForm
from reviews.models import Assignment, Reviewer, ReviewRequest
from reviews.staffing import Need


@dataclass(frozen=True)
class Staff:
    """Who is asked for a request, and what the person at the screen may do about it."""

    asked: tuple[Assignment, ...]
    notes: tuple[str, ...]
    claimable: bool
    releasable: bool
    editable: bool


class AssigningAdmin(CommentingAdmin):
    """Requests whose reviewers come and go."""

    def get_urls(self) -> list[URLPattern]:
        wrap, stem = self.admin_site.admin_view, "reviews_reviewrequest"
        one = "<str:object_id>"
        return [
            path(f"{one}/claim/", wrap(self.claim_view), name=f"{stem}_claim"),
            path(f"{one}/release/", wrap(self.release_view), name=f"{stem}_release"),
            path(f"{one}/reviewers/", wrap(self.reassign_view), name=f"{stem}_reassign"),
            path(f"{one}/due/", wrap(self.reschedule_view), name=f"{stem}_reschedule"),
            path(f"{one}/cancel/", wrap(self.cancel_view), name=f"{stem}_cancel"),
            *super().get_urls(),
        ]

    def claim_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Take a review that nobody has yet (POST only)."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        review = self.seen(request, object_id)
        try:
            assigning.claim(review.pk, reviewer=_profile(request), at=timezone.now())
        except RuleError as error:
            outcomes.as_message(request, error)
        else:
            messages.success(request, _("It is yours. You can hand it back until you decide."))
        return redirect(review.get_absolute_url())

    def release_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Hand a review back, with a reason."""
        review, reviewer = self.seen(request, object_id), _profile(request)
        form = ReasonForm(request.POST or None)

        def act() -> None:
            reason = form.cleaned_data["reason"]
            assigning.release(review.pk, reviewer=reviewer, reason=reason, at=timezone.now())

        done = _("It is handed back, and open to whoever it fits.")
        return self._settle(request, review, form, act, title=_("Hand it back"), done=done)

    def reassign_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask others instead of, or besides, those who are asked."""
        review = self._for_editors(request, object_id)
        wanted = Need(review.approvals_required, review.for_medicines, review.two_because)
        form = ReassignForm(
            request.POST or None,
            initial={"reviewers": [row.reviewer_id for row in review.asked]},
            reviewers=staffing.candidates(
                review.article_id,
                wanted,
                wrote=staffing.writers(review.revision),
                on=timezone.localdate(),
            ),
        )

        def act() -> None:
            assigning.reassign(
                review.pk, **form.cleaned_data, by=signed_in(request), at=timezone.now()
            )

        done = _("Those are asked from now on.")
        return self._settle(request, review, form, act, title=_("Ask other reviewers"), done=done)

    def reschedule_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Want the answer by another day, or more or less urgently, with a reason."""
        review = self._for_editors(request, object_id)
        initial = {"due_on": review.due_on, "priority": review.priority}
        form = RescheduleForm(request.POST or None, initial=initial)

        def act() -> None:
            requesting.reschedule(
                review.pk, **form.cleaned_data, by=signed_in(request), at=timezone.now()
            )

        title = _("Change due date or priority")
        done = _("Whoever is asked sees the new day and priority from now on.")
        return self._settle(request, review, form, act, title=title, done=done)

    def cancel_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Close an open request without a decision, with a reason."""
        review = self._for_editors(request, object_id)
        form = ReasonForm(request.POST or None)

        def act() -> None:
            reason = form.cleaned_data["reason"]
            requesting.cancel(review.pk, reason=reason, by=signed_in(request), at=timezone.now())

        done = _("The request is cancelled. What readers see is as it was.")
        return self._settle(request, review, form, act, title=_("Cancel the request"), done=done)

    def _for_editors(self, request: HttpRequest, object_id: str) -> ReviewRequest:
        review = self.seen(request, object_id)
        if not may_edit(request.user):
            raise PermissionDenied
        return review

    def _settle(
        self,
        request: HttpRequest,
        review: ReviewRequest,
        form: Form,
        act: Callable[[], None],
        *,
        title: str,
        done: str,
    ) -> HttpResponse:
        """Do it and go back to the request, or show what was typed and what is wrong."""
        if request.method == "POST" and form.is_valid():
            try:
                act()
            except RuleError as error:
                outcomes.on_form(form, error)
            else:
                messages.success(request, done)
                # Whoever handed it back may not see it any more.
                seen = policies.may_see(request.user, review, on=timezone.localdate())
                return redirect(review.get_absolute_url() if seen else "admin:index")
        context = self.admin_site.each_context(request)
        context |= {"opts": self.opts, "review": review, "form": form, "title": title}
        return TemplateResponse(request, "admin/reviews/reviewrequest/staff.html", context)


def staff(request: HttpRequest, review: ReviewRequest, reviewer: Reviewer | None) -> Staff:
    """Who is asked, as the signed-in person, that `reviewer` if they are one, sees it today."""
    today, in_review = timezone.localdate(), review.state == State.IN_REVIEW
    return Staff(
        asked=review.asked,
        notes=queues.notes(review, on=today),
        claimable=bool(
            in_review
            and review.vacancies
            and not policies.why_not_claim(reviewer, review, on=today)
        ),
        releasable=in_review and not policies.why_not_release(reviewer, review),
        editable=review.is_open and may_edit(request.user),
    )


def _profile(request: HttpRequest) -> Reviewer:
    """The reviewer profile of whoever is signed in. Raises 403 where there is none."""
    reviewer = policies.reviewer_of(request.user)
    if reviewer is None:
        raise PermissionDenied
    return reviewer
