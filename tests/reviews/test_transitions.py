"""Every state of a request, every action, every role: what happens, exactly.

`RULES` says for each action who may do it, what the request becomes from which state, and what
they are told elsewhere. Everybody else is refused as not allowed. Nothing is derived from the
code under test.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest
from django.db import transaction

from articles.errors import Conflict, NotAllowed, RuleError, Unchanged
from articles.models import AuditEvent
from reviews.models import ReviewRequest
from tests.reviews import transitions
from tests.reviews.transitions import ACTIONS, ROLES, STATES, World

pytestmark = pytest.mark.django_db

OPEN = ("unclaimed", "in_review", "approved", "held", "scheduled", "failed")
CLOSED = ("changes_requested", "declined", "published", "stale", "cancelled")
READY = ("approved", "held", "scheduled", "failed")
# The request's own name of its state where it differs from the table's.
WAITING = {"unclaimed": "in_review", "in_review": "in_review"}
EDITING = frozenset(("editor", "author", "author_reviewer", "publisher", "administrator"))


@dataclass(frozen=True)
class Rule:
    """`who` may act: from those states it becomes that; elsewhere they are told `otherwise`.

    `told` names the exceptions: (role, state) to what that person is told there.
    """

    who: frozenset[str]
    becomes: Mapping[str, str]
    otherwise: type[RuleError] = Conflict
    told: Mapping[tuple[str, str], type[RuleError]] = field(default_factory=dict)


# `reviewer` was asked and decided in every state but these.
UNDECIDED = ("in_review", "stale", "cancelled")
RULES = {
    # The same words are not submitted again where reviewers have them, or readers see them.
    "submit": Rule(EDITING, {state: state for state in CLOSED if state != "published"}, Unchanged),
    # Other words take the place of what is open; what is closed stays as it is.
    "revise": Rule(EDITING, dict.fromkeys(OPEN, "stale") | {state: state for state in CLOSED}),
    "approve": Rule(frozenset(("reviewer",)), {"in_review": "published"}, NotAllowed),
    "ask_for_changes": Rule(
        frozenset(("reviewer",)), {"in_review": "changes_requested"}, NotAllowed
    ),
    "decline": Rule(frozenset(("reviewer",)), {"in_review": "declined"}, NotAllowed),
    # Where nobody is asked, whoever is asked elsewhere fits like any other.
    "claim": Rule(
        frozenset(("reviewer", "fitting")),
        {"unclaimed": "in_review"},
        told={("reviewer", state): NotAllowed for state in STATES if state != "unclaimed"},
    ),
    "release": Rule(
        frozenset(("reviewer", "author_reviewer", "suspended")),
        {"in_review": "in_review"},
        told={
            **{("reviewer", state): NotAllowed for state in STATES if state not in UNDECIDED},
            ("author_reviewer", "unclaimed"): NotAllowed,
            ("suspended", "unclaimed"): NotAllowed,
        },
    ),
    "reassign": Rule(EDITING, WAITING),
    "cancel": Rule(EDITING, dict.fromkeys(OPEN, "cancelled")),
    "publish": Rule(frozenset(("publisher", "administrator")), dict.fromkeys(READY, "published")),
}


def expected(action: str, state: str, role: str) -> str:
    rule = RULES[action]
    if role not in rule.who:
        return "NotAllowed"
    if (role, state) in rule.told:
        return rule.told[role, state].__name__
    return rule.becomes.get(state) or rule.otherwise.__name__


def outcome(world: World, action: Callable[[World, str], object], role: str) -> str:
    """What the request is after the action, or the name of the refusal; then all is undone."""
    before = AuditEvent.objects.count()
    refusal: RuleError | None = None
    with transaction.atomic():
        try:
            with transaction.atomic():
                action(world, role)
        except RuleError as error:
            refusal = error
        written = AuditEvent.objects.count() - before
        state = ReviewRequest.objects.get(pk=world.request.pk).state
        transaction.set_rollback(True)
    if refusal is None:
        assert written > 0
        return state
    assert (written, state) == (0, world.request.state)
    return type(refusal).__name__


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_in_every_state_by_every_role(action: str, state: str) -> None:
    world = transitions.world(state)
    found = {role: outcome(world, ACTIONS[action], role) for role in ROLES}
    assert found == {role: expected(action, state, role) for role in ROLES}


def test_the_table_leaves_no_action_state_or_role_out() -> None:
    assert set(RULES) == set(ACTIONS)
    assert {"unclaimed", *OPEN, *CLOSED} == set(STATES)
    assert {role for rule in RULES.values() for role in rule.who} < set(ROLES)


def test_a_world_is_in_the_state_it_is_named_for() -> None:
    for state in STATES:
        request = transitions.world(state).request
        assert request.state == WAITING.get(state, state)
        assert request.reviewers.exists() is (state != "unclaimed")


def test_whoever_released_a_review_may_claim_it_again() -> None:
    world = transitions.world("in_review")
    ACTIONS["release"](world, "reviewer")
    for role in ("author_reviewer", "suspended"):
        ACTIONS["release"](world, role)
    assert world.request.reviewers.count() == 0
    ACTIONS["claim"](world, "reviewer")
    assert world.request.reviewers.get().user == world.people["reviewer"]
