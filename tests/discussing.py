"""Comments and objections to test with, made by the actions that make the real ones."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from reviews.actions import commenting, deciding, previewing
from reviews.actions.commenting import Hook
from reviews.enums import Anchor
from reviews.models import PreviewLink, ReviewComment, Reviewer, ReviewRequest
from tests import factories as f
from tests.voices import OURS, filled_in

WORDS = Hook(Anchor.WORDS, quote="they try to calm it")


def asked(request: ReviewRequest) -> Reviewer:
    """The first reviewer who was asked."""
    return request.reviewers.all()[0]


def comment(
    request: ReviewRequest,
    *,
    on: Hook = WORDS,
    text: str = "In which population?",
    by: User | None = None,
    at: datetime = f.NOW,
) -> ReviewComment:
    """A comment on the request, by its first reviewer unless somebody else is named."""
    said_by = by or asked(request).user
    return commenting.comment(request.pk, on=on, text=text, by=said_by, at=at)


def objected(
    request: ReviewRequest, *, text: str = "Say how long.", at: datetime = f.NOW
) -> ReviewRequest:
    """The request after its first reviewer asked for changes."""
    deciding.request_changes(
        request.pk, reviewer=asked(request), decision=f.decision(comment=text), at=at
    )
    request.refresh_from_db()
    return request


def resubmitted(
    request: ReviewRequest, *, at: datetime = f.NOW + timedelta(hours=1), **fields: Any
) -> ReviewRequest:
    """The next version of the same answer, before the same reviewer."""
    fields.setdefault("body", "Mended.[^smith]")
    article = type(request.article).objects.get(pk=request.article_id)
    return f.request(f.save(article, at=at, **fields), reviewers=[asked(request)], at=at)


def preview_link(request: ReviewRequest, **fields: object) -> PreviewLink:
    """A guest's link to the request's version, as a row; nobody knows its secret."""
    values: dict[str, object] = {
        "request": request,
        "guest": "Prof. Guest",
        "token_sha256": f"{PreviewLink.objects.count():064d}",
        "created_by": f.user("Editors"),
        "created_at": f.NOW,
        "expires_at": f.NOW + timedelta(days=14),
    }
    return PreviewLink.objects.create(**{**values, **fields})


def invited(review: ReviewRequest, *, days: int = 14) -> tuple[PreviewLink, str]:
    """A guest's link, and its address."""
    link, token = previewing.invite(
        review.pk, guest=" Prof. Guest ", days=days, by=f.user("Editors"), at=f.NOW
    )
    return link, f"/preview/{token}/"


def send(address: str, **fields: str) -> HttpResponse:
    """The guest's form, as a browser posts it from our own page."""
    data = filled_in(address, at=f.NOW, **{"text": "Is that so?", "quote": "", **fields})
    response = Client().post(address, data, headers=OURS)
    assert isinstance(response, HttpResponse)
    return response
