"""Letters to the desk's people: reminders, and a digest a day. Titles only, never an answer.

What was sent on a day is remembered by the audit trail, so that a second run sends nothing.
"""

import json
import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Model
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.actions import audit
from articles.enums import Freshness
from articles.models import AuditEvent, Withdrawal
from reviews import cycle, queues
from reviews.enums import State
from reviews.models import ReviewRequest

logger = logging.getLogger(__name__)

REMIND_FROM = timedelta(days=3)
# A letter is for today's work; the desk has the rest.
LONGEST_LIST = 25
REMINDED = "reminded"
DIGEST = "sent the digest"


@dataclass(frozen=True)
class Item:
    """One request as a letter names it; `days_overdue` is 0 until the day after it was due."""

    question: str
    condition: str
    url: str
    due_on: date
    days_overdue: int


@dataclass(frozen=True)
class Repair:
    """One withdrawn answer as a letter names it; the reason stands at the desk."""

    question: str
    condition: str
    url: str
    withdrawn_at: datetime


@dataclass(frozen=True)
class Letter:
    """One letter; `verb`, `about` and `detail` are what the audit trail will say of it."""

    to: User
    subject: str
    template: str
    context: Mapping[str, Any]
    verb: str
    about: Model
    detail: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, int]:
        """What is sent once a day."""
        return self.verb, f"{self.about._meta.model_name}:{self.about.pk}", self.to.pk


@dataclass
class Sent:
    """What became of the letters: how many went out, why others did not, who has no address."""

    count: int = 0
    failures: list[str] = field(default_factory=list)
    without_address: list[str] = field(default_factory=list)


# An answer that needs a review, and why an editor has to see to it (empty: reviewers were asked).
Due = tuple[cycle.Answer, str]


def letters(due: Sequence[Due], *, on: date) -> list[Letter]:
    """The reminders and digests of that day, without those that were sent (eight queries)."""
    waiting: defaultdict[User, list[Item]] = defaultdict(list)
    stuck: list[Item] = []
    found: list[Letter] = []
    for request, people in cycle.waiting(on=on):
        item = _item(request, on=on)
        if not people:
            stuck.append(item)
        for person in people:
            waiting[person].append(item)
            if on >= request.due_on - REMIND_FROM:
                found.append(_reminder(request, item, person))
    sent_back = [_item(r, on=on) for r in cycle.sent_back().select_related("revision")]
    failed = ReviewRequest.objects.filter(state=State.FAILED).select_related("revision")
    for_editors: dict[str, Sequence[object]] = {
        "stuck": stuck,
        "sent_back": sent_back,
        "failed": [(_item(request, on=on), request.failure) for request in failed],
        "to_repair": list(map(_repair, queues.to_repair())),
    }
    editors = set(User.objects.with_perm("articles.change_article"))
    at_work = {editor.pk for editor in editors}
    for person in sorted(editors | set(waiting), key=lambda user: user.pk):
        lists: dict[str, Sequence[object]] = {"waiting": waiting[person]}
        if person in editors:
            lists |= {"due": _concerning(person, due, at_work), **for_editors}
        if any(lists.values()):
            found.append(_digest(person, lists))
    sent = _sent(on=on)
    return [letter for letter in found if letter.key not in sent]


def _concerning(person: User, due: Sequence[Due], at_work: Collection[int]) -> list[Due]:
    """Their own answers first. What is merely due soon is left to its owner, if one is at work."""
    own = [item for item in due if item[0].owner_id == person.pk]
    others = [item for item in due if item[0].owner_id != person.pk]
    return own + [
        (answer, why)
        for answer, why in others
        if why
        or answer.flags
        or answer.freshness != Freshness.DUE_SOON
        or answer.owner_id not in at_work
    ]


def send(wanted: Iterable[Letter], *, at: datetime) -> Sent:
    """Send the letters and record each that went out. Call it after the commit.

    A mail server that refuses is logged and reported; what it refused is sent by a later run.
    """
    result = Sent()
    reachable = []
    for letter in wanted:
        if letter.to.email:
            reachable.append(letter)
        elif letter.to.get_username() not in result.without_address:
            result.without_address.append(letter.to.get_username())
    if not reachable:
        return result
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:
        logger.warning("The mail server cannot be reached: %s", error)
        result.failures.append(_("The mail server cannot be reached: %s") % error)
        return result
    for letter in reachable:
        _send_one(letter, connection, result, at=at)
    connection.close()
    return result


def _send_one(letter: Letter, connection: BaseEmailBackend, result: Sent, *, at: datetime) -> None:
    try:
        _message(letter, connection).send()
    except (OSError, ValueError) as error:  # smtplib's, and an address that is none
        name = letter.to.get_username()
        logger.warning("The letter to %s was not sent: %s", name, error)
        result.failures.append(
            _("The letter to %(name)s was not sent: %(error)s") % {"name": name, "error": error}
        )
        return
    with transaction.atomic():
        audit.record(letter.verb, letter.about, by=None, at=at, to=letter.to.pk, **letter.detail)
    result.count += 1


def _message(letter: Letter, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    context = {
        "name": letter.to.get_full_name() or letter.to.get_username(),
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "contact_email": settings.CONTACT_EMAIL,
        "demo": settings.DEMO,
        **letter.context,
    }
    name = f"reviews/mail/{letter.template}"
    message = EmailMultiAlternatives(
        letter.subject,
        render_to_string(f"{name}.txt", context).strip() + "\n",
        to=[letter.to.email],
        connection=connection,
        # RFC 3834: no holiday notices in return.
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string(f"{name}.html", context).strip(), "text/html")
    return message


def _sent(*, on: date) -> set[tuple[str, str, int]]:
    """The keys of the letters that were sent on that day."""
    events = AuditEvent.objects.filter(verb__in=(REMINDED, DIGEST), at__date=on)
    return {(event.verb, event.object, json.loads(event.detail)["to"]) for event in events}


def _item(request: ReviewRequest, *, on: date) -> Item:
    words = json.loads(request.revision.snapshot)
    return Item(
        question=words["question"],
        condition=words["condition"]["name"],
        url=request.get_absolute_url(),
        due_on=request.due_on,
        days_overdue=max(0, (on - request.due_on).days),
    )


def _repair(withdrawal: Withdrawal) -> Repair:
    article = withdrawal.article
    assert article is not None
    url = reverse("admin:articles_article_change", args=[article.pk])
    return Repair(article.question, article.condition.name, url, withdrawal.at)


def _reminder(request: ReviewRequest, item: Item, to: User) -> Letter:
    subject = (
        _("%(site)s: a review is overdue")
        if item.days_overdue
        else _("%(site)s: a review is due soon")
    )
    return Letter(
        to=to,
        subject=subject % {"site": settings.SITE_NAME},
        template="reminder",
        context={"item": item},
        verb=REMINDED,
        about=request,
    )


def _digest(to: User, lists: Mapping[str, Sequence[object]]) -> Letter:
    count = sum(map(len, lists.values()))
    subject = ngettext(
        "%(site)s: %(count)d thing waits for you",
        "%(site)s: %(count)d things wait for you",
        count,
    )
    return Letter(
        to=to,
        subject=subject % {"site": settings.SITE_NAME, "count": count},
        template="digest",
        context={
            key: {"count": len(items), "first": items[:LONGEST_LIST]}
            for key, items in lists.items()
        },
        verb=DIGEST,
        about=to,
    )
