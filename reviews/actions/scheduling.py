"""Publishing on a date: what was approved goes public when its day has come."""

import logging
from datetime import datetime

from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.actions import audit
from articles.errors import Conflict
from articles.policies import may_publish, require
from reviews.actions import deciding
from reviews.enums import State
from reviews.models import ReviewRequest

logger = logging.getLogger(__name__)


def publish_due(*, at: datetime) -> tuple[ReviewRequest, ...]:
    """Publish what is scheduled for the day of that moment, in the site's time zone, or before.

    Returns the requests as they are now: published, failed with the reason, or still scheduled
    where the database gave up, for the next run to try again. Each is committed by itself, so
    repeating it, or two runs at once, publish everything once.
    """
    due = ReviewRequest.objects.scheduled(on=timezone.localdate(at))
    keys = list(due.order_by("publish_on", "pk").values_list("pk", flat=True))
    return tuple(request for key in keys if (request := _attempt(key, at=at)) is not None)


@transaction.atomic
def hold(request_id: int, *, by: User, at: datetime) -> ReviewRequest:
    """A publisher takes a scheduled request off its date: it waits to be published by hand.

    Raises `Conflict` when it is not, or no longer, scheduled.
    """
    require(may_publish(by), _("Only publishers hold back what is scheduled."))
    request = ReviewRequest.objects.locked(request_id)
    if request.state != State.SCHEDULED:
        raise Conflict(_("This request is not scheduled."))
    request.state = State.HELD
    request.save(update_fields=["state"])
    audit.record("held back", request, by=by, at=at)
    return request


def _attempt(request_id: int, *, at: datetime) -> ReviewRequest | None:
    """As `_publish`; what the database gives up on holds up nothing behind it."""
    try:
        return _publish(request_id, at=at)
    except DatabaseError:
        logger.exception("The database gave up publishing review request %s.", request_id)
        return ReviewRequest.objects.get(pk=request_id)


@transaction.atomic(durable=True)
def _publish(request_id: int, *, at: datetime) -> ReviewRequest | None:
    """In the name of whoever chose the date; None when somebody else was first."""
    request = ReviewRequest.objects.locked(request_id)
    if request.state != State.SCHEDULED:
        return None
    deciding.go_live(request, by=request.opened_by, at=at)
    name = request.opened_by.get_username()
    audit.record("reached its date", request, by=None, at=at, in_the_name_of=name)
    return request
