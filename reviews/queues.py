"""What waits for whom at the desk, as rows that say what changed in one line."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import changes
from articles.enums import QuestionKind
from articles.models import Revision
from articles.policies import may_edit, may_publish
from reviews import cycle
from reviews.enums import OPEN, READY_TO_PUBLISH, Outcome, State
from reviews.models import ReviewRecord, ReviewRequest
from reviews.models.requests import ReviewRequestQuerySet

DUE_SOON = timedelta(days=7)
# The front page is for today's work; the queue itself has the rest, in pages.
LONGEST_LIST = 25


@dataclass(frozen=True)
class Row:
    """One request as a line of a list; texts are empty where they do not apply."""

    pk: int
    url: str
    question: str
    number: int
    kind_label: str
    condition: str
    summary: str
    harm: bool
    change_class_label: str
    waiting_since: datetime
    due_on: date
    days_overdue: int
    state_label: str
    failure: str
    reason: str
    reviewers: tuple[str, ...]
    publish_url: str


@dataclass(frozen=True)
class QueueList:
    """A short list of the front page and what to say when it is empty."""

    key: str
    title: str
    rows: tuple[Row, ...]
    empty: str


def visible(user: User) -> ReviewRequestQuerySet:
    """The requests this user may see (`policies.may_see`), in the order of their due dates."""
    requests = ReviewRequest.objects.all()
    return requests if may_edit(user) else requests.filter(reviewers__user_id=user.pk)


def front_page(user: User, *, on: date) -> tuple[QueueList, ...]:
    """The lists that concern this user on that day."""
    asked = _waiting_for(user)
    lists = [("asked", _("For me"), asked, _("Nothing waits for you."))]
    if may_edit(user):
        due = visible(user).in_review().filter(due_on__lte=on + DUE_SOON).exclude(pk__in=asked)
        empty = _("Nothing else is due within a week.")
        lists.append(("due", _("Due soon or overdue with others"), due, empty))
        lists.append(("mine", _("My submissions"), _submissions(user), _("You have none open.")))
    if may_publish(user):
        ready = ReviewRequest.objects.filter(state__in=READY_TO_PUBLISH)
        empty = _("Nothing waits for a publisher.")
        lists.append(("ready", _("Held or failed"), ready, empty))
    return tuple(
        QueueList(key, title, rows(found[:LONGEST_LIST], user=user, on=on), empty)
        for key, title, found, empty in lists
    )


def answers_due(*, on: date) -> tuple[cycle.Answer, ...]:
    """The live answers that are flagged, overdue or due soon, the most pressing first."""
    return cycle.needing_review(on=on)[:LONGEST_LIST]


def prepared(requests: ReviewRequestQuerySet) -> ReviewRequestQuerySet:
    """The requests with everything that a row shows (three queries)."""
    return requests.select_related(
        "article__live", "revision__based_on__revision"
    ).prefetch_related("reviewers", "records")


def rows(requests: ReviewRequestQuerySet, *, user: User, on: date) -> tuple[Row, ...]:
    """The requests as lines for this user on that day (three queries)."""
    return tuple(row(request, user=user, on=on) for request in prepared(requests))


def compared_with(request: ReviewRequest) -> Revision | None:
    """The version that a request's words are read against; None for a first publication.

    An open request for the live words themselves asks to reconfirm them: nothing differs.
    """
    if is_reconfirmation(request):
        return request.revision
    based_on = request.revision.based_on
    return based_on.revision if based_on else None


def is_reconfirmation(request: ReviewRequest) -> bool:
    """Whether an open request asks if the live words are still accurate."""
    live = request.article.live
    return request.is_open and live is not None and live.revision_id == request.revision_id


def summary(request: ReviewRequest, found: Iterable[changes.Change]) -> str:
    """What changed, in one line: "Short answer, 2 treatments"."""
    if is_reconfirmation(request):
        return _("No words changed: is it still accurate?")
    if request.revision.based_on is None:
        return _("First publication")
    counted: dict[str, set[str]] = {"treatments": set(), "citations": set(), "care_team": set()}
    words: list[str] = []
    for change in found:
        part, _dot, rest = change.field.partition(".")
        if part in counted and change.field != "treatments.order":
            counted[part].add(rest if part == "care_team" else rest.rpartition(".")[0])
        else:
            words.append(_("Order of treatments") if rest == "order" else change.label)
    numbers = {part: len(items) for part, items in counted.items()}
    return ", ".join([*words, *_counts(numbers)])


def row(request: ReviewRequest, *, user: User, on: date) -> Row:
    """One `prepared` request as a line (no query)."""
    words = json.loads(request.revision.snapshot)
    base = compared_with(request)
    found = changes.between(base.snapshot, request.revision.snapshot) if base else ()
    refusals = [r for r in request.records.all() if r.outcome == Outcome.CHANGES_REQUESTED]
    ready = request.state in READY_TO_PUBLISH and may_publish(user)
    return Row(
        pk=request.pk,
        url=request.get_absolute_url(),
        question=words["question"],
        number=request.revision.number,
        kind_label=str(QuestionKind(words["kind"]).label),
        condition=words["condition"]["name"],
        summary=summary(request, found),
        harm=any(change.harm for change in found),
        change_class_label=request.revision.get_proposed_class_display(),
        waiting_since=request.opened_at,
        due_on=request.due_on,
        days_overdue=(on - request.due_on).days if request.is_overdue(on=on) else 0,
        state_label=request.get_state_display(),
        failure=request.failure,
        reason=refusals[-1].comment if refusals else "",
        reviewers=tuple(reviewer.name for reviewer in request.reviewers.all()),
        publish_url=reverse("admin:reviews_reviewrequest_publish", args=[request.pk])
        if ready
        else "",
    )


def _waiting_for(user: User) -> ReviewRequestQuerySet:
    decided = ReviewRecord.objects.filter(request=OuterRef("pk"), reviewer__user_id=user.pk)
    asked = ReviewRequest.objects.in_review().filter(reviewers__user_id=user.pk)
    return asked.exclude(Exists(decided))


def _submissions(user: User) -> ReviewRequestQuerySet:
    """What the user put up and still concerns them: open, or sent back and not answered yet."""
    newer = ReviewRequest.objects.filter(article=OuterRef("article"), pk__gt=OuterRef("pk"))
    mine = ReviewRequest.objects.filter(opened_by_id=user.pk)
    return mine.filter(state__in=(*OPEN, State.CHANGES_REQUESTED)).exclude(Exists(newer))


def _counts(numbers: dict[str, int]) -> list[str]:
    phrases = {
        "treatments": ngettext("%d treatment", "%d treatments", numbers["treatments"]),
        "citations": ngettext("%d source", "%d sources", numbers["citations"]),
        "care_team": ngettext("%d care team member", "%d care team members", numbers["care_team"]),
    }
    return [phrase % numbers[part] for part, phrase in phrases.items() if numbers[part]]
