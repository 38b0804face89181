"""`manage.py erase_experience`: for an author who lost the link, or a duty to delete."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from articles.actions.voices import erase
from articles.management import voices


class Command(BaseCommand):
    help = "Delete the text of one experience; the bare fact and its audit events stay."

    def add_arguments(self, parser: CommandParser) -> None:
        voices.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        erased = erase(voices.found(options).pk, why="request", at=timezone.now())
        self.stdout.write(f"Experience {erased.pk} holds no text any more.")
