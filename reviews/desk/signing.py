"""Who is signed in and how, and their password once more before a signature or a withdrawal."""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

_SESSION_KEY = "wrong_passwords"
MAX_WRONG = 5
WINDOW = timedelta(minutes=15)


def signed_in(request: HttpRequest) -> User:
    """Who is signed in; the desk lets nobody else in."""
    assert isinstance(request.user, User)
    return request.user


def has_second_factor(request: HttpRequest) -> bool:
    """Whether the person has set up an app, a passkey or a security key."""
    return bool(Authenticator.objects.filter(user=signed_in(request)).exists())


def used_second_factor(request: HttpRequest) -> bool:
    """Whether this session was opened or confirmed with a factor that the person still has."""
    user = signed_in(request)
    records = get_authentication_records(request, user)
    used = [record["id"] for record in records if record["method"] == "mfa"]
    return bool(used and Authenticator.objects.filter(user=user, pk__in=used).exists())


class PasswordAgainForm(forms.Form):
    """Asks whoever is signed in for their password or a passkey; guesses at either are counted.

    `reauthenticated` says which of the two it was, once the form is valid.
    """

    password = forms.CharField(
        label=_("Your password, once more"),
        strip=False,
        max_length=4096,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "required": True}),
    )

    def __init__(self, *args: Any, request: HttpRequest, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._request = request
        self._at = at
        self.reauthenticated = ""

    @cached_property
    def passkey(self) -> dict[str, Any] | None:
        """What the browser asks a passkey to sign, for whoever has one. Ends earlier challenges."""
        user = signed_in(self._request)
        if not Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists():
            return None
        return {"request_options": begin_authentication(user)}

    def clean_password(self) -> str:
        """Raises for a passkey that does not prove itself, and for a wrong password."""
        if self.data.get("credential"):
            passkey = ReauthenticateWebAuthnForm(self.data, user=signed_in(self._request))
            if not passkey.is_valid():
                raise forms.ValidationError(_("That passkey was not accepted."), code="passkey")
            passkey.save()
            self.reauthenticated = "passkey"
            return ""
        password = str(self.cleaned_data["password"])
        if not password:
            raise forms.ValidationError(_("Your password is missing."), code="required")
        self._check(password)
        self.reauthenticated = "password"
        return password

    def _check(self, password: str) -> None:
        """Raises for a wrong password, and for any after `MAX_WRONG` wrong ones in `WINDOW`."""
        session, user = self._request.session, signed_in(self._request)
        since = (self._at - WINDOW).timestamp()
        wrong = [moment for moment in session.get(_SESSION_KEY, []) if moment > since]
        if len(wrong) >= MAX_WRONG:
            raise forms.ValidationError(
                _("Too many wrong passwords. Wait 15 minutes, then try again."), code="too_many"
            )
        if not user.check_password(password):
            session[_SESSION_KEY] = [*wrong, self._at.timestamp()]
            raise forms.ValidationError(_("That is not your password."), code="wrong")
        session.pop(_SESSION_KEY, None)
