"""`manage.py rebuild_search`."""

from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles.actions import indexing
from articles.errors import Conflict
from articles.models import Article


class Command(BaseCommand):
    help = "Make the search index anew from what is published; the site goes on answering."

    def handle(self, *args: Any, **options: Any) -> None:
        begun = perf_counter()
        live = Article.objects.filter(live__isnull=False).count()
        with tqdm(total=live, unit=" answers", disable=None, leave=False) as bar:
            try:
                answers = indexing.rebuild(report=bar.update)
            except Conflict as error:
                raise CommandError(str(error)) from error
        seconds = perf_counter() - begun
        self.stdout.write(f"{answers:,} answers indexed, {answers / seconds:,.0f} a second")
