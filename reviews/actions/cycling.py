"""The review cycle's daily run: ask again for what needs a review, remind, and tell the desk."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.errors import NotReady, RuleError
from articles.models import Article
from articles.policies import may_edit
from reviews import cycle
from reviews.actions import mailing, requesting
from reviews.actions.mailing import Sent
from reviews.cycle import Answer
from reviews.models import Reviewer

logger = logging.getLogger(__name__)

TIME_TO_REVIEW = timedelta(days=14)


@dataclass(frozen=True)
class Plan:
    """Whom to ask again about an answer, until when, and in whose name."""

    answer: Answer
    reviewers: tuple[Reviewer, ...]
    due_on: date
    by: User


@dataclass(frozen=True)
class Report:
    """What a run did, or would do: requests opened, answers left to an editor and why, letters.

    `failures` are the questions of the answers that the database gave up on.
    """

    asked: tuple[Plan, ...]
    left_to_editors: tuple[tuple[Answer, str], ...]
    sent: Sent | None
    failures: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """The report for whoever reads the output of cron."""
        for plan in self.asked:
            names = ", ".join(reviewer.name for reviewer in plan.reviewers)
            yield f"asked again until {plan.due_on}: {plan.answer.question} ({names})"
        for answer, why in self.left_to_editors:
            yield f"left to an editor: {answer.question} ({why})"
        if self.sent:
            yield from (f"no e-mail address: {name}" for name in self.sent.without_address)
            yield f"letters sent: {self.sent.count}"


def run(*, at: datetime, dry_run: bool = False) -> Report:
    """Ask for the reviews that are due on the day of that moment, then send that day's letters.

    Each request is committed by itself and stands whatever becomes of the letters. Running it
    again on the same day asks for nothing, and sends only what could not be sent. What the
    database gives up on is left to an editor, and holds up nothing behind it. A dry run writes
    nothing and sends nothing.
    """
    on = timezone.localdate(at)
    answers = cycle.needing_review(on=on)
    taken = set(cycle.spoken_for().values_list("pk", flat=True))
    asked: list[Plan] = []
    left: dict[Answer, str] = {}
    failures: list[str] = []
    for answer in answers:
        if answer.article_id in taken:
            continue
        try:
            plan = _plan(answer, on=on) if dry_run else _ask(answer, at=at)
        except RuleError as error:
            left[answer] = str(error)
        except DatabaseError:
            logger.exception("The database gave up asking about article %s.", answer.article_id)
            left[answer] = _("The database gave up asking; the next run tries again.")
            failures.append(f"failed: {answer.question}: the database gave up (see the log)")
        else:
            asked += [plan] if plan else []
    sent = None
    if not dry_run:
        due = [(answer, left.get(answer, "")) for answer in answers]
        sent = mailing.send(mailing.letters(due, on=on), at=at)
    return Report(tuple(asked), tuple(left.items()), sent, tuple(failures))


# Durable: nothing around it can undo the request once its letters are on their way.
@transaction.atomic(durable=True)
def _ask(answer: Answer, *, at: datetime) -> Plan | None:
    """Open the request; None when somebody else did meanwhile. Raises as `_plan` does."""
    Article.objects.locked(answer.article_id)
    if cycle.spoken_for().filter(pk=answer.article_id).exists():
        return None
    plan = _plan(answer, on=timezone.localdate(at))
    requesting.ask_to_reconfirm(
        answer.article_id,
        reviewers=plan.reviewers,
        due_on=plan.due_on,
        by=plan.by,
        at=at,
        reason=_("Signed for the whole page before."),
        because=answer.why,
    )
    return plan


def _plan(answer: Answer, *, on: date) -> Plan:
    """Ask those who signed for the whole page, in the name of the answer’s owner.

    Raises `NotReady` with the reason why an editor has to act instead.
    """
    article = Article.objects.select_related("live__rests_on", "live__revision", "owner")
    found = article.get(pk=answer.article_id)
    live, editor = found.live, found.owner
    if live is None:
        raise NotReady([_("It was withdrawn meanwhile.")])
    if answer.needs_new_version:
        raise NotReady([_("It needs a new version. %(why)s") % {"why": " ".join(answer.flags)}])
    reviewers = cycle.reviewers_again(live, on=on)
    if not reviewers:
        raise NotReady([_("Nobody who signed for the whole page may sign again: name a reviewer.")])
    if editor is None or not may_edit(editor):
        raise NotReady([_("Its owner is no longer an editor: hand it over, or ask yourself.")])
    latest = on + TIME_TO_REVIEW
    due_on = min(latest, live.review_due_on) if live.review_due_on > on else latest
    return Plan(answer, reviewers, due_on, editor)
