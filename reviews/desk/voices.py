"""Experiences at the desk: the list of what readers sent, and the decision about one."""

from collections.abc import Mapping
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import queues, triage
from articles.actions import voices
from articles.enums import FeedbackKind, VoiceState
from articles.errors import RuleError
from articles.models import Experience, OpenQuestion
from articles.policies import may_triage
from reviews.desk import outcomes
from reviews.desk.signing import signed_in
from reviews.forms.voices import ExperienceDecisionForm
from reviews.frontpage import voices as frontpage
from reviews.frontpage.values import PARAMETER

_A_PAGE = 25


def inbox(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """What waits, urgent first, and the questions that readers see as not yet answered."""
    require_right(request)
    if PARAMETER in request.GET:
        return _one_list(site, request, request.GET[PARAMETER])
    context = {
        "title": _("From readers"),
        "experiences": queues.experiences()[:_A_PAGE],
        "reports": queues.feedback(FeedbackKind.REPORT)[:_A_PAGE],
        "questions": queues.feedback(FeedbackKind.QUESTION)[:_A_PAGE],
        "waiting": queues.waiting(),
        "votes": queues.votes()[:_A_PAGE],
        "lead": settings.URGENT_LEAD,
        "open_questions": OpenQuestion.objects.select_related("condition", "answered_by"),
    }
    return screen(site, request, "inbox", context)


def decided(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """The experiences that were decided, to take one down or to look one up."""
    require_right(request)
    shown = Paginator(queues.decided_experiences(), _A_PAGE).get_page(request.GET.get("page"))
    return screen(site, request, "decided", {"title": _("Decided"), "shown": shown})


def experience(site: AdminSite, request: HttpRequest, pk: int) -> HttpResponse:
    """One experience, what to look at in it, and the decision."""
    require_right(request)
    row = get_object_or_404(Experience.objects.select_related("article__condition"), pk=pk)
    open_to = row.state not in {VoiceState.DELETED, VoiceState.DECLINED}
    lead = settings.URGENT_LEAD
    form = ExperienceDecisionForm(request.POST or None, experience=row, lead=lead)
    if request.method == "POST" and open_to and form.is_valid():
        try:
            _decide(request, row.pk, form)
        except RuleError as error:
            outcomes.on_form(form, error)
        else:
            messages.success(request, _("Done. The author sees it at their private link."))
            return redirect("admin:from_readers")
    context = {
        "title": row,
        "experience": row,
        "form": form if open_to else None,
        "points": triage.points(row.text),
        "lead": lead,
    }
    return screen(site, request, "experience", context)


def require_right(request: HttpRequest) -> None:
    """Raise `PermissionDenied` (403) unless whoever is signed in may triage."""
    if not may_triage(request.user):
        raise PermissionDenied


def screen(
    site: AdminSite, request: HttpRequest, name: str, context: Mapping[str, object]
) -> TemplateResponse:
    """One of these screens in the desk's frame."""
    return TemplateResponse(
        request,
        f"admin/articles/voices/{name}.html",
        {**site.each_context(request), **context},
    )


def _one_list(site: AdminSite, request: HttpRequest, key: str) -> HttpResponse:
    """A list of the front page, page by page."""
    chosen = next((one for one in frontpage.selections() if one.key == key), None)
    if chosen is None:
        return redirect("admin:from_readers")
    # It only counts and cuts, which the list can do.
    shown = Paginator(cast("Any", chosen.find()), _A_PAGE).get_page(request.GET.get("page"))
    lines = [frontpage.line(row) for row in shown]
    context = {"title": chosen.title, "hint": chosen.hint, "shown": shown, "lines": lines}
    return screen(site, request, "list", {**context, "key": key})


def _decide(request: HttpRequest, pk: int, form: ExperienceDecisionForm) -> None:
    data = form.cleaned_data
    told = bool(data.get("lead_told"))
    by, at, seen = signed_in(request), timezone.now(), data["seen"]
    if data["outcome"] == "publish":
        voices.publish(pk, seen=seen, confirmed=data["confirmed"], lead_told=told, by=by, at=at)
    elif data["outcome"] == "shorten":
        voices.ask_to_shorten(pk, seen=seen, message=data["message"], lead_told=told, by=by, at=at)
    else:
        voices.decline(
            pk,
            seen=seen,
            rule=data["rule"],
            message=data["message"],
            lead_told=told,
            by=by,
            at=at,
        )
