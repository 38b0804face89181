"""Who may sign in, and how they confirm that it is them (`docs/adr/0006-sign-in.md`)."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest


class StaffBackend(ModelBackend):
    """Passwords of active staff. Everybody else gets the answer of an unknown name.

    It is asked on every request, so a session ends when its owner leaves the staff.
    """

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        return isinstance(user, User) and user.is_active and user.is_staff


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Nobody signs up, and a second factor, once there is one, outranks the password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reauthentication_methods(
        self, user: AbstractBaseUser | AnonymousUser
    ) -> list[dict[str, Any]]:
        """How to confirm a change to one's factors: by one of them, else by the password.

        A passkey comes before a code.
        """
        ways = super().get_reauthentication_methods(user)
        return [way for way in reversed(ways) if way["id"] != "reauthenticate"] or ways
