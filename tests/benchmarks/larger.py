"""A corpus made larger by copies that tell of other conditions in the same common words."""

import hashlib
import json
import re
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection, models

from articles import snapshots
from articles.guards import install
from articles.models import Article, Condition, ConditionName, Publication, Revision

# A word that stands in fewer answers tells of a condition, and is another word in each copy.
_FEW = 30
_WORD = re.compile(r"[A-Za-z]{4,}")
_BATCH = 1_000
Rename = Callable[[str], str]
Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class _Original:
    article: Article
    snapshot: dict[str, Any]


def grow(size: int) -> None:
    """Copy what is live until there are so many answers. Goes round the actions and the guards:
    the copies only measure the search."""
    originals = _originals()
    telling = _telling(originals)
    install.lift(connection)
    try:
        have = Article.objects.filter(live__isnull=False).count()
        # The copy before may be a part of one: none gets its number again.
        number = -(-have // len(originals))
        while have < size:
            _copy(originals[: size - have], number, telling)
            have += min(size - have, len(originals))
            number += 1
    finally:
        install.install(connection)


def _originals() -> list[_Original]:
    # Copies have no identifier in the data set.
    live = Article.objects.exclude(external_id="").filter(live__isnull=False)
    rows = live.select_related("condition", "live__revision").order_by("pk")
    return [_Original(row, json.loads(row.live.revision.snapshot)) for row in rows if row.live]


def _telling(originals: Sequence[_Original]) -> frozenset[str]:
    answers: Counter[str] = Counter()
    for one in originals:
        text = f"{one.snapshot['question']} {one.snapshot['body']}"
        answers.update({word.lower() for word in _WORD.findall(text)})
    return frozenset(word for word, count in answers.items() if count < _FEW)


def _copy(originals: Sequence[_Original], number: int, telling: frozenset[str]) -> None:
    ending = _ending(number)

    def other(text: str) -> str:
        return _WORD.sub(
            lambda word: word[0] + ending if word[0].lower() in telling else word[0], text
        )

    conditions = _conditions({one.article.condition_id for one in originals}, number, other)
    articles = Article.objects.bulk_create(
        [
            _article(one.article, conditions[one.article.condition_id], number, other)
            for one in originals
        ],
        batch_size=_BATCH,
    )
    revisions = Revision.objects.bulk_create(
        [_revision(one, article, other) for one, article in zip(originals, articles, strict=True)],
        batch_size=_BATCH,
    )
    publications = Publication.objects.bulk_create(
        [_publication(one, revision) for one, revision in zip(originals, revisions, strict=True)],
        batch_size=_BATCH,
    )
    for article, publication in zip(articles, publications, strict=True):
        article.live = publication
    Article.objects.bulk_update(articles, ["live"], batch_size=_BATCH)


def _conditions(keys: set[int], number: int, other: Rename) -> dict[int, Condition]:
    rows = list(Condition.objects.filter(pk__in=keys).prefetch_related("names"))
    made = Condition.objects.bulk_create(
        [
            Condition(name=f"{other(row.name)} {number}"[:200], slug=f"{row.slug[:150]}-c{number}")
            for row in rows
        ],
        batch_size=_BATCH,
    )
    pairs = list(zip(rows, made, strict=True))
    ConditionName.objects.bulk_create(
        [
            _fresh(name, condition=copy, text=f"{other(name.text)} {number}"[:200])
            for row, copy in pairs
            for name in row.names.all()
        ],
        batch_size=_BATCH,
    )
    return {row.pk: copy for row, copy in pairs}


def _article(row: Article, condition: Condition, number: int, other: Rename) -> Article:
    question = other(row.question)[:300]
    return _fresh(row, condition=condition, question=question, external_id="", live=None)


def _revision(one: _Original, article: Article, other: Rename) -> Revision:
    assert one.article.live is not None
    data = one.snapshot | {
        "question": article.question,
        "short_answer": other(one.snapshot["short_answer"]),
        "body": other(one.snapshot["body"]),
        "condition": {"slug": article.condition.slug, "name": article.condition.name},
    }
    text = snapshots.canonical(data).text
    return _fresh(
        one.article.live.revision,
        article=article,
        snapshot=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        based_on=None,
    )


def _publication(one: _Original, revision: Revision) -> Publication:
    assert one.article.live is not None
    return _fresh(
        one.article.live, article=revision.article, revision=revision, approval=uuid.uuid4()
    )


def _fresh(row: Row, **changed: Any) -> Row:
    """A copy of a row that is not stored yet, with some fields changed."""
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name not in changed
    }
    return type(row)(**values, **changed)


def _ending(number: int) -> str:
    """Letters for a number, of which none is another's beginning: `qa`, `qb` … `qba`."""
    letters = ""
    while True:
        letters = chr(ord("a") + number % 26) + letters
        number //= 26
        if not number:
            return f"q{letters}x"
