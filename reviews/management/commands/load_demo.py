"""`load_demo`: the demonstration's content, once."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from reviews.demo.loading import load


class Command(BaseCommand):
    help = "Load the demonstration's content into an empty database; otherwise change nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not load(at=timezone.now(), say=self.stdout.write):
            self.stdout.write("The database has content: nothing was loaded.")
