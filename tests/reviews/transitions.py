"""A request in any state, with somebody of every role round it, and what they may try."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import Group, User

from articles.errors import NotAllowed
from articles.models import Article
from reviews.actions import assigning, deciding, requesting
from reviews.enums import AfterApproval, State
from reviews.models import Reviewer, ReviewRequest
from reviews.policies import reviewer_of
from tests import factories as f
from tests import publishing

STATES = ("unclaimed", *State.values)
ROLES = (
    "outsider",
    "editor",
    "author",
    "reviewer",
    "fitting",
    "other",
    "author_reviewer",
    "suspended",
    "publisher",
    "administrator",
)
LATER = f.NOW + timedelta(minutes=5)


@dataclass(frozen=True)
class World:
    """A request and the people round it, by role.

    `reviewer` was asked, and signed what is signed; `author_reviewer`, who wrote part of it, and
    `suspended` were asked too. `fitting` and `other` are reviewers whom nobody asked.
    """

    request: ReviewRequest
    people: Mapping[str, User]


def world(state: str) -> World:
    """A request in that state; `unclaimed` is in review with nobody asked."""
    people = _people()
    reviewer = Reviewer.objects.get(user=people["reviewer"])
    article = f.article(by=people["author"])
    article = f.save(article, by=people["author_reviewer"], body="More words.[^smith]")
    request = _submitted(article, state, reviewer)
    for role in ("author_reviewer", "suspended"):
        if state != "unclaimed":
            f.assigned(request, Reviewer.objects.get(user=people[role]))
    _bring(request, state, reviewer)
    suspended = Reviewer.objects.filter(user=people["suspended"])
    suspended.update(suspended=True)
    request.refresh_from_db()
    return World(request, people)


def _people() -> dict[str, User]:
    editors = Group.objects.get(name="Editors")
    others = {"specialties": [f.specialty("Other")]}
    people = {
        "outsider": f.user(),
        "editor": f.user("Editors"),
        "author": f.user("Editors"),
        "reviewer": f.reviewer().user,
        "fitting": f.reviewer().user,
        "other": f.reviewer(**others).user,
        "author_reviewer": f.reviewer().user,
        "suspended": f.reviewer().user,
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
        after, day = AfterApproval.SCHEDULE, f.TODAY + timedelta(days=7)
    asked = [] if state == "unclaimed" else [reviewer]
    return publishing.submitted(article, reviewers=asked, after_approval=after, publish_on=day)


def _bring(request: ReviewRequest, state: str, reviewer: Reviewer) -> None:
    signed = f.decision(request.article.kind, comment="Because.")
    if state in {"approved", "held", "scheduled", "failed", "published"}:
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


def _profile(world: World, role: str) -> Reviewer:
    """The person's profile. Without one nobody gets as far as the action: the desk says 403."""
    profile = reviewer_of(world.people[role])
    if profile is None:
        raise NotAllowed("They have no profile.")
    return profile


def _submit(world: World, role: str) -> object:
    article = Article.objects.get(pk=world.request.article_id)
    return publishing.submitted(article, by=world.people[role], at=LATER)


def _revise(world: World, role: str) -> object:
    article = Article.objects.get(pk=world.request.article_id)
    f.save(article, by=world.people[role], at=LATER, body="Other words.[^smith]")
    return _submit(world, role)


def _approve(world: World, role: str) -> object:
    signed = f.decision(world.request.article.kind)
    reviewer = _profile(world, role)
    return deciding.approve(world.request.pk, reviewer=reviewer, decision=signed, at=LATER)


def _ask_for_changes(world: World, role: str) -> object:
    reason = f.decision(world.request.article.kind, comment="Say more.")
    reviewer = _profile(world, role)
    return deciding.request_changes(world.request.pk, reviewer=reviewer, decision=reason, at=LATER)


def _decline(world: World, role: str) -> object:
    reason = f.decision(world.request.article.kind, comment="Never.")
    reviewer = _profile(world, role)
    return deciding.decline(world.request.pk, reviewer=reviewer, decision=reason, at=LATER)


def _claim(world: World, role: str) -> object:
    return assigning.claim(world.request.pk, reviewer=_profile(world, role), at=LATER)


def _release(world: World, role: str) -> object:
    reviewer = _profile(world, role)
    return assigning.release(world.request.pk, reviewer=reviewer, reason="Away.", at=LATER)


def _reassign(world: World, role: str) -> object:
    by = world.people[role]
    return assigning.reassign(
        world.request.pk, reviewers=[f.reviewer()], reason="Away.", by=by, at=LATER
    )


def _cancel(world: World, role: str) -> object:
    by = world.people[role]
    return requesting.cancel(world.request.pk, reason="No.", by=by, at=LATER)


def _publish(world: World, role: str) -> object:
    return deciding.publish(world.request.pk, by=world.people[role], at=LATER)


ACTIONS: Mapping[str, Callable[[World, str], object]] = {
    "submit": _submit,
    "revise": _revise,
    "approve": _approve,
    "ask_for_changes": _ask_for_changes,
    "decline": _decline,
    "claim": _claim,
    "release": _release,
    "reassign": _reassign,
    "cancel": _cancel,
    "publish": _publish,
}
