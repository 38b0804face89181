"""What waits for whom at the desk, as rows that say what changed in one line."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import changes, outlines
from articles.enums import QuestionKind
from articles.models import Revision
from articles.outlines import Counts, Outline
from articles.policies import may_edit, may_publish
from reviews import cycle
from reviews.enums import OPEN, READY_TO_PUBLISH, REFUSALS, SENT_BACK
from reviews.models import Assignment, Reviewer, ReviewRecord, ReviewRequest, Specialty
from reviews.models.requests import AssignmentQuerySet, ReviewRequestQuerySet

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


def visible(user: User, *, on: date) -> ReviewRequestQuerySet:
    """The requests this user may see (`policies.may_see`), in the order of their due dates."""
    requests = ReviewRequest.objects.all()
    if may_edit(user):
        return requests
    return requests.filter(Q(pk__in=_asked(user).values("request")) | _fitting(user, on=on))


def front_page(user: User, *, on: date) -> tuple[QueueList, ...]:
    """The lists that concern this user on that day."""
    asked = _waiting_for(user)
    lists = [("asked", _("For me"), asked, _("Nothing waits for you."))]
    if may_edit(user):
        due = (
            visible(user, on=on).in_review().filter(due_on__lte=on + DUE_SOON).exclude(pk__in=asked)
        )
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


def rows(requests: ReviewRequestQuerySet, *, user: User, on: date) -> tuple[Row, ...]:
    """The requests as lines for this user on that day (four queries)."""
    # The keys first: a database that sorts a long queue would carry every version's text along.
    keys = list(requests.values_list("pk", flat=True))
    loaded = ReviewRequest.objects.select_related("revision")
    found = loaded.with_asked().prefetch_related("records").in_bulk(keys)
    return tuple(row(found[key], user=user, on=on) for key in keys)


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


def outline(request: ReviewRequest) -> Outline:
    """What the request's words change, compared word by word: slow, so it is kept at opening."""
    base = compared_with(request)
    return outlines.of(base.snapshot if base else None, request.revision.snapshot)


def summary(outline: Outline) -> str:
    """What changes, in one line: "Short answer, 2 doses, 1 new treatment"."""
    if outline.first:
        return _("First publication")
    if outline.same:
        return _("No words changed: is it still accurate?")
    return ", ".join(_parts(outline))


def row(request: ReviewRequest, *, user: User, on: date) -> Row:
    """One request as a line (no query where `rows` loaded it)."""
    words = json.loads(request.revision.snapshot)
    changed = outlines.read(request.outline)
    refusals = [r for r in request.records.all() if r.outcome in REFUSALS]
    ready = request.state in READY_TO_PUBLISH and may_publish(user)
    return Row(
        pk=request.pk,
        url=request.get_absolute_url(),
        question=words["question"],
        number=request.revision.number,
        kind_label=str(QuestionKind(words["kind"]).label),
        condition=words["condition"]["name"],
        summary=summary(changed),
        harm=changed.harm,
        change_class_label=request.revision.get_proposed_class_display(),
        waiting_since=request.opened_at,
        due_on=request.due_on,
        days_overdue=(on - request.due_on).days if request.is_overdue(on=on) else 0,
        state_label=request.get_state_display(),
        failure=request.failure,
        reason=refusals[-1].comment if refusals else "",
        reviewers=tuple(row.reviewer.name for row in request.asked),
        publish_url=reverse("admin:reviews_reviewrequest_publish", args=[request.pk])
        if ready
        else "",
    )


def _waiting_for(user: User) -> ReviewRequestQuerySet:
    decided = ReviewRecord.objects.filter(request=OuterRef("pk"), reviewer__user_id=user.pk)
    asked = ReviewRequest.objects.in_review().filter(pk__in=_asked(user).values("request"))
    return asked.exclude(Exists(decided))


def _asked(user: User) -> AssignmentQuerySet:
    """What this user is asked for now."""
    return Assignment.objects.standing().filter(reviewer__user_id=user.pk)


def _fitting(user: User, *, on: date) -> Q:
    """The requests of the user's specialty, if they may sign on that day (`policies.fits`)."""
    if not user.has_perm("reviews.decide_request"):
        return Q(pk__in=())
    able = Reviewer.objects.able_to_sign(on=on).filter(user_id=user.pk)
    mine = Specialty.objects.filter(reviewers__in=able)
    fits = Q(article__condition__in=mine.values("conditions"))
    return fits | Q(Exists(mine.filter(pharmacy=True)), for_medicines=True)


def _submissions(user: User) -> ReviewRequestQuerySet:
    """What the user put up and still concerns them: open, or sent back and not answered yet."""
    newer = ReviewRequest.objects.filter(article=OuterRef("article"), pk__gt=OuterRef("pk"))
    mine = ReviewRequest.objects.filter(opened_by_id=user.pk)
    return mine.filter(state__in=(*OPEN, *SENT_BACK)).exclude(Exists(newer))


def _parts(outline: Outline) -> Iterator[str]:
    yield from map(changes.label, outline.texts)
    if outline.doses:
        yield ngettext("%d dose", "%d doses", outline.doses) % outline.doses
    treatments, sources, team = outline.treatments, outline.citations, outline.care_team
    yield from _counted(
        (treatments.new, ngettext("%d new treatment", "%d new treatments", treatments.new)),
        (
            treatments.changed,
            ngettext("%d treatment changed", "%d treatments changed", treatments.changed),
        ),
        (treatments.gone, ngettext("%d treatment gone", "%d treatments gone", treatments.gone)),
        (sources.new, ngettext("%d new source", "%d new sources", sources.new)),
        (sources.changed, ngettext("%d source changed", "%d sources changed", sources.changed)),
        (sources.gone, ngettext("%d source gone", "%d sources gone", sources.gone)),
    )
    if outline.reordered:
        yield _("order of treatments")
    if team != Counts():
        yield _("care team")


def _counted(*phrases: tuple[int, str]) -> Iterator[str]:
    yield from (phrase % number for number, phrase in phrases if number)
