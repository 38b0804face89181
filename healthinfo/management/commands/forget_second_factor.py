"""`forget_second_factor`: for somebody who lost their phone, their keys and their codes."""

from argparse import ArgumentParser
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Remove somebody's second factors: the desk closes to them until they set up new ones."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"There is nobody called {options['username']!r}.")
        Authenticator.objects.filter(user=user).delete()
        self.stdout.write(f"{user.username} sets up a second factor at the next sign-in.")
