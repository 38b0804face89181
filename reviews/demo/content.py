"""The demonstration's TOML files read into drafts (`content/*.toml`)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User

from articles.drafts import Cited, Draft, Entry, Member
from articles.models import Article, Condition, ConditionCode, ConditionName, Source, Treatment

_FOLDER = Path(__file__).parent / "content"
Table = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """One answer of a file: where it stands and what it says."""

    article: Article
    draft: Draft


def site() -> Table:
    """Site texts and reviewers."""
    return _read(_FOLDER / "site.toml")


def conditions() -> list[Table]:
    """One table a condition, by file name."""
    files = sorted(path for path in _FOLDER.glob("*.toml") if path.stem != "site")
    return [_read(path) for path in files]


def store_catalogue(tables: list[Table], *, by: User, on: date) -> None:
    """Conditions with names and codes, treatments and sources of every file."""
    for table in tables:
        _store_condition(table["condition"], by=by, on=on)
        for row in table.get("treatments", []):
            Treatment.objects.get_or_create(
                slug=row["slug"],
                defaults={
                    "name": row["name"],
                    "brand_names": ", ".join(row.get("brand_names", [])),
                    "kind": row["kind"],
                },
            )
    for table in tables:
        condition = Condition.objects.get(slug=table["condition"]["slug"])
        condition.related.set(
            Condition.objects.filter(slug__in=table["condition"].get("related", []))
        )


def answers(table: Table, sources: dict[str, Source]) -> list[Answer]:
    """The answers of one file; `sources` collects the sources of all files by key."""
    for row in table.get("sources", []):
        if row["key"] not in sources:
            values = {name: value for name, value in row.items() if name != "key"}
            sources[row["key"]] = Source.objects.create(**values)
    condition = Condition.objects.get(slug=table["condition"]["slug"])
    treatments = dict(Treatment.objects.values_list("slug", "pk"))
    return [
        Answer(
            Article(
                condition=condition, kind=row["kind"], question=row["question"], slug=row["slug"]
            ),
            _draft(row, treatments, sources),
        )
        for row in table["articles"]
    ]


def _draft(row: Table, treatments: dict[str, int], sources: dict[str, Source]) -> Draft:
    return Draft(
        question=row["question"],
        short_answer=row["short_answer"],
        emergency_advice=row.get("emergency_advice", ""),
        body=row["body"],
        questions_to_ask=row.get("questions_to_ask", ""),
        entries=tuple(
            Entry(**{**entry, "treatment": treatments[entry["treatment"]]})
            for entry in row.get("treatments", [])
        ),
        team=tuple(Member(**member) for member in row.get("care_team", [])),
        citations=tuple(
            Cited(cited["key"], sources[cited["key"]].pk, cited.get("locator", ""))
            for cited in row["citations"]
        ),
    ).normalised()


def _store_condition(row: Table, *, by: User, on: date) -> None:
    condition = Condition.objects.create(slug=row["slug"], name=row["name"])
    ConditionName.objects.bulk_create(
        ConditionName(condition=condition, verified_by=by, verified_on=on, **name)
        for name in row["names"]
    )
    ConditionCode.objects.bulk_create(
        ConditionCode(condition=condition, **code) for code in row["codes"]
    )


def _read(path: Path) -> Table:
    with path.open("rb") as file:
        return tomllib.load(file)
