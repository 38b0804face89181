"""Telling the desk at once that a reader's text may speak of danger: never a word of the text."""

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.utils.translation import ngettext

from articles import queues
from articles.models import AuditEvent
from reviews.actions import mailing
from reviews.actions.mailing import Letter, Sent

TOLD = "told of urgent texts"


def run(*, at: datetime) -> Sent:
    """Send one letter to each who may decide about readers' texts and has not been told of all.

    Running it again tells nobody twice, and sends what could not be sent.
    """
    return mailing.send(_letters(), at=at)


def _letters() -> Iterator[Letter]:
    waiting = [f"{row._meta.model_name}:{row.pk}" for row in queues.urgent()]
    told = _told()
    for person in User.objects.with_perm("articles.triage_voices").order_by("pk"):
        new = [text for text in waiting if text not in told[person.pk]]
        if new:
            yield _letter(person, new)


def _letter(to: User, texts: list[str]) -> Letter:
    count = len(texts)
    subject = ngettext(
        "%(site)s: a reader’s text is urgent",
        "%(site)s: %(count)d readers’ texts are urgent",
        count,
    )
    return Letter(
        to=to,
        subject=subject % {"site": settings.SITE_NAME, "count": count},
        template="urgent",
        context={"count": count, "lead": settings.URGENT_LEAD},
        verb=TOLD,
        about=to,
        detail={"texts": " ".join(texts)},
    )


def _told() -> defaultdict[int, set[str]]:
    """By the key of a person, the texts that they were told of."""
    told: defaultdict[int, set[str]] = defaultdict(set)
    for detail in AuditEvent.objects.filter(verb=TOLD).values_list("detail", flat=True):
        said = json.loads(detail)
        told[said["to"]].update(said["texts"].split())
    return told
