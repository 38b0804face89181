"""Taking back an answer, or warning of a treatment: what it affects is counted first."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.enums import WithdrawalKind
from articles.errors import RuleError
from articles.models import Article, Treatment
from articles.pages import alerts
from reviews.actions import retracting
from reviews.desk import outcomes
from reviews.desk.signing import PasswordAgainForm, signed_in
from reviews.forms.withdrawal import AlertForm, WithdrawalForm
from reviews.policies import why_not_lift, why_not_withdraw

_LONGEST_LIST = 100


def live_answers(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """The live answers, found by `q` in question or condition, each with its way to withdraw."""
    _require_right(request)
    sought = request.GET.get("q", "").replace("\0", "").strip()[:200]
    found = Article.objects.filter(live__isnull=False).select_related("condition", "live__revision")
    if sought:
        named = Q(condition__name__icontains=sought) | Q(question__icontains=sought)
        found = found.filter(named)
    answers = [
        (article, json.loads(article.live.revision.snapshot)["question"])
        for article in found[:_LONGEST_LIST]
        if article.live is not None
    ]
    context = {"title": _("Live answers"), "sought": sought, "answers": answers}
    return TemplateResponse(
        request, "admin/reviews/withdrawal/live.html", site.each_context(request) | context
    )


def withdraw_article(site: AdminSite, request: HttpRequest, article_id: int) -> HttpResponse:
    """Take a live answer down from the next request on."""
    _require_right(request)
    article = get_object_or_404(Article.objects.select_related("live__revision"), pk=article_id)
    form = WithdrawalForm(request.POST or None)
    password = _password(request)
    if request.method == "POST" and form.is_valid() and password.is_valid():
        try:
            retracting.withdraw(
                article.pk, **form.cleaned_data, by=signed_in(request), at=timezone.now()
            )
        except RuleError as error:
            outcomes.on_form(form, error)
        else:
            messages.success(request, _("It is withdrawn: readers see your notice instead."))
            return redirect("admin:index")
    context = {
        "form": form,
        "password": password,
        "title": _("Withdraw an answer"),
        "subject": article,
        "back": reverse("admin:live_answers"),
        "above": _("Live answers"),
        "back_label": _("Back to the live answers"),
        "answers": [article] if article.live else [],
        "counted": _("This answer is live and will be taken down.")
        if article.live
        else _("This answer is not live, so there is nothing to withdraw."),
        "possible": article.live is not None,
    }
    return _screen(site, request, context)


def alert_treatment(site: AdminSite, request: HttpRequest, treatment_id: int) -> HttpResponse:
    """Put an alert on every live answer that names a treatment, or lift it."""
    _require_right(request)
    treatment = get_object_or_404(Treatment, pk=treatment_id)
    standing = alerts.of(treatment)
    why_not = why_not_lift(request.user, on=timezone.localdate())
    form = AlertForm(request.POST or None, liftable=standing is not None and not why_not)
    password = _password(request)
    if request.method == "POST" and form.is_valid() and password.is_valid():
        values = {**form.cleaned_data, "kind": WithdrawalKind(form.cleaned_data["kind"])}
        try:
            retracting.alert(treatment.pk, **values, by=signed_in(request), at=timezone.now())
        except RuleError as error:
            outcomes.on_form(form, error)
        else:
            messages.success(request, _("Done: readers see it from now on."))
            return redirect("admin:index")
    affected = [publication.article for publication in alerts.affected(treatment, standing)]
    context = {
        "form": form,
        "password": password,
        "title": _("Alert about a treatment"),
        "subject": treatment,
        "back": reverse("admin:articles_treatment_change", args=[treatment.pk]),
        "above": treatment,
        "back_label": _("Back to the treatment"),
        "standing": standing,
        "answers": affected,
        "counted": ngettext(
            "%(count)d live answer names %(name)s.",
            "%(count)d live answers name %(name)s.",
            len(affected),
        )
        % {"count": len(affected), "name": treatment.name},
        "possible": True,
    }
    return _screen(site, request, context)


def _require_right(request: HttpRequest) -> None:
    if why_not_withdraw(request.user):
        raise PermissionDenied


def _password(request: HttpRequest) -> PasswordAgainForm:
    return PasswordAgainForm(request.POST or None, request=request, at=timezone.now())


def _screen(site: AdminSite, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return TemplateResponse(
        request, "admin/reviews/withdrawal/withdraw.html", site.each_context(request) | context
    )
