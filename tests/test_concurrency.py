"""Many people at once, each in a transaction of their own: one wins, the others hear why."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import drafts
from articles.actions import catalogue, drafting, withdrawing
from articles.enums import WithdrawalKind
from articles.errors import Conflict, NotAllowed, RuleError, Unchanged
from articles.models import (
    Article,
    AuditEvent,
    Condition,
    DraftEdit,
    Publication,
    Revision,
    Withdrawal,
)
from reviews.actions import deciding, requesting
from reviews.enums import AfterApproval, Priority, State
from reviews.models import Reviewer, ReviewRecord, ReviewRequest
from tests import factories, vouching
from tests.racing import Act, Together, errors, together
from tests.test_audit import unbroken

pytestmark = pytest.mark.django_db(transaction=True)
NOW = factories.NOW
LATER = NOW + timedelta(hours=1)
HOLD = AfterApproval.HOLD


def approve(request: ReviewRequest, reviewer: Reviewer) -> Act:
    decision = factories.decision(request.article.kind)
    return partial(deciding.approve, request.pk, reviewer=reviewer, decision=decision, at=NOW)


def refuse(request: ReviewRequest, reviewer: Reviewer) -> Act:
    decision = factories.decision(request.article.kind, comment="Say more.")
    return partial(
        deciding.request_changes, request.pk, reviewer=reviewer, decision=decision, at=NOW
    )


def publish(request: ReviewRequest, by: User) -> Act:
    return partial(deciding.publish, request.pk, by=by, at=LATER)


def reschedule(request: ReviewRequest, *, days: int) -> Act:
    return partial(
        requesting.reschedule,
        request.pk,
        due_on=factories.TODAY + timedelta(days=days),
        priority=Priority.URGENT,
        reason="Soon.",
        by=factories.user("Editors"),
        at=LATER,
    )


def withdraw(article: Article) -> Act:
    return partial(
        withdrawing.withdraw_article,
        article.pk,
        reason="A dose was wrong.",
        notice="We check.",
        by=factories.user("Editors"),
        at=LATER,
    )


def save(article: Article, **fields: Any) -> Act:
    return partial(
        drafting.save_draft,
        article.pk,
        replace(drafts.of(article), **fields),
        expected_version=article.draft_version,
        by=factories.user("Editors"),
        at=NOW,
    )


def rename(condition: Condition, *, by: User) -> None:
    """A new name and address: the rows that name the condition have to wait for it."""
    condition.name, condition.slug = "Renamed", "renamed"
    catalogue.save(condition, changed=["name", "slug"], by=by, at=NOW)


def events(verb: str) -> int:
    return AuditEvent.objects.filter(verb=verb).count()


def test_of_two_approvals_one_counts(race: Together) -> None:
    first, second = factories.reviewer(), factories.reviewer()
    request = factories.request(reviewers=[first, second])
    outcomes = race(approve(request, first), approve(request, second))
    assert errors(outcomes) == [NotAllowed]
    assert (ReviewRecord.objects.count(), Publication.objects.count()) == (1, 1)
    assert (events("approved"), events("published")) == (1, 1)
    assert unbroken()


def test_the_same_approval_sent_twice_counts_once() -> None:
    request = factories.request()
    reviewer = request.reviewers.get()
    outcomes = together(*[approve(request, reviewer)] * 4)
    assert errors(outcomes) == [NotAllowed] * 3
    assert (ReviewRecord.objects.count(), Publication.objects.count()) == (1, 1)


def test_approval_and_refusal_at_once_leave_one_decision(race: Together) -> None:
    first, second = factories.reviewer(), factories.reviewer()
    request = factories.request(reviewers=[first, second])
    outcomes = race(approve(request, first), refuse(request, second))
    assert errors(outcomes) == [NotAllowed]
    request.refresh_from_db()
    approved = ReviewRecord.objects.get().outcome == "approved"
    assert request.state == (State.PUBLISHED if approved else State.CHANGES_REQUESTED)
    assert Publication.objects.exists() is approved
    assert (events("approved"), events("asked for changes")) == (approved, not approved)
    assert unbroken()


def test_publishing_against_withdrawing_never_leaves_withdrawn_words_live(race: Together) -> None:
    article = factories.published()
    edited = factories.save(article, body="New.[^smith]")
    request = factories.approved(factories.request(edited, after_approval=HOLD))
    outcomes = race(publish(request, factories.user("Publishers")), withdraw(article))
    assert errors(outcomes) == []
    request.refresh_from_db()
    withdrawn = Withdrawal.objects.get().publication
    assert Article.objects.get().live is None
    assert withdrawn == Publication.objects.order_by("pk").last()
    published_first = withdrawn != article.live
    assert request.state == (State.PUBLISHED if published_first else State.FAILED)
    # The first of the two is the one that was live before.
    assert (events("withdrew"), events("published")) == (1, 1 + published_first)
    assert events("publishing failed") == 1 - published_first
    assert unbroken()


def test_of_two_saves_the_second_is_told_and_nothing_is_mixed(race: Together) -> None:
    article = factories.article()
    outcomes = race(
        save(article, body="One.", short_answer="One."),
        save(article, body="Two.", short_answer="Two."),
    )
    assert errors(outcomes) == [Conflict]
    stored = Article.objects.get()
    assert stored.body == stored.short_answer
    assert list(DraftEdit.objects.values_list("version", flat=True)) == [1, 2]
    assert events("saved draft") == 2
    assert unbroken()


def test_of_two_beginnings_at_one_address_one_is_told() -> None:
    condition, editor = factories.condition(), factories.user("Editors")

    def start() -> object:
        article = Article(condition=condition, kind="symptoms", question="What?", slug="what")
        return drafting.start(article, by=editor, at=NOW)

    assert errors(together(start, start)) == [Conflict]
    assert Article.objects.count() == 1
    assert unbroken()


def test_of_two_submissions_of_the_same_words_one_is_told() -> None:
    article, editor = factories.article(), factories.user("Editors")
    reviewer = factories.reviewer()
    ask = [lambda: factories.request(article, reviewers=[reviewer], by=editor)] * 2
    assert errors(together(*ask)) == [Unchanged]
    assert Revision.objects.get().number == 1
    assert ReviewRequest.objects.get().state == State.IN_REVIEW
    assert unbroken()


def test_sixteen_publishers_publish_once() -> None:
    request = factories.approved(factories.request(after_approval=HOLD))
    publisher = factories.user("Publishers")
    outcomes = together(*[publish(request, publisher)] * 16)
    assert errors(outcomes) == [Conflict] * 15
    assert (Publication.objects.count(), events("published")) == (1, 1)
    assert events("publishing failed") == 0
    request.refresh_from_db()
    assert request.state == State.PUBLISHED
    assert unbroken()


def test_a_suspension_at_the_moment_of_signing_comes_before_or_after_it() -> None:
    request = factories.request()
    reviewer, admin = request.reviewers.get(), factories.user("Administrators")

    def suspend() -> None:
        fresh = Reviewer.objects.get(pk=reviewer.pk)
        fresh.suspended = True
        vouching.saved(fresh, by=admin, at=NOW)

    outcomes = together(suspend, approve(request, reviewer))
    assert set(errors(outcomes)) <= {NotAllowed}
    assert Reviewer.objects.get().suspended
    assert ReviewRecord.objects.exists() is not bool(errors(outcomes))
    assert unbroken()


def test_actions_on_many_answers_at_once_neither_deadlock_nor_fork_the_chain() -> None:
    shared, publisher = factories.reviewer(), factories.user("Publishers")
    renamed = Reviewer.objects.get(pk=shared.pk)
    renamed.name, admin = "Dr Renamed", factories.user("Administrators")
    medicine = factories.treatment()
    editor = factories.user("Editors")
    entries = (factories.entry(medicine),)
    asked = factories.request(reviewers=[shared])
    held = factories.approved(factories.request(reviewers=[shared], after_approval=HOLD))
    live, drafted = factories.published(by=shared), factories.article()
    other = Article(condition=drafted.condition, kind="symptoms", question="What?", slug="what")
    outcomes = together(
        approve(asked, shared),
        publish(held, publisher),
        withdraw(live),
        save(drafted, entries=entries),
        save(live, entries=entries),
        save(asked.article, entries=entries),
        lambda: factories.alerted(medicine, WithdrawalKind.STOP),
        lambda: factories.request(drafted, reviewers=[shared], by=editor),
        lambda: vouching.saved(renamed, by=admin),
        lambda: catalogue.save(medicine, changed=["name"], by=editor, at=NOW),
        lambda: rename(drafted.condition, by=editor),
        lambda: drafting.start(other, by=editor, at=NOW),
    )
    # Only the submission may lose: against the save of the same draft.
    assert set(errors(outcomes)) <= {Conflict}
    assert len(errors(outcomes)) <= 1
    assert unbroken()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite's writers are alone anyway")
def test_every_action_locks_its_answer_first_and_nothing_new_after_the_chain() -> None:
    asked, live = factories.request(), factories.published()
    held = factories.approved(factories.request(after_approval=HOLD))
    drafted, waiting = factories.article(), factories.request()
    actions: list[Act] = [
        approve(asked, asked.reviewers.get()),
        refuse(factories.request(drafted), factories.reviewer()),
        publish(held, factories.user("Publishers")),
        withdraw(live),
        save(live, body="New."),
        lambda: factories.request(drafted),
        reschedule(waiting, days=5),
    ]
    for act in actions:
        with CaptureQueriesContext(connection) as captured:
            try:
                act()
            except RuleError:
                continue
        locks = [
            "chain"
            if "pg_advisory" in query["sql"]
            else query["sql"].split('FROM "')[1].split('"')[0]
            for query in captured
            if "pg_advisory" in query["sql"] or "FOR UPDATE" in query["sql"].replace("NO KEY ", "")
        ]
        chain = locks.index("chain")
        assert locks[0] == "articles_article"
        assert set(locks[chain:]) - {"chain"} <= set(locks[:chain])
