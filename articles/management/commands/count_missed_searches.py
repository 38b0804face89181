"""`manage.py count_missed_searches`."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import localdate

from articles.actions import missing


class Command(BaseCommand):
    help = "Count the searches that found nothing since the last run; once a day, from cron."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{missing.count(on=localdate()):,} searches counted")
