"""The desk: Django's own admin under our name, open to staff only."""

from functools import partial
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import login as sign_in
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from articles.policies import may_edit, may_publish
from reviews import frontpage
from reviews.desk import texts, voices, voices_feedback, withdrawals
from reviews.desk.signing import has_second_factor, signed_in, used_second_factor
from reviews.frontpage import charts, library

# What readers sent, for whoever may triage it.
_FROM_READERS = (
    ("from-readers/", voices.inbox, "from_readers"),
    ("from-readers/decided/", voices.decided, "from_readers_decided"),
    ("from-readers/experiences/<int:pk>/", voices.experience, "experience"),
    ("from-readers/feedback/<int:pk>/", voices_feedback.feedback, "feedback"),
    ("from-readers/questions/<int:pk>/", voices_feedback.question, "open_question"),
)


class DeskSite(admin.AdminSite):
    """The admin of HealthInfo. Rights are read on every request."""

    site_header = _("HealthInfo desk")
    site_title = _("HealthInfo desk")
    index_title = _("Today")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Active staff who signed in with a second factor, which a demonstration waives."""
        return super().has_permission(request) and (settings.DEMO or used_second_factor(request))

    @method_decorator(never_cache)
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The way in for the admin's addresses and for allauth's; there is no other.

        Whoever is signed in by password alone is led to their second factor, or to set one up.
        """
        if not request.user.is_authenticated or self.has_permission(request):
            answer: HttpResponse = sign_in(request)
            return answer
        ways = get_adapter().get_reauthentication_methods(request.user)
        step = ways[0]["url"] if has_second_factor(request) else reverse("mfa_index")
        return redirect(f"{step}?{request.GET.urlencode(safe='/')}")

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
            path("texts/", self.admin_view(partial(texts.index, self)), name="site_texts"),
            path(
                "texts/<str:kind>/<str:language>/",
                self.admin_view(partial(texts.sign, self)),
                name="sign_text",
            ),
            *(
                path(address, self.admin_view(partial(screen, self)), name=name)
                for address, screen, name in _FROM_READERS
            ),
            *super().get_urls(),
        ]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """The front page: what waits for whoever is signed in, and how the library stands."""
        context = dict(extra_context or {})
        user, today = signed_in(request), timezone.localdate()
        if may_edit(user) or user.has_perm("reviews.decide_request"):
            lists = frontpage.lists(user, on=today)
            context["work"] = [work for work in lists if work.total]
            context["nothing"] = [work.title for work in lists if not work.total]
        if may_publish(user):
            stands = library.of(on=today)
            context["library"] = stands
            context["columns"] = charts.columns(stands.months)
            context["bars"] = charts.bars(stands.freshness)
        return super().index(request, context)


site = DeskSite(name="admin")
