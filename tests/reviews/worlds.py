"""A request in any state, with somebody of every role round it.

Two versions of its answer were live before: one to take down, and one to go back to.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group, User

from articles.models import Article
from reviews.actions import deciding, requesting
from reviews.enums import AfterApproval, State
from reviews.models import Reviewer, ReviewRequest
from tests import factories as f
from tests import publishing

STATES = ("unclaimed", "half_signed", *State.values)
ROLES = (
    "outsider",
    "editor",
    "author",
    "reviewer",
    "second",
    "fitting",
    "other",
    "author_reviewer",
    "suspended",
    "former",
    "publisher",
    "administrator",
)
ASKED_TOO = ("second", "author_reviewer", "suspended", "former")
LATER = f.NOW + timedelta(minutes=5)
DUE = f.NOW + timedelta(days=7)


@dataclass(frozen=True)
class World:
    """A request and the people round it, by role.

    `reviewer` was asked, and signed what is signed; `second`, `author_reviewer`, who wrote part of
    it, `suspended`, and `former`, who has left the group of reviewers since, were asked too.
    `fitting` and `other` are reviewers whom nobody asked. `free` have no part to play, and may be
    asked next.
    """

    request: ReviewRequest
    people: Mapping[str, User]
    free: list[Reviewer]


def world(state: str) -> World:
    """A request in that state.

    `unclaimed` is in review with nobody asked, `half_signed` with one of two signatures.
    """
    people = _people()
    reviewer = Reviewer.objects.get(user=people["reviewer"])
    article = f.published(f.article(by=people["author"]))
    article = f.published(f.save(article, by=people["author"], body="Second words.[^smith]"))
    article = f.save(article, by=people["author"], body="Third words.[^smith]")
    more: dict[str, Any] = {"short_answer": f.SHORT_ANSWER + " More."}
    if state == "half_signed":
        more["emergency_advice"] = "- a fit lasts long[^smith]"
    article = f.save(article, by=people["author_reviewer"], **more)
    request = _submitted(article, state, reviewer)
    for role in ASKED_TOO:
        if state != "unclaimed":
            f.assigned(request, Reviewer.objects.get(user=people[role]))
    _bring(request, state, reviewer)
    Reviewer.objects.filter(user=people["suspended"]).update(suspended=True)
    people["former"].groups.clear()
    request.refresh_from_db()
    return World(request, people, [f.reviewer(), f.reviewer()])


def _people() -> dict[str, User]:
    editors = Group.objects.get(name="Editors")
    others = {"specialties": [f.specialty("Other")]}
    people = {
        "outsider": f.user(),
        "editor": f.user("Editors"),
        "author": f.user("Editors"),
        "reviewer": f.reviewer().user,
        "second": f.reviewer().user,
        "fitting": f.reviewer().user,
        "other": f.reviewer(**others).user,
        "author_reviewer": f.reviewer().user,
        "suspended": f.reviewer().user,
        "former": f.reviewer().user,
        "publisher": f.user("Publishers"),
        "administrator": f.user("Administrators"),
    }
    people["author_reviewer"].groups.add(editors)
    return people


def _submitted(article: Article, state: str, reviewer: Reviewer) -> ReviewRequest:
    after, day = AfterApproval.PUBLISH, None
    if state in {"held", "approved", "failed"}:
        after = AfterApproval.HOLD
    if state == "scheduled":
        after, day = AfterApproval.SCHEDULE, DUE.date()
    asked = [] if state == "unclaimed" else [reviewer]
    return publishing.submitted(article, reviewers=asked, after_approval=after, publish_on=day)


def _bring(request: ReviewRequest, state: str, reviewer: Reviewer) -> None:
    signed = f.decision(request.article.kind, comment="Because.")
    if state in {"half_signed", "approved", "held", "scheduled", "failed", "published"}:
        deciding.approve(request.pk, reviewer=reviewer, decision=signed, at=f.NOW)
    elif state == "changes_requested":
        deciding.request_changes(request.pk, reviewer=reviewer, decision=signed, at=f.NOW)
    elif state == "declined":
        deciding.decline(request.pk, reviewer=reviewer, decision=signed, at=f.NOW)
    elif state == "cancelled":
        requesting.cancel(request.pk, reason="No.", by=request.opened_by, at=f.NOW)
    if state in {"approved", "failed", "stale"}:
        # Passed through too fast to be met, left by a failure, or by a newer version.
        ReviewRequest.objects.filter(pk=request.pk).update(state=state)
