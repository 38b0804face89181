"""A reviewer as readers see them: who they are, and what they vouch for today."""

import json
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from articles.languages import path_in
from articles.models import Article
from articles.pages.values import Link
from reviews.enums import Outcome
from reviews.models import Reviewer, ReviewRecord


@dataclass(frozen=True)
class SignedAnswer:
    """A public answer that the reviewer signed, in its own live words and their language."""

    language: str
    question: str
    path: str
    condition: Link
    scope_label: str
    signed_on: date


@dataclass(frozen=True)
class ReviewerPage:
    """A reviewer's public profile. `may_sign` is whether a signature of today would count.

    It stays for whoever signed, `verified` or not by now.
    """

    path: str
    name: str
    credentials: str
    registration: str
    specialties: tuple[str, ...]
    languages: str
    conflicts: str
    verified: bool
    may_sign: bool
    signed: tuple[SignedAnswer, ...]


def reviewer(slug: str, *, on: date) -> ReviewerPage:
    """A reviewer's page (three queries).

    Raises `Reviewer.DoesNotExist` for those whom nobody verified and who signed nothing.
    """
    row = Reviewer.objects.public().select_related("user").get(slug=slug)
    return ReviewerPage(
        path=row.get_absolute_url(),
        name=row.name,
        credentials=row.credentials,
        registration=f"{row.register} {row.registration_number}",
        specialties=tuple(specialty.name for specialty in row.specialties.all()),
        languages=row.reads,
        conflicts=row.standing_conflicts,
        verified=row.verified_by_id is not None,
        may_sign=row.may_sign_on(on),
        signed=tuple(_signed(record) for record in _standing(row, on=on)),
    )


def reviewers() -> tuple[str, ...]:
    """The paths of all reviewers' pages (one query)."""
    return tuple(row.get_absolute_url() for row in Reviewer.objects.public())


def _standing(reviewer: Reviewer, *, on: date) -> list[ReviewRecord]:
    """The approvals on which answers that readers see today rest, newest first."""
    live = "request__article__live"
    rests_on_it = Q(**{f"{live}__approval": F("request__key")}) | Q(
        **{f"{live}__rests_on__approval": F("request__key")}
    )
    records = reviewer.records.filter(
        rests_on_it,
        outcome=Outcome.APPROVED,
        request__article__in=Article.objects.public(on=on).order_by().values("pk"),
    )
    return list(
        records.select_related("request__article__condition", f"{live}__revision").order_by(
            "-signed_on", "-pk"
        )
    )


def _signed(record: ReviewRecord) -> SignedAnswer:
    article = record.request.article
    assert article.live is not None
    words = json.loads(article.live.revision.snapshot)
    about = path_in(article.language, "articles:condition", article.condition.slug)
    return SignedAnswer(
        language=article.language,
        question=words["question"],
        path=article.get_absolute_url(),
        condition=Link(words["condition"]["name"], about),
        scope_label=record.get_scope_display(),
        signed_on=record.signed_on,
    )
