"""Answers in other languages, to test with."""

from articles import drafts
from articles.actions import translating
from articles.models import Article, Condition, ConditionName
from reviews.models import Reviewer
from tests import factories as f


def begun(original: Article, language: str = "de") -> Article:
    """A translation into German that still has the original's words."""
    return translating.start(original.pk, language=language, by=f.user("Editors"), at=f.NOW)


def written(translation: Article) -> Article:
    """The translation with words of its own."""
    body = drafts.of(translation).body.replace("Doctors try", "Man versucht")
    german = f.SHORT_ANSWER.replace("Nothing yet cures", "Nichts heilt bisher")
    return f.save(
        translation,
        question="Was hilft?",
        short_answer=german,
        body=body.replace("Methotrexate calms it", "Methotrexat hilft"),
        by=f.user("Editors"),
    )


def translated(original: Article, *, by: Reviewer | None = None) -> Article:
    """A live translation into German, signed by that reviewer."""
    return f.published(written(begun(original)), by=by)


def named_in_german(condition: Condition, name: str) -> None:
    """Give the condition a verified main name in German."""
    ConditionName.objects.create(
        condition=condition,
        text=name,
        relation="exact",
        language="de",
        is_main=True,
        verified_by=f.user("Editors"),
        verified_on=f.TODAY,
    )
