"""What anybody may try on a request, or on the answer it is about."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial

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
from reviews.enums import Priority
from reviews.models import Reviewer
from reviews.policies import reviewer_of
from tests import factories as f
from tests import publishing
from tests.reviews.desk.helpers import filled_in, signed_in
from tests.reviews.worlds import LATER, World


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
    by = world.people[role]
    return publishing.submitted(article, reviewers=world.free, by=by, at=LATER)


def _revise(world: World, role: str, **fields: str) -> object:
    article = Article.objects.get(pk=world.request.article_id)
    by = world.people[role]
    edited = f.save(article, by=by, at=LATER, body="Other words.[^smith]")
    return publishing.submitted(edited, reviewers=world.free, by=by, at=LATER, **fields)


def _correct(world: World, role: str) -> object:
    return _revise(world, role, correction=publishing.CORRECTION)


def _roll_back(world: World, role: str) -> object:
    by = world.people[role]
    article = world.request.article
    return publishing.rolling_back(article, number=1, reviewers=world.free, by=by, at=LATER)


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
        world.request.pk, reviewers=world.free[:1], reason="Away.", by=by, at=LATER
    )


def _reschedule(world: World, role: str) -> object:
    day, by = world.request.due_on + timedelta(days=1), world.people[role]
    return requesting.reschedule(
        world.request.pk, due_on=day, priority=Priority.URGENT, reason="Away.", by=by, at=LATER
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
    "reschedule": _reschedule,
    "cancel": _cancel,
    "publish": _publish,
    "hold": _hold,
}
