"""The review screen: what changed, the page as readers will see it, and the decision."""

import json
from dataclasses import dataclass, replace
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin

from articles.errors import RuleError
from articles.models import Treatment
from articles.pages import alerts
from reviews import completeness, discussion, policies, queues, statements
from reviews.actions import deciding, keeping
from reviews.desk import assigning, commenting, differences, outcomes
from reviews.desk.assigning import AssigningAdmin
from reviews.desk.framing import as_readers_will
from reviews.desk.inviting import InvitingAdmin
from reviews.desk.queue import say_outcome
from reviews.desk.signing import PasswordAgainForm, signed_in
from reviews.enums import Scope
from reviews.forms.comment import AcknowledgementForm, told
from reviews.forms.decision import DecisionForm, possible_scopes
from reviews.models import ReviewDraft, Reviewer, ReviewRecord, ReviewRequest

# What a refusal does, and what its reviewer is told.
_SENT_BACK = (
    deciding.request_changes,
    gettext_lazy("Your reason went back to the editor. Nothing was published."),
)
_DECLINED = (
    deciding.decline,
    gettext_lazy("You declined it, and the editor sees why. Nothing was published."),
)


@dataclass(frozen=True)
class Standing:
    """Whether somebody may decide a request: what they may sign for, or the reason why not."""

    reviewer: Reviewer | None
    scopes: tuple[Scope, ...]
    why_not: str


class ReviewRequestAdmin(AssigningAdmin, InvitingAdmin):
    """The queue, and for each request the screen on which a reviewer decides."""

    def get_urls(self) -> list[URLPattern]:
        screens = {
            "sign": self.sign_view,
            "keep": self.keep_view,
            "page": self.page_view,
            "publish": self.publish_view,
            "hold": self.hold_view,
        }
        return [
            *(
                path(
                    f"<str:object_id>/{name}/",
                    self.admin_site.admin_view(view),
                    name=f"reviews_reviewrequest_{name}",
                )
                for name, view in screens.items()
            ),
            *super().get_urls(),
        ]

    @method_decorator(csp_update({"frame-src": [SELF]}))
    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Shows a request to whoever may see it, and takes the decision of who may decide it."""
        review = self.seen(request, object_id)
        standing = standing_of(request, review)
        if request.method != "POST":
            form = _form(request, review, standing) if standing.scopes else None
            return self._screen(request, review, standing, form)
        if not standing.scopes:
            return self._screen(request, review, standing, None, status=403)
        form = _form(request, review, standing)
        if "_back" in request.POST or not form.is_valid():
            return self._screen(request, review, standing, form)
        try:
            if _refuses(request):
                return self._refuse(request, review, standing, form)
            completeness.require_whole(
                review, form.decision(reauthenticated=""), on=timezone.localdate()
            )
        except RuleError as error:
            outcomes.on_form(form, error)
            return self._screen(request, review, standing, form)
        password = PasswordAgainForm(request=request, at=timezone.now())
        return self._signature(request, review, standing, form, password, _known(review, form))

    @method_decorator(csp_update({"frame-src": [SELF]}))
    def sign_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Takes the password, then signs what was filled in on the review screen."""
        review = self.seen(request, object_id)
        if request.method != "POST":
            return redirect(review.get_absolute_url())
        standing = standing_of(request, review)
        if not standing.scopes:
            return self._screen(request, review, standing, None, status=403)
        form = _form(request, review, standing)
        if not form.is_valid():
            return self._screen(request, review, standing, form)
        password = PasswordAgainForm(request.POST, request=request, at=timezone.now())
        known = _known(review, form, request.POST)
        if not (known.is_valid() and password.is_valid()):
            return self._signature(request, review, standing, form, password, known)
        assert standing.reviewer is not None
        decision = replace(
            form.decision(reauthenticated=password.reauthenticated),
            acknowledged=known.keys,
            alerts=known.alert_keys,
        )
        try:
            deciding.approve(
                review.pk, reviewer=standing.reviewer, decision=decision, at=timezone.now()
            )
        except RuleError as error:
            outcomes.on_form(form, error)
            return self._screen(request, review, standing, form)
        review.refresh_from_db()
        say_outcome(request, review)
        return redirect(review.get_absolute_url())

    def keep_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Keeps what is filled in for later; answers in JSON whoever asks for that."""
        review = self.seen(request, object_id)
        if request.method != "POST":
            return redirect(review.get_absolute_url())
        typed = {name: request.POST.getlist(name) for name in DecisionForm.base_fields}
        reviewer = policies.reviewer_of(request.user)
        try:
            keeping.keep(review.pk, typed, reviewer=reviewer, at=timezone.now())
        except RuleError as error:
            told, status = " ".join(outcomes.sentences(error)), outcomes.status(error)
        else:
            told, status = _("Saved for later. Nobody else sees it."), 200
        if not request.accepts("text/html"):
            return JsonResponse({"message": told}, status=status)
        messages.add_message(request, messages.SUCCESS if status == 200 else messages.ERROR, told)
        return redirect(review.get_absolute_url())

    @method_decorator(xframe_options_sameorigin)
    @method_decorator(csp_replace({"frame-ancestors": [SELF]}))
    def page_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The request's words as the page that readers would see."""
        return as_readers_will(request, self.seen(request, object_id))

    def _refuse(
        self, request: HttpRequest, review: ReviewRequest, standing: Standing, form: DecisionForm
    ) -> HttpResponse:
        """Sends it back, or declines it, whichever was pressed."""
        assert standing.reviewer is not None
        refuse, told = _DECLINED if "_decline" in request.POST else _SENT_BACK
        decision = form.decision(reauthenticated="session")
        refuse(review.pk, reviewer=standing.reviewer, decision=decision, at=timezone.now())
        messages.success(request, told)
        return redirect(review.get_absolute_url())

    def _screen(
        self,
        request: HttpRequest,
        review: ReviewRequest,
        standing: Standing,
        form: DecisionForm | None,
        *,
        status: int = 200,
    ) -> HttpResponse:
        base = queues.compared_with(review)
        if form is not None and form.has_error("sha256", "conflict"):
            status = 409
        found = differences.of(
            base.snapshot if base else None,
            review.revision.snapshot,
            medicines=Treatment.objects.medicine_names(),
        )
        context = self._context(request, review) | {
            "title": _titled(_("Version %(number)s of “%(question)s”"), review),
            "form": form,
            "short": form is not None and form.reads == Scope.CHANGES_ONLY,
            "kept": _kept(review, standing),
            "staff": assigning.staff(request, review, standing.reviewer),
            "why_not": standing.why_not,
            "obstacles": completeness.obstacles(review, on=timezone.localdate()),
            "alerts": [told(one) for one in alerts.over(review.revision)] if review.is_open else [],
            "base": base,
            "reconfirm": queues.is_reconfirmation(review),
            "board": commenting.board(request, review, found),
            "contributors": [c.user for c in review.revision.contributions.select_related("user")],
            "decisions": ReviewRecord.objects.filter(request__article=review.article_id)
            .select_related("request__revision")
            .order_by("-pk"),
            "row": queues.row(review, user=signed_in(request), on=timezone.localdate()),
        }
        return TemplateResponse(
            request, "admin/reviews/reviewrequest/review.html", context, status=status
        )

    def _signature(
        self,
        request: HttpRequest,
        review: ReviewRequest,
        standing: Standing,
        form: DecisionForm,
        password: PasswordAgainForm,
        known: AcknowledgementForm,
    ) -> HttpResponse:
        decision = form.decision(reauthenticated="password")
        assert standing.reviewer is not None
        # `completeness` has refused an approval without a date before this screen.
        if decision.review_due_on is None:
            return self._screen(request, review, standing, form)
        sentence = statements.sentence(
            standing.reviewer, review, scope=decision.scope, review_due_on=decision.review_due_on
        )
        context = {
            "title": _titled(_("Sign version %(number)s of “%(question)s”"), review),
            "form": form,
            "password": password,
            "known": known,
            "sentence": sentence,
        }
        return TemplateResponse(
            request,
            "admin/reviews/reviewrequest/sign.html",
            self._context(request, review) | context,
        )

    def _context(self, request: HttpRequest, review: ReviewRequest) -> dict[str, Any]:
        context = self.admin_site.each_context(request)
        return context | {"opts": self.opts, "review": review}


def _titled(words: str, review: ReviewRequest) -> str:
    question = json.loads(review.revision.snapshot)["question"]
    return words % {"number": review.revision.number, "question": question}


def _known(
    review: ReviewRequest, form: DecisionForm, data: QueryDict | None = None
) -> AcknowledgementForm:
    """What whoever signs this has to know of."""
    ending = completeness.ending(review, Scope(form.cleaned_data["scope"]))
    return AcknowledgementForm(data, threads=discussion.of(review).open, ending=ending)


def standing_of(request: HttpRequest, review: ReviewRequest) -> Standing:
    """What the signed-in user may sign for on this request today."""
    today = timezone.localdate()
    reviewer = policies.reviewer_of(request.user)
    why = {
        scope: policies.why_not_decide(reviewer, review, scope=scope, on=today)
        for scope in possible_scopes(review)
    }
    scopes = tuple(scope for scope, reason in why.items() if not reason)
    return Standing(reviewer, scopes, "" if scopes else why[Scope.WHOLE_PAGE])


def _form(request: HttpRequest, review: ReviewRequest, standing: Standing) -> DecisionForm:
    data = request.POST if request.method == "POST" else None
    kept = None if data else _kept(review, standing)
    form = DecisionForm(
        data,
        review=review,
        scopes=standing.scopes,
        on=timezone.localdate(),
        kept=kept.typed if kept else None,
    )
    # A reason is enough to send words back; whoever signs says whether they have a conflict.
    form.fields["conflict"].required = not _refuses(request)
    return form


def _refuses(request: HttpRequest) -> bool:
    return "_changes" in request.POST or "_decline" in request.POST


def _kept(review: ReviewRequest, standing: Standing) -> ReviewDraft | None:
    """What the reviewer filled in before and has not decided."""
    if not standing.scopes:
        return None
    return ReviewDraft.objects.filter(request=review, reviewer=standing.reviewer).first()
