"""`manage.py forget_voices`: for cron, once a day; repeating it is safe."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles.actions import forgetting


class Command(BaseCommand):
    help = "Delete texts of readers whose time is over: declined experiences, decided feedback."

    def handle(self, *args: Any, **options: Any) -> None:
        experiences, feedback = forgetting.forget(at=timezone.now())
        self.stdout.write(f"Texts deleted: {experiences} experiences, {feedback} of feedback.")
