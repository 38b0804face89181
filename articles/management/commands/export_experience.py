"""`manage.py export_experience`: everything that is kept of one experience, for its author."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from articles.management import voices


class Command(BaseCommand):
    help = "Print all that is kept of one experience as JSON, for its author."

    def add_arguments(self, parser: CommandParser) -> None:
        voices.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        found = voices.found(options)
        self.stdout.write(json.dumps(voices.kept(found), ensure_ascii=False, indent=1))
