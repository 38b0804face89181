"""Review requests on the front page: what waits for a reviewer, an editor, a publisher."""

from collections.abc import Iterator
from datetime import date

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from articles.policies import may_edit, may_publish
from reviews import cycle, queues
from reviews.enums import AWAITS_A_PUBLISHER, State
from reviews.frontpage import answers
from reviews.frontpage.values import LONGEST, Rows, Selection, WorkList
from reviews.models import ReviewRequest

_QUEUE = "reviews_reviewrequest_changelist"


def lists(user: User, *, on: date) -> dict[str, WorkList]:
    """The lists of requests that concern this user (two queries each, and three for the rows)."""
    found = {s.key: (s, s.find()) for s in _of_requests(user, on=on)}
    keys = {
        key: list(requests.values_list("pk", flat=True)[:LONGEST])
        for key, (_selection, requests) in found.items()
    }
    rows = queues.by_key([pk for some in keys.values() for pk in some], user=user, on=on)
    return {
        key: WorkList(s, total=requests.count(), rows=tuple(rows[pk] for pk in keys[key]))
        for key, (s, requests) in found.items()
    }


def selections(user: User, *, on: date) -> Iterator[Rows]:
    """What the queue of requests can be narrowed to for this user: these, and what they signed."""
    yield from _of_requests(user, on=on)
    yield from answers.of_reviewers(user, on=on)


def _of_requests(user: User, *, on: date) -> Iterator[Rows]:
    if user.has_perm("reviews.decide_request"):
        yield Selection("asked", _("For me"), _QUEUE, lambda: queues.waiting_for(user))
        yield Selection(
            "open",
            _("Open to my specialty"),
            _QUEUE,
            lambda: queues.open_to(user, on=on),
            _("Fewer are asked than have to sign. Open one to claim it."),
        )
    if may_edit(user):
        yield from _of_editors(user, on=on)
    if may_publish(user):
        yield from _of_publishers()


def _of_editors(user: User, *, on: date) -> Iterator[Rows]:
    mine, nobodys = queues.of(user), queues.nobodys()
    urgent_first = ReviewRequest.objects.order_by(*queues.URGENT_FIRST)
    yield Selection(
        "returned",
        _("Changes requested"),
        _QUEUE,
        lambda: cycle.sent_back().filter(mine | nobodys).order_by(*queues.URGENT_FIRST),
        _("Answer the reviewer in the draft, then submit it again."),
    )
    others = urgent_first.in_review().exclude(pk__in=queues.waiting_for(user).values("pk"))
    yield Selection(
        "waiting",
        _("With reviewers"),
        _QUEUE,
        lambda: others.filter(mine | queues.due_within_a_week(on=on)),
        _("Yours, and whatever is due within a week."),
    )


def _of_publishers() -> Iterator[Rows]:
    requests = ReviewRequest.objects.order_by(*queues.URGENT_FIRST)
    yield Selection(
        "failed",
        _("Publishing failed"),
        _QUEUE,
        lambda: requests.filter(state=State.FAILED),
        _(
            "The signatures hold. Mend what the reason names and publish again; where words have "
            "to change, submit a new version."
        ),
    )
    yield Selection(
        "held",
        _("Approved and held"),
        _QUEUE,
        lambda: requests.filter(state__in=AWAITS_A_PUBLISHER),
        _("Signed by everybody who has to. Publish when the time has come."),
    )
    yield Selection(
        "scheduled",
        _("Scheduled"),
        _QUEUE,
        lambda: requests.filter(state=State.SCHEDULED).order_by(*queues.BY_DATE),
        _("Published by itself on its day, if everything still holds."),
    )
