"""Filters of the queue of review requests."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.policies import may_edit
from reviews import queues
from reviews.desk.filters import Choice, OnFrontPage
from reviews.desk.signing import signed_in
from reviews.enums import AWAITS_A_PUBLISHER, OPEN, State
from reviews.frontpage import requests
from reviews.frontpage.values import Rows

CLOSED = tuple(state for state in State if state not in OPEN)
# States by their word in the address, as they are told apart at the desk.
_STATES: dict[str, tuple[Any, tuple[State, ...]]] = {
    State.IN_REVIEW: (State.IN_REVIEW.label, (State.IN_REVIEW,)),
    "held": (_("Approved and held"), AWAITS_A_PUBLISHER),
    State.SCHEDULED: (_("Scheduled"), (State.SCHEDULED,)),
    State.FAILED: (_("Publishing failed"), (State.FAILED,)),
    "closed": (_("Closed"), CLOSED),
    **{state.value: (state.label, (state,)) for state in CLOSED},
}
CLOSED_WORDS = ("closed", *CLOSED)


class ListFilter(OnFrontPage):
    """By list of the front page."""

    def selections(self, request: HttpRequest) -> Iterable[Rows]:
        return requests.selections(signed_in(request), on=timezone.localdate())


class StateFilter(Choice):
    """By state. Whatever is open, unless somebody asks for a state or for a whole list."""

    title = _("state")
    parameter_name = "state"

    def words(self, request: HttpRequest) -> Iterable[tuple[str, Any]]:
        return [(str(word), label) for word, (label, _states) in _STATES.items()]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        found = super().choices(changelist)
        first = next(found)
        listed = ListFilter.parameter_name in changelist.get_filters_params()
        yield first if listed else {**first, "display": _("Open")}
        yield from found

    def default(self, request: HttpRequest) -> Q:
        return Q() if ListFilter.parameter_name in request.GET else Q(state__in=OPEN)

    def rule(self, request: HttpRequest, word: str) -> Q:
        return Q(state__in=_STATES[word][1])


class DueFilter(Choice):
    """By when reviewers should have answered."""

    title = _("due date")
    parameter_name = "due"

    def words(self, request: HttpRequest) -> Iterable[tuple[str, Any]]:
        return [("soon", _("within a week, or overdue")), ("overdue", _("overdue"))]

    def rule(self, request: HttpRequest, word: str) -> Q:
        rule = queues.overdue if word == "overdue" else queues.due_within_a_week
        return rule(on=timezone.localdate())


class OwnerFilter(Choice):
    """By whose it is, for those who ask; reviewers find theirs among the lists."""

    title = _("owner")
    parameter_name = "owner"

    def words(self, request: HttpRequest) -> Iterable[tuple[str, Any]]:
        return [("mine", _("me")), ("nobody", _("nobody"))] if may_edit(request.user) else []

    def rule(self, request: HttpRequest, word: str) -> Q:
        return queues.nobodys() if word == "nobody" else queues.of(signed_in(request))
