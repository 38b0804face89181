"""A reviewer as readers see them: who they are, what they vouch for today and did earlier."""

import json
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q

from articles.languages import path_in
from articles.models import Article, Publication
from articles.pages.values import Link
from reviews.enums import Outcome
from reviews.models import Reviewer, ReviewRecord

_LIVE = "request__article__live"
_ON_WHICH_LIVE_RESTS = Q(**{f"{_LIVE}__approval": F("request__key")}) | Q(
    **{f"{_LIVE}__rests_on__approval": F("request__key")}
)


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

    It stays for whoever signed, `verified` or not by now. `earlier` are public answers that now
    rest on others' signatures, with the histories that tell which versions this one signed.
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
    earlier: tuple[SignedAnswer, ...]


def reviewer(slug: str, *, on: date) -> ReviewerPage:
    """A reviewer's page (four queries).

    Raises `Reviewer.DoesNotExist` for those whom nobody verified and who signed nothing.
    """
    row = Reviewer.objects.public().select_related("user").get(slug=slug)
    standing = _approvals(row, _ON_WHICH_LIVE_RESTS, on=on)
    now = {record.request.article_id for record in standing}
    earlier: dict[int, ReviewRecord] = {}
    for record in _approvals(row, _published() & ~Q(request__article__in=now), on=on):
        earlier.setdefault(record.request.article_id, record)
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
        signed=tuple(_signed(record) for record in standing),
        earlier=tuple(_signed(record, "articles:history") for record in earlier.values()),
    )


def reviewers() -> tuple[str, ...]:
    """The paths of all reviewers' pages (one query)."""
    return tuple(row.get_absolute_url() for row in Reviewer.objects.public())


def _approvals(reviewer: Reviewer, which: Q, *, on: date) -> list[ReviewRecord]:
    """Those of their approvals that are of answers readers see today, newest first."""
    records = reviewer.records.filter(
        which,
        outcome=Outcome.APPROVED,
        request__article__in=Article.objects.public(on=on).order_by().values("pk"),
    )
    return list(
        records.select_related("request__article__condition", f"{_LIVE}__revision").order_by(
            "-signed_on", "-pk"
        )
    )


def _published() -> Q:
    return Q(Exists(Publication.objects.filter(approval=OuterRef("request__key"))))


def _signed(record: ReviewRecord, leads_to: str = "articles:answer") -> SignedAnswer:
    article = record.request.article
    assert article.live is not None
    words = json.loads(article.live.revision.snapshot)
    about = path_in(article.language, "articles:condition", article.condition.slug)
    return SignedAnswer(
        language=article.language,
        question=words["question"],
        path=path_in(article.language, leads_to, article.condition.slug, article.slug),
        condition=Link(words["condition"]["name"], about),
        scope_label=record.get_scope_display(),
        signed_on=record.signed_on,
    )
