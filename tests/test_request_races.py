"""Two people at one request at the same moment: one outcome, and the other is told."""

import json
from datetime import datetime, timedelta
from functools import partial
from threading import Event
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection

from articles.actions import audit, drafting, feedback, translating, withdrawing
from articles.enums import WithdrawalKind
from articles.errors import Conflict, NotAllowed, NotReady
from articles.models import AuditEvent, Condition, Publication
from articles.pages import alerts
from reviews.actions import assigning, requesting, retracting
from reviews.enums import State
from reviews.models import Assignment, Reviewer, ReviewRecord, ReviewRequest
from tests import factories as f
from tests import vouching
from tests.racing import Act, Together, errors, together
from tests.tampering import run, words
from tests.test_audit import unbroken
from tests.test_concurrency import LATER, NOW, approve, events, refuse, reschedule

pytestmark = pytest.mark.django_db(transaction=True)


def claim(request: ReviewRequest, reviewer: Reviewer) -> Act:
    return partial(assigning.claim, request.pk, reviewer=reviewer, at=NOW)


def cancel(request: ReviewRequest) -> Act:
    return partial(requesting.cancel, request.pk, reason="No.", by=f.user("Editors"), at=LATER)


def two_asked() -> tuple[ReviewRequest, Reviewer, Reviewer]:
    """A request that takes both of its reviewers."""
    first, second = f.reviewer(), f.reviewer()
    draft = f.draft(emergency_advice="- a fit lasts long[^smith]")
    return f.request(f.article(saved=draft), reviewers=[first, second]), first, second


def test_two_approvals_where_it_takes_two_publish_once(race: Together) -> None:
    request, first, second = two_asked()
    assert errors(race(approve(request, first), approve(request, second))) == []
    assert (ReviewRecord.objects.count(), Publication.objects.count()) == (2, 1)
    assert (events("approved"), events("published")) == (2, 1)
    assert unbroken()


def test_an_approval_against_changes_where_it_takes_two_publishes_nothing(race: Together) -> None:
    request, first, second = two_asked()
    told = errors(race(approve(request, first), refuse(request, second)))
    # The approval counts if it comes first; what is sent back takes none.
    assert told in ([], [NotAllowed])
    request.refresh_from_db()
    assert request.state == State.CHANGES_REQUESTED
    assert ReviewRecord.objects.count() == 2 - len(told)
    assert (Publication.objects.count(), events("asked for changes")) == (0, 1)
    assert unbroken()


def test_of_two_claims_one_has_it_and_the_other_is_told(race: Together) -> None:
    reviewers = [f.reviewer(), f.reviewer()]
    request = f.request(reviewers=[])
    outcomes = race(*(claim(request, reviewer) for reviewer in reviewers))
    assert errors(outcomes) == [Conflict]
    assert (Assignment.objects.count(), events("claimed")) == (1, 1)
    assert unbroken()


def test_an_approval_against_a_cancellation_leaves_one_of_them(race: Together) -> None:
    request = f.request()
    outcomes = race(approve(request, request.reviewers.get()), cancel(request))
    assert len(errors(outcomes)) == 1
    request.refresh_from_db()
    published = request.state == State.PUBLISHED
    assert errors(outcomes) == [Conflict if published else NotAllowed]
    assert (Publication.objects.count(), events("cancelled")) == ((1, 0) if published else (0, 1))
    assert unbroken()


def test_a_claim_against_a_cancellation_leaves_nobody_asked_for_what_is_closed(
    race: Together,
) -> None:
    reviewer = f.reviewer()
    request = f.request(reviewers=[])
    outcomes = race(claim(request, reviewer), cancel(request))
    assert errors(outcomes) in ([], [Conflict])
    request.refresh_from_db()
    assert request.state == State.CANCELLED
    assert Assignment.objects.count() == 1 - len(errors(outcomes))
    assert unbroken()


def test_two_other_due_dates_follow_one_another_and_each_is_told(race: Together) -> None:
    request = f.request()
    assert errors(race(reschedule(request, days=5), reschedule(request, days=6))) == []
    request.refresh_from_db()
    told = [words(event) for event in AuditEvent.objects.filter(verb="rescheduled")]
    assert [each["due_before"] for each in told] == ["2026-04-21", told[0]["due_on"]]
    assert told[1]["due_on"] == request.due_on.isoformat()
    assert run("verify_article", "--all")[1] == ""
    assert unbroken()


def test_another_due_date_against_a_cancellation_comes_first_or_is_told(race: Together) -> None:
    request = f.request()
    outcomes = race(reschedule(request, days=5), cancel(request))
    assert errors(outcomes) in ([], [Conflict])
    request.refresh_from_db()
    assert request.state == State.CANCELLED
    assert events("rescheduled") == 1 - len(errors(outcomes))
    assert run("verify_article", "--all")[1] == ""
    assert unbroken()


def change(reviewer_id: int, *, by: User, **fields: str) -> None:
    """As the desk's form does: what it found, with those fields otherwise."""
    found = Reviewer.objects.get(pk=reviewer_id)
    for name, value in fields.items():
        setattr(found, name, value)
    vouching.saved(found, by=by)


def test_two_administrators_at_one_reviewer_leave_a_chain_of_what_each_found(
    race: Together,
) -> None:
    key = vouching.enrolled().pk
    first, second = f.user("Administrators"), f.user("Administrators")
    acts = (
        partial(change, key, credentials="Professor", by=first),
        partial(change, key, standing_conflicts="Shares.", by=second),
    )
    assert errors(race(*acts)) == []
    assert run("verify_audit")[1] == ""
    assert unbroken()


@pytest.mark.parametrize("what", ["alert about a treatment", "question about a condition"])
def test_what_waits_for_the_audit_chain_bars_no_new_rows_that_name_it(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    original, editor, translator = f.published(), f.user("Editors"), f.user("Editors")
    treatment, condition = original.entries.get().treatment, original.condition
    chain_is_held, row_is_locked = Event(), Event()
    save_draft, record = drafting.save_draft, audit.record

    def slowly(*args: Any, **values: Any) -> object:
        chain_is_held.set()
        if connection.vendor == "postgresql":  # SQLite has one transaction at a time.
            assert row_is_locked.wait(timeout=10)
        Condition.objects.get(pk=condition.pk).names.create(
            text="Of it", relation="exact", verified_by=translator, verified_on=f.TODAY
        )
        return save_draft(*args, **values)

    def recorded(verb: str, *args: Any, **values: Any) -> object:
        if verb in {"alert: stop", "asked"}:
            row_is_locked.set()
        return record(verb, *args, **values)

    def other() -> object:
        assert chain_is_held.wait(timeout=10)
        if what == "question about a condition":
            return feedback.ask(condition.pk, "Why?", language="en", token="t", at=NOW)
        return withdrawing.alert_treatment(
            treatment.pk,
            kind=WithdrawalKind.STOP,
            scope="All uses",
            reason="A signal.",
            notice="Ask first.",
            by=editor,
            at=NOW,
        )

    monkeypatch.setattr(drafting, "save_draft", slowly)
    monkeypatch.setattr(audit, "record", recorded)

    def start() -> object:
        return translating.start(original.pk, language="de", by=translator, at=NOW)

    assert errors(together(start, other)) == []
    assert unbroken()


def test_an_alert_at_the_moment_of_a_signature_is_answered_by_it_or_stands(race: Together) -> None:
    request = f.request()
    treatment, editor = request.article.entries.get().treatment, f.user("Editors")
    signs = approve(request, request.reviewers.get())
    outcomes = race(partial(warn, treatment.pk, by=editor, at=f.NOW - timedelta(hours=1)), signs)
    request.article.refresh_from_db()
    live = request.article.live
    if live is None:
        assert errors(outcomes) == [NotReady]
    else:
        assert errors(outcomes) == []
        data = json.loads(live.revision.snapshot)
        assert [alert.kind for alert in alerts.about(data, live, alerts.standing())] == ["stop"]
    assert unbroken()


def test_an_alert_that_waited_for_its_turn_stands_above_what_was_signed_meanwhile() -> None:
    article = f.published()
    treatment = article.entries.get().treatment
    warn(treatment.pk, by=f.user("Editors"), at=f.NOW - timedelta(seconds=9))
    live, data = f.live(article), json.loads(f.live(article).revision.snapshot)
    assert [alert.kind for alert in alerts.about(data, live, alerts.standing())] == ["stop"]


def warn(treatment_id: int, *, by: User, at: datetime) -> object:
    words = {"scope": "All uses", "reason": "A signal.", "notice": "Ask first."}
    return retracting.alert(treatment_id, kind=WithdrawalKind.STOP, by=by, at=at, **words)
