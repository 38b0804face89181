"""`manage.py review_cycle [--dry-run]`: for cron, once a day; repeating it is safe."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from reviews.actions import cycling


class Command(BaseCommand):
    help = "Ask for the reviews that are due, and send reminders and digests."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say whom it would ask")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        report = cycling.run(at=timezone.now(), dry_run=dry_run)
        for line in report.lines():
            self.stdout.write(line)
        if dry_run:
            self.stdout.write("Dry run: nothing was written or sent.")
        failures = [*report.failures, *(report.sent.failures if report.sent else ())]
        if failures:
            raise CommandError("\n".join(failures))
