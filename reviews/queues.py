"""What waits for whom at the desk, as rows that say what changed in one line."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import changes, outlines
from articles.enums import QuestionKind, WithdrawalKind
from articles.models import Article, Publication, Revision, Treatment, Withdrawal
from articles.outlines import Counts, Outline
from articles.policies import may_edit, may_publish
from reviews import completeness, staffing
from reviews.enums import READY_TO_PUBLISH, REFUSALS, Priority, State
from reviews.models import Assignment, ReviewRecord, ReviewRequest
from reviews.models.requests import AssignmentQuerySet, ReviewRequestQuerySet

# By the names of the two priorities.
URGENT_FIRST = ("-priority", "due_on", "pk")
BY_DATE = ("publish_on", "pk")
DUE_SOON = timedelta(days=7)
# The states in which a date that was chosen still holds.
_AWAITS_ITS_DATE = (State.IN_REVIEW, State.SCHEDULED)


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
    urgent: bool
    change_class_label: str
    waiting_since: datetime
    due_on: date
    days_overdue: int
    state_label: str
    failure: str
    reason: str
    reviewers: tuple[str, ...]
    is_open: bool
    # When what is live by it is due for review.
    review_due_on: date | None
    # What keeps a publisher from publishing it.
    obstacles: tuple[str, ...]
    # When it is published by itself.
    publish_on: date | None
    # What keeps it waiting: somebody who may no longer sign, a review that nobody has.
    notes: tuple[str, ...]
    publish_url: str
    hold_url: str


def visible(user: User, *, on: date) -> ReviewRequestQuerySet:
    """The requests this user may see (`policies.may_see`)."""
    requests = ReviewRequest.objects.all()
    if may_edit(user):
        return requests
    asked = Q(pk__in=_asked(user).values("request"))
    return requests.filter(asked | staffing.suiting(user, on=on))


def waiting_for(user: User) -> ReviewRequestQuerySet:
    """The requests that this reviewer is asked to decide, and has not decided yet."""
    decided = ReviewRecord.objects.filter(request=OuterRef("pk"), reviewer__user_id=user.pk)
    asked = ReviewRequest.objects.in_review().filter(pk__in=_asked(user).values("request"))
    return asked.exclude(Exists(decided)).order_by(*URGENT_FIRST)


def open_to(user: User, *, on: date) -> ReviewRequestQuerySet:
    """The requests of this reviewer's specialty that nobody has claimed yet, and that they may."""
    standing = Assignment.objects.standing().filter(request=OuterRef("pk"))
    taken = standing.order_by().values("request").annotate(many=Count("pk")).values("many")
    free = ReviewRequest.objects.in_review().filter(
        staffing.suiting(user, on=on), approvals_required__gt=Coalesce(Subquery(taken), 0)
    )
    others = free.exclude(pk__in=_asked(user).values("request"))
    return others.exclude(staffing.written_by(user)).order_by(*URGENT_FIRST)


def of(user: User) -> Q:
    """The requests of this user: they asked, or look after the answer."""
    # Looked up by itself: joined, every request's article would be read.
    return Q(article__in=Article.objects.filter(owner=user)) | Q(opened_by=user)


def nobodys() -> Q:
    """The requests whose answer nobody looks after, or nobody who is still here."""
    return Q(article__owner=None) | Q(article__owner__is_active=False)


def due_within_a_week(*, on: date) -> Q:
    """The requests whose reviewers have a week left on that day, or less, or none."""
    return Q(state=State.IN_REVIEW, due_on__lte=on + DUE_SOON)


def overdue(*, on: date) -> Q:
    """The requests that are overdue on that day (`ReviewRequest.is_overdue`)."""
    return Q(state=State.IN_REVIEW, due_on__lt=on)


def rows(requests: ReviewRequestQuerySet, *, user: User, on: date) -> tuple[Row, ...]:
    """The requests as lines for this user on that day (four queries, seven for a publisher)."""
    # The keys first: a database that sorts a long queue would carry every version's text along.
    keys = list(requests.values_list("pk", flat=True))
    found = by_key(keys, user=user, on=on)
    return tuple(found[key] for key in keys)


def by_key(keys: Collection[int], *, user: User, on: date) -> dict[int, Row]:
    """The lines of the requests with those keys (three queries, six for a publisher)."""
    live = Publication.objects.filter(approval=OuterRef("key"), live_for__isnull=False).order_by()
    loaded = ReviewRequest.objects.select_related("revision").filter(pk__in=keys)
    loaded = loaded.annotate(review_due_on=Subquery(live.values("review_due_on")))
    found = loaded.with_asked().prefetch_related("records")
    ready = [request for request in found if _publishes(user, request)]
    barred = completeness.obstacles_of(ready, on=on)
    return {
        request.pk: row(request, user=user, on=on, obstacles=barred.get(request.pk, ()))
        for request in found
    }


def to_repair() -> QuerySet[Withdrawal]:
    """What was withdrawn and waits for a new version that nobody has submitted, newest first.

    One that was submitted before is never published: whoever reviews it repairs nothing.
    """
    newer = Withdrawal.objects.filter(article=OuterRef("article"), pk__gt=OuterRef("pk"))
    asked = ReviewRequest.objects.open().filter(
        article=OuterRef("article"), revision__submitted_at__gt=OuterRef("at")
    )
    # Joined, SQLite would begin with every article that is not live.
    gone = Article.objects.filter(pk=OuterRef("article"), live=None)
    found = Withdrawal.objects.filter(Exists(gone), kind=WithdrawalKind.WITHDRAW)
    found = found.exclude(Exists(newer) | Exists(asked))
    return found.select_related("article__condition").order_by("-pk")


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
    return outlines.of(
        base.snapshot if base else None,
        request.revision.snapshot,
        medicines=Treatment.objects.medicine_names(),
    )


def summary(outline: Outline) -> str:
    """What changes, in one line: "Short answer, 2 doses, 1 new treatment"."""
    if outline.first:
        return _("First publication")
    if outline.same:
        return _("No words changed: is it still accurate?")
    return ", ".join(_parts(outline))


def row(request: ReviewRequest, *, user: User, on: date, obstacles: tuple[str, ...] = ()) -> Row:
    """One request as a line (no query where `rows` loaded it)."""
    words = json.loads(request.revision.snapshot)
    changed = outlines.read(request.outline)
    refusals = [r for r in request.records.all() if r.outcome in REFUSALS]
    ready = _publishes(user, request)
    return Row(
        pk=request.pk,
        url=request.get_absolute_url(),
        question=words["question"],
        number=request.revision.number,
        kind_label=str(QuestionKind(words["kind"]).label),
        condition=words["condition"]["name"],
        summary=summary(changed),
        harm=changed.harm,
        urgent=request.priority == Priority.URGENT,
        change_class_label=request.revision.get_proposed_class_display(),
        waiting_since=request.opened_at,
        due_on=request.due_on,
        days_overdue=(on - request.due_on).days if request.is_overdue(on=on) else 0,
        state_label=request.get_state_display(),
        failure=request.failure,
        reason=refusals[-1].comment if refusals else "",
        reviewers=tuple(row.reviewer.name for row in request.asked),
        notes=notes(request, on=on),
        obstacles=tuple(why for why in obstacles if why != request.failure),
        is_open=request.is_open,
        review_due_on=getattr(request, "review_due_on", None),
        publish_on=request.publish_on if request.state in _AWAITS_ITS_DATE else None,
        publish_url=_screen("publish", request) if ready else "",
        hold_url=_screen("hold", request) if ready and request.state == State.SCHEDULED else "",
    )


def _publishes(user: User, request: ReviewRequest) -> bool:
    return request.state in READY_TO_PUBLISH and may_publish(user)


def _screen(name: str, request: ReviewRequest) -> str:
    return reverse(f"admin:reviews_reviewrequest_{name}", args=[request.pk])


def notes(request: ReviewRequest, *, on: date) -> tuple[str, ...]:
    """Why a request in review may go on waiting (no query where `rows` loaded it)."""
    if request.state != State.IN_REVIEW:
        return ()
    decided = {record.reviewer_id for record in request.records.all()}
    lost = (
        _("%(name)s may no longer sign: ask somebody else.") % {"name": row.reviewer.name}
        for row in request.asked
        if row.reviewer_id not in decided and not row.reviewer.may_sign_on(on)
    )
    if request.vacancies:
        return (*lost, _vacant(request))
    if request.asked and decided.issuperset(row.reviewer_id for row in request.asked):
        # Their signatures are not enough: a change that one calls material is read whole by each.
        return (_("All who were asked have signed, and it takes one more: ask somebody else."),)
    return tuple(lost)


def _vacant(request: ReviewRequest) -> str:
    """How many reviews whoever it fits may still claim."""
    return ngettext(
        "%(count)d review is open to whoever it fits.",
        "%(count)d reviews are open to whoever it fits.",
        request.vacancies,
    ) % {"count": request.vacancies}


def _asked(user: User) -> AssignmentQuerySet:
    """What this user is asked for now."""
    return Assignment.objects.standing().filter(reviewer__user_id=user.pk)


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
