"""`manage.py import_medquad PATH [--limit N]`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from articles.importers.medquad import load, parse, report, validate


class Command(BaseCommand):
    help = "Import the answers in a folder of MedQuAD XML files as drafts. Nothing becomes public."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="the folder, searched with its subfolders")
        parser.add_argument("--limit", type=int, metavar="N", help="the first N answers only")

    def handle(self, *args: Any, path: Path, limit: int | None, **options: Any) -> None:
        if limit is not None and limit < 1:
            raise CommandError("--limit is a number from 1 on")
        files = parse.files(path)
        if not files:
            raise CommandError(f"there are no XML files in {path}")
        findings = validate.read(tqdm(files, unit=" files", disable=None, leave=False))
        loaded = load.load(findings.topics, limit=limit, at=timezone.now())
        everything = options["verbosity"] > 1
        for line in report.lines(findings, loaded, load.stored_marks(), everything=everything):
            self.stdout.write(line)
