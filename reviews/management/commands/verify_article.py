"""`manage.py verify_article CONDITION/SLUG` and `--all`."""

from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles import verification as content
from articles.models import Article
from reviews import verification as signatures
from reviews.management.reporting import report


class Command(BaseCommand):
    help = "Recompute every hash of an answer's evidence; exit with 1 where it does not hold."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("address", nargs="?", metavar="CONDITION/SLUG")
        which.add_argument("--all", action="store_true")

    def handle(self, *args: Any, address: str | None, **options: Any) -> None:
        articles = Article.objects.order_by("pk")
        if address is not None:
            condition, _, slug = address.partition("/")
            articles = articles.filter(condition__slug=condition, slug=slug)
        if address is not None and not articles.exists():
            raise CommandError(f"There is no answer at {address}.")
        report(chain(content.faults(articles), signatures.faults(articles)), self.stdout)
        self.stdout.write(f"The evidence holds. Answers: {articles.count()}.")
