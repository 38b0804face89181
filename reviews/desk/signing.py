"""Who is signed in, and their password once more before a signature or a withdrawal."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

_SESSION_KEY = "wrong_passwords"
MAX_WRONG = 5
WINDOW = timedelta(minutes=15)


def signed_in(request: HttpRequest) -> User:
    """Who is signed in; the desk lets nobody else in."""
    assert isinstance(request.user, User)
    return request.user


class PasswordAgainForm(forms.Form):
    """Asks whoever is signed in for their password; guesses are counted in the session."""

    password = forms.CharField(
        label=_("Your password, once more"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._request = request
        self._at = at

    def clean_password(self) -> str:
        """Raises for a wrong password, and for any after `MAX_WRONG` wrong ones in `WINDOW`."""
        session, user = self._request.session, signed_in(self._request)
        since = (self._at - WINDOW).timestamp()
        wrong = [moment for moment in session.get(_SESSION_KEY, []) if moment > since]
        if len(wrong) >= MAX_WRONG:
            raise forms.ValidationError(
                _("Too many wrong passwords. Wait 15 minutes, then try again."), code="too_many"
            )
        password = str(self.cleaned_data["password"])
        if not user.check_password(password):
            session[_SESSION_KEY] = [*wrong, self._at.timestamp()]
            raise forms.ValidationError(_("That is not your password."), code="wrong")
        session.pop(_SESSION_KEY, None)
        return password
