"""The process dies, or the disk is full, between any two statements: nothing is half done."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, OperationalError, connection

from articles.actions import withdrawing
from articles.models import (
    Article,
    AuditEvent,
    DraftEdit,
    Erratum,
    Publication,
    Revision,
    Withdrawal,
)
from reviews.actions import deciding
from reviews.enums import AfterApproval, State
from reviews.models import ReviewRecord, ReviewRequest
from tests import factories
from tests.test_audit import unbroken

pytestmark = pytest.mark.django_db(transaction=True)
LATER = factories.NOW + timedelta(hours=1)
Act = Callable[[], object]


class Failing:
    """An execute wrapper that fails once, at the statement of that number, from 0."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.seen = 0

    def __call__(
        self,
        execute: Callable[..., object],
        sql: str,
        params: object,
        many: bool,
        context: dict[str, object],
    ) -> object:
        self.seen += 1
        if self.seen == self.at + 1:
            raise OperationalError("database or disk is full")
        return execute(sql, params, many, context)


def evidence() -> dict[str, object]:
    """Everything that an action may write."""
    tables = (AuditEvent, DraftEdit, Erratum, Publication, ReviewRecord, Revision, Withdrawal)
    return {
        "rows": [(model.__name__, model._default_manager.count()) for model in tables],
        "requests": list(ReviewRequest.objects.order_by("pk").values_list("state", "failure")),
        "articles": list(
            Article.objects.order_by("pk").values_list("live", "draft_version", "body")
        ),
        "entries": [article.entries.count() for article in Article.objects.order_by("pk")],
    }


def survives_every_interruption(act: Act) -> int:
    """Do the act with a failure at each of its statements in turn, until it comes through.

    Returns how many statements it has.
    """
    before = evidence()
    for number in range(200):
        failing = Failing(at=number)
        with connection.execute_wrapper(failing):
            try:
                act()
            except DatabaseError:
                # The statement's own error, or Django's when a savepoint could not be undone.
                failed = True
            else:
                failed = False
        if not failed:
            assert failing.seen == number
            assert evidence() != before
            assert unbroken()
            return number
        assert evidence() == before, f"half done at statement {number}"
        assert not connection.in_atomic_block
    raise AssertionError("it never came through")


def test_publishing_is_done_wholly_or_not_at_all() -> None:
    request = factories.approved(factories.request(after_approval=AfterApproval.HOLD))
    publisher = factories.user("Publishers")
    count = survives_every_interruption(
        lambda: deciding.publish(request.pk, by=publisher, at=LATER)
    )
    assert count > 10
    request.refresh_from_db()
    live = factories.live(Article.objects.get())
    assert (request.state, live.revision) == (State.PUBLISHED, request.revision)


def test_approving_and_publishing_at_once_is_one_step() -> None:
    request = factories.request()
    reviewer, decision = request.reviewers.get(), factories.decision()
    count = survives_every_interruption(
        lambda: deciding.approve(request.pk, reviewer=reviewer, decision=decision, at=LATER)
    )
    assert count > 20
    assert factories.live(Article.objects.get()).revision == request.revision
    assert ReviewRecord.objects.count() == 1


def test_saving_a_draft_is_done_wholly_or_not_at_all() -> None:
    article, editor = factories.article(), factories.user("Editors")
    entries = (factories.entry(), factories.entry())
    count = survives_every_interruption(
        lambda: factories.save(article, by=editor, body="New.", entries=entries)
    )
    assert count > 8
    assert Article.objects.get().entries.count() == 2


def test_submitting_and_asking_is_one_step() -> None:
    article, editor, reviewer = factories.article(), factories.user("Editors"), factories.reviewer()
    count = survives_every_interruption(
        lambda: factories.request(article, by=editor, reviewers=[reviewer])
    )
    assert count > 12
    assert ReviewRequest.objects.get().revision == Revision.objects.get()


def test_withdrawing_is_done_wholly_or_not_at_all() -> None:
    article, editor = factories.published(), factories.user("Editors")
    count = survives_every_interruption(
        lambda: withdrawing.withdraw_article(
            article.pk, reason="A dose was wrong.", notice="We check.", by=editor, at=LATER
        )
    )
    assert count > 5
    assert Article.objects.get().live is None
