"""`manage.py tell_urgent`: for cron, every few minutes; repeating it is safe."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reviews.actions import alarming


class Command(BaseCommand):
    help = "Tell editors by e-mail that a text of a reader may speak of danger."

    def handle(self, *args: Any, **options: Any) -> None:
        sent = alarming.run(at=timezone.now())
        for name in sent.without_address:
            self.stdout.write(f"no e-mail address: {name}")
        self.stdout.write(f"letters sent: {sent.count}")
        if sent.failures:
            raise CommandError("\n".join(sent.failures))
