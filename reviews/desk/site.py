"""The desk: Django's own admin under our name, open to staff only."""

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.policies import may_edit
from reviews import queues
from reviews.desk import withdrawals
from reviews.desk.signing import signed_in


class SignInForm(AdminAuthenticationForm):
    """Staff sign in with a password; outside a demonstration that is not enough."""

    def confirm_login_allowed(self, user: User) -> None:
        super().confirm_login_allowed(user)
        if not settings.DEMO:
            raise ValidationError(
                _("Staff sign in with a second factor, which this version does not have yet."),
                code="second_factor",
            )


class DeskSite(admin.AdminSite):
    """The admin of HealthInfo. Rights are read on every request."""

    site_header = _("HealthInfo desk")
    site_title = _("HealthInfo desk")
    index_title = _("Today")
    login_form = SignInForm
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Active staff, and only where the second factor is waived until there is one."""
        return settings.DEMO and super().has_permission(request)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "demo": settings.DEMO}

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The stock addresses, and the screens that take something back."""
        return [
            path(
                "answers/live/",
                self.admin_view(partial(withdrawals.live_answers, self)),
                name="live_answers",
            ),
            path(
                "answers/<int:article_id>/withdraw/",
                self.admin_view(partial(withdrawals.withdraw_article, self)),
                name="withdraw_article",
            ),
            path(
                "treatments/<int:treatment_id>/alert/",
                self.admin_view(partial(withdrawals.alert_treatment, self)),
                name="alert_treatment",
            ),
            *super().get_urls(),
        ]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """The front page: what waits for whoever is signed in."""
        context = dict(extra_context or {})
        user = signed_in(request)
        if may_edit(user) or user.has_perm("reviews.decide_request"):
            today = timezone.localdate()
            context["queue_lists"] = queues.front_page(user, on=today)
            context["answers_due"] = queues.answers_due(on=today)
        return super().index(request, context)


site = DeskSite(name="admin")
