"""The people of the desk, and what a browser posts there."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.freshness import latest_due_date
from reviews import checklists
from reviews.models import Reviewer, ReviewRequest
from tests import factories as f

ROLES = ("Editors", "Reviewers", "Publishers", "Administrators")


def as_role(role: str) -> Client:
    """Somebody of that role: `outsider`, `staff` without a role, `superuser`, or a group."""
    if role == "outsider":
        return Client()
    if role == "superuser":
        return signed_in(f.user(superuser=True))
    user = f.user("" if role == "staff" else role)
    if role == "staff":
        user.is_staff = True
        user.save()
    return signed_in(user)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def screen(review: ReviewRequest, name: str = "change") -> str:
    """The address of one of the request's screens."""
    return reverse(f"admin:reviews_reviewrequest_{name}", args=[review.pk])


def asked(*, by: User | None = None, **fields: object) -> tuple[ReviewRequest, Reviewer]:
    """A request as of an hour ago, and the reviewer who was asked."""
    reviewer = f.reviewer()
    at = timezone.now() - timedelta(hours=1)
    article = f.article(by=by, at=at)
    return f.request(article, reviewers=[reviewer], by=by, at=at, **fields), reviewer  # type: ignore[arg-type]  # mixed values


def filled_in(review: ReviewRequest, **fields: object) -> dict[str, object]:
    """What the review screen posts when it is filled in for an approval."""
    kind = review.article.kind
    return {
        "sha256": review.revision.sha256,
        "scope": "whole_page",
        "change_class": "material",
        "checklist": list(checklists.items(kind)),
        "conflict": "no",
        "conflict_note": "",
        "comment": "",
        "review_due_on": latest_due_date(kind, reviewed_on=timezone.localdate()).isoformat(),
        **fields,
    }
