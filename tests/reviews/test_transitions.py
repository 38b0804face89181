"""Every state of a request, every action, every role: what happens, exactly.

`RULES` says for each action who may do it, what the request becomes from which state, and what
they are told elsewhere. Everybody else is refused as not allowed. Nothing is derived from the
code under test.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import import_module
from inspect import getmembers, isfunction, signature
from pkgutil import iter_modules

import pytest
from django.db import transaction
from pytest_django.fixtures import Settings

from articles.errors import Conflict, NotAllowed, RuleError, Unchanged
from articles.models import AuditEvent
from reviews import actions
from reviews.actions import scheduling
from reviews.models import ReviewRequest
from tests.reviews import worlds
from tests.reviews.transitions import ACTIONS
from tests.reviews.worlds import ASKED_TOO, ROLES, STATES, World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demonstration(settings: Settings) -> None:
    # No second factor is asked for before a role is.
    settings.DEMO = True


OPEN = ("unclaimed", "half_signed", "in_review", "approved", "held", "scheduled", "failed")
CLOSED = ("changes_requested", "declined", "published", "stale", "cancelled")
READY = ("approved", "held", "scheduled", "failed")
# The request's own name of its state where it differs from the table's.
WAITING = dict.fromkeys(("unclaimed", "half_signed", "in_review"), "in_review")
AS_IT_WAS = {state: WAITING.get(state, state) for state in STATES}
# The same words are not submitted again where reviewers have them, or readers see them.
SUBMITTED_AGAIN = {state: state for state in CLOSED if state != "published"}
OVERTAKEN = dict.fromkeys(OPEN, "stale")
EDITING = frozenset(("editor", "author", "author_reviewer", "publisher", "administrator"))
WARNING = frozenset(ROLES) - {"outsider", "suspended", "former"}
SIGNING = frozenset(("reviewer", "second"))
PUBLISHING = frozenset(("publisher", "administrator"))


@dataclass(frozen=True)
class Rule:
    """`who` may act: from those states it becomes that; elsewhere they are told `otherwise`.

    "published, live": its words are what readers see from then on. "…, withdrawn": nothing is.
    `told` names the exceptions: (role, state) to what that person is told there.
    """

    who: frozenset[str]
    becomes: Mapping[str, str]
    otherwise: type[RuleError] = Conflict
    told: Mapping[tuple[str, str], type[RuleError]] = field(default_factory=dict)


# `reviewer` was asked and decided in every state but these; the others who were asked in none.
UNDECIDED = ("in_review", "stale", "cancelled")
SIGNED_ALREADY = {("reviewer", "half_signed"): NotAllowed}


def signing(becomes: str) -> Mapping[str, str]:
    return dict.fromkeys(("in_review", "half_signed"), becomes)


RULES = {
    "submit": Rule(EDITING, SUBMITTED_AGAIN, Unchanged),
    # Other words take the place of what is open; what is closed stays as it is.
    "revise": Rule(EDITING, AS_IT_WAS | OVERTAKEN),
    "correct": Rule(EDITING, AS_IT_WAS | OVERTAKEN),
    "roll_back": Rule(EDITING, AS_IT_WAS | OVERTAKEN),
    # Not while other words than the live ones are under review.
    "reconfirm": Rule(EDITING, {state: state for state in CLOSED}),
    "withdraw": Rule(WARNING, {state: f"{same}, withdrawn" for state, same in AS_IT_WAS.items()}),
    "caution": Rule(WARNING, AS_IT_WAS),
    "stop": Rule(WARNING, AS_IT_WAS),
    "lift": Rule(WARNING - {"editor", "author"}, AS_IT_WAS),
    "add_erratum": Rule(EDITING, {"published": "published"}),
    "hand_over": Rule(EDITING, AS_IT_WAS),
    # Whoever is asked sees it, and speaks for themself where they may not sign.
    "comment": Rule(
        EDITING | SIGNING | {"fitting", "suspended", "former"},
        {state: same for state, same in AS_IT_WAS.items() if state in OPEN},
        NotAllowed,
        told=dict.fromkeys((("suspended", "unclaimed"), ("former", "unclaimed")), NotAllowed),
    ),
    "invite": Rule(EDITING, WAITING),
    "approve": Rule(SIGNING, signing("published, live"), NotAllowed, SIGNED_ALREADY),
    "request_changes": Rule(SIGNING, signing("changes_requested"), NotAllowed, SIGNED_ALREADY),
    "decline": Rule(SIGNING, signing("declined"), NotAllowed, SIGNED_ALREADY),
    # Where nobody is asked, whoever is asked elsewhere fits like any other.
    "claim": Rule(
        SIGNING | {"fitting"},
        {"unclaimed": "in_review"},
        told={
            (role, state): NotAllowed
            for role in SIGNING
            for state in STATES
            if state != "unclaimed"
        },
    ),
    "release": Rule(
        frozenset(("reviewer", *ASKED_TOO)),
        signing("in_review"),
        told={
            **{("reviewer", state): NotAllowed for state in STATES if state not in UNDECIDED},
            **{(role, "unclaimed"): NotAllowed for role in ASKED_TOO},
        },
    ),
    "reassign": Rule(EDITING, WAITING),
    "reschedule": Rule(
        EDITING, {state: same for state, same in AS_IT_WAS.items() if state in OPEN}
    ),
    "cancel": Rule(EDITING, dict.fromkeys(OPEN, "cancelled")),
    "publish": Rule(PUBLISHING, dict.fromkeys(READY, "published, live")),
    "hold": Rule(PUBLISHING, {"scheduled": "held"}),
}


def expected(action: str, state: str, role: str) -> str:
    rule = RULES[action]
    if role not in rule.who:
        return "NotAllowed"
    if (role, state) in rule.told:
        return rule.told[role, state].__name__
    return rule.becomes.get(state) or rule.otherwise.__name__


Before = tuple[tuple[str, int | None], int]


def now(world: World) -> Before:
    """The request's state, which version readers see, and how many events there are."""
    return standing(world), AuditEvent.objects.count()


def outcome(world: World, before: Before, action: Callable[[World, str], object], role: str) -> str:
    """What the request is after the action, or the name of the refusal; then all is undone."""
    refusal: RuleError | None = None
    with transaction.atomic():
        try:
            with transaction.atomic():
                action(world, role)
        except RuleError as error:
            refusal = error
        (state, live), events = now(world)
        transaction.set_rollback(True)
    if refusal is None:
        assert events > before[1]
        return state + told_of_live(world, before=before[0][1], now=live)
    assert ((state, live), events) == before
    return type(refusal).__name__


def standing(world: World) -> tuple[str, int | None]:
    """The request's state, and which version readers see."""
    request = ReviewRequest.objects.select_related("article__live").get(pk=world.request.pk)
    live = request.article.live
    return request.state, live.revision_id if live else None


def told_of_live(world: World, *, before: int | None, now: int | None) -> str:
    if now == before:
        return ""
    assert now in (None, world.request.revision_id)
    return ", live" if now else ", withdrawn"


@pytest.mark.parametrize("state", STATES)
def test_every_action_in_every_state_by_every_role(state: str) -> None:
    world = worlds.world(state)
    tried, before = [(action, role) for action in ACTIONS for role in ROLES], now(world)
    found = {
        (action, role): outcome(world, before, ACTIONS[action], role) for action, role in tried
    }
    assert now(world) == before
    assert found == {(action, role): expected(action, state, role) for action, role in tried}


@pytest.mark.parametrize("state", STATES)
def test_the_run_publishes_what_is_scheduled_on_its_day_and_nothing_else(state: str) -> None:
    world = worlds.world(state)
    before = standing(world)
    scheduling.publish_due(at=worlds.DUE - timedelta(days=1))
    assert standing(world) == before
    scheduling.publish_due(at=worlds.DUE)
    due = ("published", world.request.revision_id)
    assert standing(world) == (due if state == "scheduled" else before)


# They move nothing, and need more than a request: `desk/test_keeping.py`, `test_commenting.py`.
ELSEWHERE = {"keep", "answer_objection"}


def test_the_table_has_every_action_that_takes_a_request() -> None:
    modules = [
        import_module(f"{actions.__name__}.{m.name}") for m in iter_modules(actions.__path__)
    ]
    functions = {
        name
        for module in modules
        for name, function in getmembers(module, isfunction)
        if function.__module__ == module.__name__
        and next(iter(signature(function).parameters), "") == "request_id"
        and not name.startswith("_")
    }
    assert functions - ELSEWHERE == set(ACTIONS) & functions


def test_the_table_leaves_no_action_state_or_role_out() -> None:
    assert set(RULES) == set(ACTIONS)
    assert {"unclaimed", *OPEN, *CLOSED} == set(STATES)
    assert {role for rule in RULES.values() for role in rule.who} < set(ROLES)


def test_a_world_is_in_the_state_it_is_named_for() -> None:
    for state in STATES:
        request = worlds.world(state).request
        assert request.state == WAITING.get(state, state)
        assert request.reviewers.exists() is (state != "unclaimed")
        signed = state == "half_signed"
        assert request.approvals_required == 1 + signed
        assert not signed or request.records.count() == 1


def test_whoever_released_a_review_may_claim_it_again() -> None:
    world = worlds.world("in_review")
    ACTIONS["release"](world, "reviewer")
    for role in ASKED_TOO:
        ACTIONS["release"](world, role)
    assert world.request.reviewers.count() == 0
    ACTIONS["claim"](world, "reviewer")
    assert world.request.reviewers.get().user == world.people["reviewer"]
