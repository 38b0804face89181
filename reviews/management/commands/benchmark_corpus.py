"""`manage.py benchmark_corpus PATH`."""

from pathlib import Path
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from articles.errors import RuleError
from reviews.benchmark import loading


class Command(BaseCommand):
    help = "Publish MedQuAD's answers in an empty database for benchmarks (HEALTHINFO_BENCHMARK=1)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="the folder, searched with its subfolders")

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        begun = perf_counter()
        with tqdm(unit=" answers", disable=None, leave=False) as bar:

            def report(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            try:
                answers = loading.publish(path, at=timezone.now(), report=report)
            except RuleError as error:
                raise CommandError(str(error)) from error
        seconds = perf_counter() - begun
        self.stdout.write(f"{answers:,} answers published, {answers / seconds:,.1f} a second")
