"""A request in any state, with somebody of every role round it, and what they may try.

Two versions of its answer were live before: one to take down, and one to go back to.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib.auth.models import Group, User
from django.urls import reverse

from articles.actions import owning
from articles.enums import WithdrawalKind
from articles.errors import NotAllowed
from articles.models import Article
from reviews.actions import (
    assigning,
    commenting,
    deciding,
    previewing,
    requesting,
    retracting,
    scheduling,
)
from reviews.actions.commenting import Hook
from reviews.enums import AfterApproval, State
from reviews.models import Reviewer, ReviewRequest
from reviews.policies import reviewer_of
from tests import factories as f
from tests import publishing
from tests.reviews.desk.helpers import filled_in, signed_in

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
    `fitting` and `other` are reviewers whom nobody asked.
    """

    request: ReviewRequest
    people: Mapping[str, User]


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
    return World(request, people)


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


def _by_a_reviewer(
    world: World, role: str, screen: str, act: Callable[[Reviewer], object], **typed: object
) -> object:
    """The action in the name of the person's profile.

    Whoever has none gets no further than the desk's own screen, so they post what is `typed`
    there: whoever may not enter is led to the sign-in, anybody else is refused with 403.
    """
    person = world.people[role]
    profile = reviewer_of(person)
    if profile is not None:
        return act(profile)
    address = reverse(f"admin:reviews_reviewrequest_{screen}", args=[world.request.pk])
    response = signed_in(person).post(address, typed)
    sign_in = f"{reverse('admin:login')}?next={address}"
    refusal = (302, sign_in) if role == "outsider" else (403, "")
    assert (response.status_code, response.headers.get("Location", "")) == refusal
    raise NotAllowed("The desk refused it.")


def _submit(world: World, role: str) -> object:
    article = Article.objects.get(pk=world.request.article_id)
    return publishing.submitted(article, by=world.people[role], at=LATER)


def _revise(world: World, role: str, **fields: str) -> object:
    article = Article.objects.get(pk=world.request.article_id)
    edited = f.save(article, by=world.people[role], at=LATER, body="Other words.[^smith]")
    return publishing.submitted(edited, by=world.people[role], at=LATER, **fields)


def _correct(world: World, role: str) -> object:
    return _revise(world, role, correction=publishing.CORRECTION)


def _roll_back(world: World, role: str) -> object:
    by = world.people[role]
    return publishing.rolling_back(world.request.article, number=1, by=by, at=LATER)


def _reconfirm(world: World, role: str) -> object:
    return publishing.reconfirming(world.request.article, by=world.people[role], at=LATER)


def _withdraw(world: World, role: str) -> object:
    return retracting.withdraw(
        world.request.article_id, reason="Wrong.", notice="Wait.", by=world.people[role], at=LATER
    )


def _alert(world: World, role: str, kind: WithdrawalKind) -> object:
    treatment = world.request.article.entries.get().treatment
    if kind == WithdrawalKind.LIFT:
        f.alerted(treatment, WithdrawalKind.STOP)
    return retracting.alert(
        treatment.pk,
        kind=kind,
        scope="All uses",
        reason="Wrong.",
        notice="Wait.",
        by=world.people[role],
        at=LATER,
    )


def _add_erratum(world: World, role: str) -> object:
    return publishing.noted(world.request.revision_id, by=world.people[role], at=LATER)


def _hand_over(world: World, role: str) -> object:
    to = f.user("Editors")
    return owning.hand_over(world.request.article_id, to=to, by=world.people[role], at=LATER)


def _comment(world: World, role: str) -> object:
    by = world.people[role]
    return commenting.comment(world.request.pk, on=Hook(), text="Why?", by=by, at=LATER)


def _invite(world: World, role: str) -> object:
    by = world.people[role]
    return previewing.invite(world.request.pk, guest="Prof. Guest", days=7, by=by, at=LATER)


def _decide(
    world: World, role: str, screen: str, action: Callable[..., object], comment: str, press: str
) -> object:
    decision = f.decision(world.request.article.kind, comment=comment)

    def act(reviewer: Reviewer) -> object:
        return action(world.request.pk, reviewer=reviewer, decision=decision, at=LATER)

    typed = filled_in(world.request, comment=comment, **{press: "1"})
    return _by_a_reviewer(world, role, screen, act, **typed)


def _approve(world: World, role: str) -> object:
    return _decide(world, role, "sign", deciding.approve, "", "_sign")


def _request_changes(world: World, role: str) -> object:
    return _decide(world, role, "change", deciding.request_changes, "Say more.", "_changes")


def _decline(world: World, role: str) -> object:
    return _decide(world, role, "change", deciding.decline, "Never.", "_decline")


def _claim(world: World, role: str) -> object:
    def act(reviewer: Reviewer) -> object:
        return assigning.claim(world.request.pk, reviewer=reviewer, at=LATER)

    return _by_a_reviewer(world, role, "claim", act)


def _release(world: World, role: str) -> object:
    def act(reviewer: Reviewer) -> object:
        return assigning.release(world.request.pk, reviewer=reviewer, reason="Away.", at=LATER)

    return _by_a_reviewer(world, role, "release", act, reason="Away.")


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


def _hold(world: World, role: str) -> object:
    return scheduling.hold(world.request.pk, by=world.people[role], at=LATER)


# Those on a request are named as their functions are.
ACTIONS: Mapping[str, Callable[[World, str], object]] = {
    "submit": _submit,
    "revise": _revise,
    "correct": _correct,
    "roll_back": _roll_back,
    "reconfirm": _reconfirm,
    "withdraw": _withdraw,
    "caution": partial(_alert, kind=WithdrawalKind.CAUTION),
    "stop": partial(_alert, kind=WithdrawalKind.STOP),
    "lift": partial(_alert, kind=WithdrawalKind.LIFT),
    "add_erratum": _add_erratum,
    "hand_over": _hand_over,
    "comment": _comment,
    "invite": _invite,
    "approve": _approve,
    "request_changes": _request_changes,
    "decline": _decline,
    "claim": _claim,
    "release": _release,
    "reassign": _reassign,
    "cancel": _cancel,
    "publish": _publish,
    "hold": _hold,
}
