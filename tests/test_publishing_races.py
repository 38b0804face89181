"""Dates and earlier versions under pressure: two runs at once, withdrawals, dead processes."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import OperationalError

from articles.actions import withdrawing
from articles.models import Article, Publication, Withdrawal
from reviews.actions import deciding, scheduling
from reviews.enums import State
from reviews.models import ReviewRequest
from tests import factories as f
from tests import publishing
from tests.racing import Act, Together, errors, together
from tests.test_audit import unbroken
from tests.test_concurrency import approve, events, publish, withdraw
from tests.test_faults import survives_every_interruption

pytestmark = pytest.mark.django_db(transaction=True)
DUE = f.NOW + timedelta(days=7)


def due() -> object:
    return scheduling.publish_due(at=DUE)


def due_or_dead() -> None:
    """As `due`; what the database gave up on is an error here, as it is for cron."""
    if any(request.state == State.SCHEDULED for request in scheduling.publish_due(at=DUE)):
        raise OperationalError("The database gave up.")


def hold(request: ReviewRequest) -> Act:
    return partial(scheduling.hold, request.pk, by=f.user("Publishers"), at=DUE)


def test_two_runs_at_once_publish_everything_once() -> None:
    requests = [publishing.scheduled() for _ in range(3)]
    assert errors(together(*[due] * 4)) == []
    assert (Publication.objects.count(), events("published")) == (3, 3)
    assert (events("reached its date"), events("publishing failed")) == (3, 0)
    states = ReviewRequest.objects.filter(pk__in=[request.pk for request in requests])
    assert set(states.values_list("state", flat=True)) == {State.PUBLISHED}
    assert unbroken()


def test_a_run_against_a_publisher_and_a_hold_does_one_of_them() -> None:
    request, publisher = publishing.scheduled(), f.user("Publishers")
    outcomes = together(due, publish(request, publisher), hold(request))
    request.refresh_from_db()
    published = Publication.objects.exists()
    assert request.state == (State.PUBLISHED if published else State.HELD)
    assert events("published") == (1 if published else 0)
    assert len(errors(outcomes)) <= 2
    assert unbroken()


@pytest.mark.parametrize("what", ["scheduled", "earlier version"])
def test_a_withdrawal_at_the_same_moment_never_leaves_withdrawn_words_live(
    what: str, race: Together
) -> None:
    article = publishing.second_version()
    if what == "scheduled":
        request = publishing.scheduled(f.save(article, body="New.[^smith]"))
        act: Act = partial(scheduling.publish_due, at=DUE)
    else:
        request = publishing.rolling_back(article, reviewers=[f.reviewer()])
        act = approve(request, request.reviewers.get())
    assert errors(race(act, withdraw(article))) == []
    request.refresh_from_db()
    withdrawn = Withdrawal.objects.get().publication
    assert Article.objects.get().live is None
    assert withdrawn == Publication.objects.order_by("pk").last()
    published_first = withdrawn != article.live
    assert request.state == (State.PUBLISHED if published_first else State.FAILED)
    assert unbroken()


def test_a_run_that_dies_has_published_a_request_wholly_or_not_at_all() -> None:
    request = publishing.scheduled()
    assert survives_every_interruption(due_or_dead) > 10
    request.refresh_from_db()
    assert request.state == State.PUBLISHED
    assert f.live(Article.objects.get()).revision == request.revision


def test_what_fails_on_its_date_fails_wholly_or_not_at_all() -> None:
    article = f.published()
    request = publishing.scheduled(f.save(article, body="New.[^smith]"))
    f.withdrawn(article)
    assert survives_every_interruption(due_or_dead) > 8
    request.refresh_from_db()
    assert (request.state, Article.objects.get().live) == (State.FAILED, None)


def test_asking_for_an_earlier_version_is_one_step() -> None:
    article, editor, reviewer = publishing.second_version(), f.user("Editors"), f.reviewer()
    count = survives_every_interruption(
        lambda: publishing.rolling_back(article, by=editor, reviewers=[reviewer])
    )
    assert count > 12
    assert article.revisions.get(number=3).restores == article.revisions.get(number=1)


def test_an_earlier_version_comes_back_wholly_or_not_at_all() -> None:
    article = publishing.second_version()
    request = publishing.rolling_back(article, reviewers=[f.reviewer()])
    reviewer, decision = request.reviewers.get(), f.decision()
    count = survives_every_interruption(
        lambda: deciding.approve(request.pk, reviewer=reviewer, decision=decision, at=DUE)
    )
    assert count > 20
    assert f.live(Article.objects.get()).revision == request.revision


def test_a_correction_and_its_erratum_are_done_wholly_or_not_at_all() -> None:
    article, editor = f.published(), f.user("Editors")
    live = f.live(article).revision_id
    count = survives_every_interruption(lambda: publishing.noted(live, by=editor))
    assert count > 4


def test_withdrawing_what_was_brought_back_is_done_wholly_or_not_at_all() -> None:
    article, editor = publishing.second_version(), f.user("Editors")
    f.approved(publishing.rolling_back(article))
    count = survives_every_interruption(
        lambda: withdrawing.withdraw_article(
            article.pk, reason="A dose was wrong.", notice="We check.", by=editor, at=DUE
        )
    )
    assert count > 5
