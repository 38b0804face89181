"""Earlier versions brought back, corrections, errata and dates, to test with."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import User

from articles.actions import noting
from articles.models import Article, Erratum, Revision
from reviews.actions import requesting
from reviews.enums import AfterApproval
from reviews.models import Reviewer, ReviewRequest
from tests import factories as f

CORRECTION = "We said 15 mg; it is 10 mg."


def _asked(fields: dict[str, Any]) -> list[Reviewer]:
    return fields.pop("reviewers") if "reviewers" in fields else [f.reviewer(), f.reviewer()]


def second_version(*, at: datetime = f.NOW, **fields: Any) -> Article:
    """An article whose second version is live; `fields` are those of its draft."""
    fields.setdefault("body", "## What is used first?\n\nDoctors wait.[^smith]")
    article = f.published(at=at)
    return f.published(f.save(article, at=at, **fields), at=at)


def submitted(of: Article, *, at: datetime = f.NOW, **fields: Any) -> ReviewRequest:
    """The article's draft before a reviewer, with a correction or a date among the fields."""
    values: dict[str, Any] = {
        "expected_version": of.draft_version,
        "change_class": "material",
        "change_note": "What changed.",
        "reviewers": _asked(fields),
        "due_on": at.date() + timedelta(days=14),
        "after_approval": AfterApproval.PUBLISH,
        "by": fields.pop("by", None) or f.user("Editors"),
        "at": at,
    }
    return requesting.submit_for_review(of.pk, **{**values, **fields})


def scheduled(
    of: Article | None = None, *, on: date = f.TODAY + timedelta(days=7), at: datetime = f.NOW
) -> ReviewRequest:
    """A request that was approved and is published on that day."""
    after = AfterApproval.SCHEDULE
    asked = submitted(of or f.article(at=at), at=at, after_approval=after, publish_on=on)
    return f.approved(asked, at=at)


def rolling_back(
    of: Article, number: int = 1, *, at: datetime = f.NOW, **fields: Any
) -> ReviewRequest:
    """The article's earlier version, put before a reviewer to be brought back."""
    values: dict[str, Any] = {
        "change_note": "We went back.",
        "reviewers": _asked(fields),
        "due_on": at.date() + timedelta(days=14),
        "by": fields.pop("by", None) or f.user("Editors"),
        "at": at,
    }
    return requesting.ask_to_roll_back(of.pk, number, **{**values, **fields})


def corrected(of: Article, *, at: datetime = f.NOW, text: str = CORRECTION) -> Article:
    """The article after a correction of its live words went public."""
    edited = f.save(of, at=at, body=f"{of.body}\n\nTen, not fifteen.")
    f.approved(submitted(edited, at=at, correction=text), at=at)
    return Article.objects.select_related("live__revision", "condition").get(pk=of.pk)


def erratum(of: Article, *, at: datetime = f.NOW, text: str = "One source was added.") -> Erratum:
    """An erratum to the change note of the live version."""
    return noted(f.live(of).revision_id, text=text, by=f.user("Editors"), at=at)


def noted(
    revision_id: int, *, by: User, text: str = "One source was added.", at: datetime = f.NOW
) -> Erratum:
    """An erratum to that version's change note."""
    return noting.add_erratum(revision_id, text=text, reason="A slip.", by=by, at=at)


def reconfirming(of: Article, *, by: User | None = None, at: datetime = f.NOW) -> ReviewRequest:
    """The article's live version, put before a reviewer once more."""
    return requesting.ask_to_reconfirm(
        of.pk,
        reviewers=[f.reviewer(), f.reviewer()],
        due_on=at.date() + timedelta(days=14),
        by=by or f.user("Editors"),
        at=at,
    )


def reopened(revision: Revision, *, at: datetime = f.NOW, **fields: Any) -> ReviewRequest:
    """A request for a version whose own one is closed."""
    return requesting.open_request(
        revision.pk,
        reviewers=[f.reviewer(), f.reviewer()],
        due_on=at.date(),
        by=f.user("Editors"),
        at=at,
        **fields,
    )
