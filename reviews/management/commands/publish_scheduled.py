"""`manage.py publish_scheduled`: for cron, every few minutes; repeating it is safe."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reviews.actions import scheduling
from reviews.enums import State


class Command(BaseCommand):
    help = "Publish what was approved for today or an earlier day; exit with 1 where it fails."

    def handle(self, *args: Any, **options: Any) -> None:
        failures = []
        for request in scheduling.publish_due(at=timezone.now()):
            if request.state == State.PUBLISHED:
                self.stdout.write(f"published: {request.revision}")
            else:
                why = request.failure or "the database gave up (see the log); it stays scheduled"
                failures.append(f"failed: {request.revision}: {why}")
        if failures:
            raise CommandError("\n".join(failures))
