"""The demonstration's translations (`content/<language>/*.toml`), made by the real action."""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User

from articles import drafts
from articles.actions import drafting, translating
from articles.drafts import Member
from articles.enums import NameRelation
from articles.models import Article, Condition, ConditionName

_FOLDER = Path(__file__).parent / "content"


def texts() -> Iterator[tuple[str, dict[str, Any]]]:
    """The site's own texts in other languages, each with its language."""
    for language, table in _tables("texts"):
        yield from ((language, row) for row in table["texts"])


def store_names(*, by: User, on: date) -> None:
    """What pages in other languages call the conditions."""
    for language, table in _tables("articles"):
        ConditionName.objects.create(
            condition=Condition.objects.get(slug=table["condition"]),
            text=table["name"],
            relation=NameRelation.EXACT,
            language=language,
            is_main=True,
            verified_by=by,
            verified_on=on,
        )


def draft(*, by: User, at: datetime) -> Iterator[Article]:
    """Each translation with its draft saved; its original is live."""
    for language, table in _tables("articles"):
        for row in table["articles"]:
            original = Article.objects.get(
                condition__slug=table["condition"], slug=row["slug"], translation_of=None
            )
            begun = translating.start(original.pk, language=language, by=by, at=at)
            words = replace(
                drafts.of(begun),
                question=row["question"],
                short_answer=row["short_answer"],
                body=row["body"],
                questions_to_ask=row["questions_to_ask"],
                team=tuple(Member(**member) for member in row["care_team"]),
            )
            yield drafting.save_draft(
                begun.pk, words, expected_version=begun.draft_version, by=by, at=at
            )


def _tables(part: str) -> list[tuple[str, dict[str, Any]]]:
    """The tables that have that part, with their language: the name of their folder."""
    files = sorted(_FOLDER.glob("*/*.toml"))
    read = [(path.parent.name, tomllib.loads(path.read_text())) for path in files]
    return [(language, table) for language, table in read if part in table]
