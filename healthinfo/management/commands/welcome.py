"""`welcome`: what to open, and who may sign in."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from reviews.demo.accounts import sign_ins


class Command(BaseCommand):
    help = "Print the addresses and, in a demonstration, one sign-in a role."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", default="8000")

    def handle(self, *args: Any, **options: Any) -> None:
        site = f"http://{options['host']}:{options['port']}"
        self.stdout.write(f"\nReaders   {site}/\nDesk      {site}/admin/\n")
        if not settings.DEMO:
            self.stdout.write("First administrator: python manage.py createsuperuser\n")
            if sign_ins():
                self.stdout.write(
                    "Careful: this database holds the demonstration, whose reviewers are "
                    "fictitious, and nothing on its pages but their names says so now.\n"
                )
            return
        self.stdout.write("Demonstration sign-ins (kept in var/demo-sign-ins.json):")
        for account in sign_ins():
            self.stdout.write(f"  {account.role}  {account.username}  {account.password}")
        self.stdout.write("")
