"""The desk: Django's own admin under our name, open to staff only."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class SignInForm(AdminAuthenticationForm):
    """Staff sign in with a password; outside a demonstration that is not enough."""

    def confirm_login_allowed(self, user: AbstractBaseUser) -> None:
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


site = DeskSite(name="admin")
