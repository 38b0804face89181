"""Review requests on the front page: what waits for a reviewer, an editor, a publisher."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.models import User
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.policies import may_edit, may_publish
from reviews import cycle, queues
from reviews.enums import State
from reviews.frontpage.values import LONGEST, WorkList
from reviews.models import ReviewRequest
from reviews.models.requests import ReviewRequestQuerySet

DUE_SOON = timedelta(days=7)


@dataclass(frozen=True)
class _Wanted:
    key: str
    title: str
    hint: str
    requests: ReviewRequestQuerySet


def lists(user: User, *, on: date) -> dict[str, WorkList]:
    """The lists of requests that concern this user (two queries each, and three for the rows)."""
    wanted = list(_wanted(user, on=on))
    keys = {w.key: list(w.requests.values_list("pk", flat=True)[:LONGEST]) for w in wanted}
    rows = queues.by_key([pk for found in keys.values() for pk in found], user=user, on=on)
    return {
        w.key: WorkList(
            key=w.key,
            title=w.title,
            hint=w.hint,
            total=w.requests.count(),
            rows=tuple(rows[pk] for pk in keys[w.key]),
            url=reverse("admin:reviews_reviewrequest_changelist"),
        )
        for w in wanted
    }


def _wanted(user: User, *, on: date) -> Iterator[_Wanted]:
    if user.has_perm("reviews.decide_request"):
        yield _Wanted("asked", _("For me"), "", queues.waiting_for(user))
        yield _Wanted(
            "open",
            _("Open to my specialty"),
            _("Fewer are asked than have to sign. Open one to claim it."),
            queues.open_to(user, on=on),
        )
    if may_edit(user):
        yield from _of_editors(user, on=on)
    if may_publish(user):
        yield from _of_publishers()


def _of_editors(user: User, *, on: date) -> Iterator[_Wanted]:
    mine = Q(article__owner=user) | Q(opened_by=user)
    nobodys = Q(article__owner=None) | Q(article__owner__is_active=False)
    yield _Wanted(
        "returned",
        _("Changes requested"),
        _("Answer the reviewer in the draft, then submit it again."),
        cycle.sent_back().filter(mine | nobodys),
    )
    others = ReviewRequest.objects.in_review().exclude(pk__in=queues.waiting_for(user).values("pk"))
    yield _Wanted(
        "waiting",
        _("With reviewers"),
        _("Yours, and whatever is due within a week."),
        others.filter(mine | Q(due_on__lte=on + DUE_SOON)),
    )


def _of_publishers() -> Iterator[_Wanted]:
    approved = ReviewRequest.objects.all()
    yield _Wanted(
        "failed",
        _("Publishing failed"),
        _(
            "The signatures hold. Mend what the reason names and publish again; where words have "
            "to change, submit a new version."
        ),
        approved.filter(state=State.FAILED),
    )
    yield _Wanted(
        "held",
        _("Approved and held"),
        _("Signed by everybody who has to. Publish when the time has come."),
        approved.filter(state__in=(State.APPROVED, State.HELD)),
    )
    yield _Wanted(
        "scheduled",
        _("Scheduled"),
        _("Published by itself on its day, if everything still holds."),
        approved.filter(state=State.SCHEDULED).order_by("publish_on", "pk"),
    )
