"""What the tests of the search share: answers with known words, and how to ask."""

from datetime import date, timedelta
from typing import Any

from articles import search
from articles.enums import QuestionKind
from articles.models import Article, Condition, ConditionName
from articles.search import Results
from tests import factories as f

OVERVIEW = QuestionKind.OVERVIEW


def told(
    question: str = "What is it?",
    *,
    of: Condition | None = None,
    kind: QuestionKind = OVERVIEW,
    body: str = "Doctors know it.[^smith]",
    **fields: Any,
) -> Article:
    """A published answer with that question and body."""
    saved = f.draft(question=question, body=body, **fields)
    return f.published(f.article(of=of, kind=kind, saved=saved))


def known_as(condition: Condition, *names: str, **fields: Any) -> None:
    """Give the condition verified names."""
    values = {"relation": "exact", "verified_by": f.user("Editors"), "verified_on": f.TODAY}
    for name in names:
        ConditionName.objects.create(condition=condition, text=name, **{**values, **fields})


def find(text: str, *, on: date = f.TODAY + timedelta(days=1), **narrowed: Any) -> Results:
    """The first ten answers."""
    values: dict[str, Any] = {"limit": 10, "language": "en", **narrowed}
    return search.find(text, on=on, **values)


def found(text: str, **narrowed: Any) -> list[int]:
    """The keys of the first ten answers."""
    return [hit.answer.article_id for hit in find(text, **narrowed).hits]


def suggested(text: str, *, on: date = f.TODAY + timedelta(days=1)) -> list[str]:
    """The texts of eight suggestions."""
    return [one.text for one in search.suggest(text, language="en", on=on, limit=8)]
