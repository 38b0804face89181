"""The checks of requests, and of who was asked: each is the row that the audit trail tells of."""

from collections.abc import Iterator

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _

from articles.models import Article, AuditEvent, Publication
from articles.verification import (
    CHUNK,
    MARK,
    Fault,
    changed,
    gone,
    joined,
    lost,
    place,
    unnamed,
    unsealed,
)
from reviews.enums import OPEN, REFUSALS, State
from reviews.models import Assignment, ReviewRecord, ReviewRequest

ASKED = "asked for review"
_ROUTE = "revision__article__condition"


def audit_trail() -> Iterator[Fault]:
    """Events that tell of a request or an assignment that is not there."""
    yield from lost(ReviewRequest, ASKED)
    about = AuditEvent.objects.filter(object__startswith="reviewrequest:")
    yield from gone(Assignment, about)


def faults(articles: QuerySet[Article]) -> Iterator[Fault]:
    """What does not hold of those articles' requests, and of who was asked for them."""
    requests = ReviewRequest.objects.filter(article__in=articles).select_related(_ROUTE)
    for request in unnamed(requests, ASKED):
        yield Fault(_of_request(request), _("no audit event tells of it"))
    yield from changed(requests, _of_request)
    yield from _misplaced(requests)
    assignments = Assignment.objects.filter(request__article__in=articles).select_related(
        "reviewer", f"request__{_ROUTE}"
    )
    # A request from before seals was opened without a word of who was asked.
    opened = AuditEvent.objects.filter(object=OuterRef("about"), verb=ASKED, detail__contains=MARK)
    about = joined(Value("reviewrequest:"), "request_id")
    sealed = assignments.annotate(about=about).filter(Exists(opened))
    yield from unsealed(sealed, _of_assignment)
    yield from changed(assignments, _of_assignment)


def _misplaced(requests: QuerySet[ReviewRequest]) -> Iterator[Fault]:
    """Requests whose state is not the one that everything round them tells of."""
    published = Publication.objects.filter(approval=OuterRef("key"))
    refused = ReviewRecord.objects.filter(request=OuterRef("pk"), outcome__in=REFUSALS)
    later = ReviewRequest.objects.filter(article=OuterRef("article"), pk__gt=OuterRef("pk"))
    told = Case(
        When(Exists(published), then=Value(State.PUBLISHED)),
        When(Exists(refused), then=Subquery(refused.values("outcome")[:1])),
        When(~Q(cancelled_because=""), then=Value(State.CANCELLED)),
        When(Exists(later), then=Value(State.STALE)),
        default=Value(""),
        output_field=CharField(),
    )
    for request in requests.annotate(told=told).iterator(chunk_size=CHUNK):
        if request.state not in ((request.told,) if request.told else OPEN):
            what = _(
                "changed: its signatures, publication and later requests do not give its state"
            )
            yield Fault(_of_request(request), what)


def _of_request(request: ReviewRequest) -> str:
    return _("%(version)s, review request %(key)d") % {
        "version": place(request.revision),
        "key": request.pk,
    }


def _of_assignment(row: Assignment) -> str:
    return _("%(request)s, assignment %(key)d of %(name)s") % {
        "request": _of_request(row.request),
        "key": row.pk,
        "name": row.reviewer.name,
    }
