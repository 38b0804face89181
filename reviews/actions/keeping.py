"""Keeping a review that is not finished: for its reviewer's eyes, no evidence, not in the trail."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from articles.errors import Conflict, NotReady
from articles.policies import require
from reviews.enums import State
from reviews.models import ReviewDraft, Reviewer, ReviewRequest
from reviews.policies import why_not_release

LONGEST = 20_000


@transaction.atomic
def keep(
    request_id: int, form: Mapping[str, Sequence[str]], *, reviewer: Reviewer | None, at: datetime
) -> ReviewDraft:
    """Keep what the reviewer has filled in, in place of what they kept before.

    Raises `NotAllowed` for whoever is not asked or has decided, `Conflict` when the request is
    no longer in review, `NotReady` when it is too long.
    """
    request = ReviewRequest.objects.locked(request_id)
    why = why_not_release(reviewer, request)
    require(not why, why)
    assert reviewer is not None
    if request.state != State.IN_REVIEW:
        raise Conflict(_("This request is no longer in review."))
    text = json.dumps({name: list(values) for name, values in form.items()}, sort_keys=True)
    if len(text) > LONGEST:
        raise NotReady([_("It is too long to be kept.")])
    kept, _made = ReviewDraft.objects.update_or_create(
        request=request, reviewer=reviewer, defaults={"form": text, "saved_at": at}
    )
    return kept
