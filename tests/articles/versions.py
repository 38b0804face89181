"""Answers with more than one version."""

from datetime import timedelta

from django.urls import reverse

from articles.models import Article, Revision
from reviews.actions import requesting
from tests import factories as f


def replaced() -> tuple[Revision, Article]:
    """The first version of an answer whose second is live."""
    article = f.published()
    first = f.live(article).revision
    changed = f.save(article, body="Newer words.[^smith]", at=f.NOW + timedelta(days=1))
    return first, f.published(changed, at=f.NOW + timedelta(days=1))


def reconfirmed(article: Article, *, days: int) -> None:
    """The same words, found still accurate."""
    at = f.NOW + timedelta(days=days)
    request = requesting.ask_to_reconfirm(
        article.pk,
        reviewers=[f.reviewer()],
        due_on=at.date() + timedelta(days=14),
        by=f.user("Editors"),
        at=at,
    )
    f.approved(request, at=at)


def address(name: str, of: Article, *number: int) -> str:
    """Where the `history`, a `version` by its number, or a `compare` of an answer stands."""
    return reverse(f"articles:{name}", args=[of.condition.slug, of.slug, *number])
