"""What is approved for a date goes public on it, once, and only if it still may."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import override_settings
from django.utils import timezone

from articles.actions import publishing as publish_words
from articles.actions.publishing import Approval
from articles.enums import ChangeClass
from articles.errors import Conflict, NotAllowed, NotReady
from articles.models import Article, AuditEvent, Citation, Publication, Revision
from reviews import checklists
from reviews.actions import deciding, scheduling
from reviews.enums import AfterApproval, Scope, State
from reviews.models import Reviewer, ReviewRequest
from tests import factories as f
from tests import publishing
from tests.tampering import run, unguarded

pytestmark = pytest.mark.django_db
DAY = f.TODAY + timedelta(days=7)


def run_on(day: date) -> tuple[ReviewRequest, ...]:
    return scheduling.publish_due(at=f.NOW + (day - f.TODAY))


def failure(request: ReviewRequest) -> str:
    request.refresh_from_db()
    assert request.state == State.FAILED
    return request.failure


def test_what_is_approved_for_a_date_waits_for_it() -> None:
    request = publishing.scheduled()
    assert (request.state, request.publish_on) == (State.SCHEDULED, DAY)
    assert run_on(DAY - timedelta(days=1)) == ()
    assert Article.objects.get().live is None


def test_on_its_date_it_goes_public_in_the_name_of_whoever_chose_it() -> None:
    request = publishing.scheduled()
    assert run_on(DAY) == (request,)
    request.refresh_from_db()
    live = f.live(Article.objects.get())
    assert (request.state, live.revision) == (State.PUBLISHED, request.revision)
    assert (live.published_by, live.published_at.date()) == (request.opened_by, DAY)
    # The signature is of the day of the review, not of the publication.
    assert live.last_reviewed_on == f.TODAY
    newest = AuditEvent.objects.latest()
    assert (newest.verb, newest.actor_name) == ("reached its date", "system")


def test_a_day_that_was_missed_is_made_up_for_and_a_second_run_does_nothing() -> None:
    publishing.scheduled()
    assert len(run_on(DAY + timedelta(days=3))) == 1
    assert run_on(DAY + timedelta(days=3)) == ()
    assert Publication.objects.count() == 1


def test_an_approval_after_the_date_publishes_at_once() -> None:
    asked = publishing.submitted(f.article(), after_approval=AfterApproval.SCHEDULE, publish_on=DAY)
    request = f.approved(asked, at=f.NOW + timedelta(days=7))
    assert request.state == State.PUBLISHED


@pytest.mark.parametrize(("zone", "published"), [("UTC", 0), ("Pacific/Auckland", 1)])
def test_the_day_is_the_sites_own(zone: str, published: int) -> None:
    publishing.scheduled(on=date(2026, 4, 9))
    with override_settings(TIME_ZONE=zone):
        scheduling.publish_due(at=datetime(2026, 4, 8, 20, 0, tzinfo=UTC))
    assert Publication.objects.count() == published


@pytest.mark.parametrize("day", [None, f.TODAY, f.TODAY - timedelta(days=1)])
def test_a_date_is_to_come(day: date | None) -> None:
    with pytest.raises(NotReady, match="Publish on: choose a day after today"):
        publishing.submitted(f.article(), after_approval=AfterApproval.SCHEDULE, publish_on=day)
    assert not Revision.objects.exists()


def test_a_date_is_only_for_what_is_scheduled() -> None:
    with pytest.raises(NotReady, match="Publish on: it needs the choice"):
        publishing.submitted(f.article(), publish_on=DAY)


def test_a_source_retracted_meanwhile_stops_it_and_keeps_the_signature() -> None:
    request = publishing.scheduled()
    source = Citation.objects.get().source
    source.retraction = "retracted"
    source.save()
    assert run_on(DAY) == (request,)
    assert failure(request) == f"The source “{source.title}” is retracted."
    assert request.records.count() == 1
    assert Article.objects.get().live is None
    # It is not tried again by itself; a publisher may, once the reason is gone.
    assert run_on(DAY) == ()
    source.retraction = "none"
    source.save()
    publisher = f.user("Publishers")
    assert deciding.publish(request.pk, by=publisher, at=f.NOW).state == State.PUBLISHED


def test_a_withdrawal_meanwhile_stops_it() -> None:
    article = f.published()
    request = publishing.scheduled(f.save(article, body="New.[^smith]"))
    f.withdrawn(article)
    run_on(DAY)
    assert failure(request) == "The answer was withdrawn after this version was submitted."
    assert Article.objects.get().live is None


def test_another_version_published_meanwhile_stops_it() -> None:
    article = f.published()
    overtaken = publishing.submitted(f.save(article, body="Second.[^smith]")).revision
    article.refresh_from_db()
    article = f.published(f.save(article, body="Third.[^smith]"))
    request = publishing.reopened(overtaken, after_approval=AfterApproval.SCHEDULE, publish_on=DAY)
    f.approved(request)
    run_on(DAY)
    assert failure(request) == "Another version was published after this one was submitted."
    assert Article.objects.get().live == article.live


def test_a_review_that_is_due_again_replaces_none_that_holds() -> None:
    article = f.published()
    edited = f.save(article, body="New.[^smith]")
    held = publishing.submitted(edited, after_approval=AfterApproval.HOLD)
    request = f.approved(held, review_due_on=DAY)
    late = f.NOW + timedelta(days=7)
    deciding.publish(request.pk, by=f.user("Publishers"), at=late)
    assert failure(request) == (
        "The review of this version was to be repeated by 2026-04-14: ask for a new one."
    )
    assert Article.objects.get().live == article.live
    # The day before it still held.
    early = late - timedelta(days=1)
    again = deciding.publish(request.pk, by=f.user("Publishers"), at=early)
    assert again.state == State.PUBLISHED


@pytest.mark.parametrize(("due", "said"), [(DAY, False), (DAY + timedelta(days=1), True)])
def test_a_signature_holds_beyond_the_day_of_publication(due: date, said: bool) -> None:
    asked = publishing.submitted(f.article(), after_approval=AfterApproval.SCHEDULE, publish_on=DAY)
    if said:
        assert f.approved(asked, review_due_on=due).state == State.SCHEDULED
        return
    with pytest.raises(NotReady, match="choose a day after 2026-04-14, when it is to be published"):
        f.approved(asked, review_due_on=due)
    assert not asked.records.exists()


def test_changes_alone_bring_no_date_of_their_own() -> None:
    article = f.published(f.article(saved=f.draft(body="Doctors are seen in clinics.[^smith]")))
    edited = f.save(article, body="Doctors are seen in the clinics.[^smith]")
    after = AfterApproval.SCHEDULE
    asked = publishing.submitted(
        edited, change_class=ChangeClass.WORDING, after_approval=after, publish_on=DAY
    )
    points = tuple(checklists.items(article.kind, Scope.CHANGES_ONLY))
    f.approved(
        asked,
        scope=Scope.CHANGES_ONLY,
        change_class=ChangeClass.WORDING,
        checklist=points,
        review_due_on=DAY,
    )
    assert [request.state for request in run_on(DAY)] == [State.PUBLISHED]


def test_words_changed_by_hand_meanwhile_are_not_published() -> None:
    request = publishing.scheduled()
    forged = request.revision.snapshot.replace("calm", "cure")
    with unguarded():
        Revision.objects.update(snapshot=forged)
    run_on(DAY)
    assert failure(request) == "The words of this version do not match the hash that was signed."
    assert not Publication.objects.exists()


@pytest.mark.parametrize("how", ["suspended", "expired", "closed"])
def test_a_reviewer_who_fell_meanwhile_stops_it_until_they_stand_again(how: str) -> None:
    request = publishing.scheduled()
    signer = Reviewer.objects.get(records__request=request)
    user, until = signer.user, signer.valid_until
    signer.suspended = how == "suspended"
    signer.valid_until = DAY - timedelta(days=1) if how == "expired" else until
    user.is_active = how != "closed"
    signer.save()
    user.save()
    run_on(DAY)
    assert failure(request) == (
        f"The verification of {signer.name}, who signed, is missing, over or suspended."
    )
    signer.suspended, signer.valid_until, user.is_active = False, until, True
    signer.save()
    user.save()
    again = deciding.publish(request.pk, by=f.user("Publishers"), at=f.NOW + timedelta(days=7))
    assert again.state == State.PUBLISHED


def test_one_that_fails_holds_up_no_other() -> None:
    stuck, fine = publishing.scheduled(), publishing.scheduled()
    source = Citation.objects.get(article=stuck.article).source
    source.retraction = "retracted"
    source.save()
    assert [request.state for request in run_on(DAY)] == [State.FAILED, State.PUBLISHED]
    fine.refresh_from_db()
    assert fine.state == State.PUBLISHED


def test_one_that_the_database_gives_up_on_holds_up_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stuck, fine = publishing.scheduled(), publishing.scheduled()
    publish = publish_words.publish

    def fail_once(approval: Approval, **values: Any) -> Publication:
        if approval.key == stuck.key:
            raise OperationalError("deadlock detected")
        return publish(approval, **values)

    with monkeypatch.context() as patch:
        patch.setattr(publish_words, "publish", fail_once)
        patch.setattr(timezone, "now", lambda: f.NOW + timedelta(days=7))
        assert run("publish_scheduled") == (
            f"published: {fine.revision}",
            f"failed: {stuck.revision}: the database gave up (see the log); it stays scheduled",
        )
    assert [request.state for request in run_on(DAY)] == [State.PUBLISHED]


def test_a_publisher_publishes_early() -> None:
    request = publishing.scheduled()
    deciding.publish(request.pk, by=f.user("Publishers"), at=f.NOW)
    assert run_on(DAY) == ()
    assert Publication.objects.count() == 1


def test_a_publisher_takes_it_off_its_date_and_publishes_by_hand() -> None:
    request, publisher = publishing.scheduled(), f.user("Publishers")
    assert scheduling.hold(request.pk, by=publisher, at=f.NOW).state == State.HELD
    assert run_on(DAY) == ()
    assert AuditEvent.objects.latest().verb == "held back"
    published = deciding.publish(request.pk, by=publisher, at=f.NOW)
    assert (published.state, published.records.count()) == (State.PUBLISHED, 1)
    with pytest.raises(Conflict, match="is not scheduled"):
        scheduling.hold(request.pk, by=publisher, at=f.NOW)


@pytest.mark.parametrize("role", ["", "Editors", "Reviewers"])
def test_only_publishers_hold_back(role: str) -> None:
    request = publishing.scheduled()
    with pytest.raises(NotAllowed):
        scheduling.hold(request.pk, by=f.user(role), at=f.NOW)
    request.refresh_from_db()
    assert request.state == State.SCHEDULED


def test_a_newer_submission_takes_the_place_of_what_is_scheduled() -> None:
    request = publishing.scheduled()
    newer = publishing.submitted(f.save(request.article, body="New.[^smith]"))
    assert run_on(DAY) == ()
    states = ReviewRequest.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [State.STALE, State.IN_REVIEW]
    assert newer.publish_on is None


def test_the_command_says_what_it_did_and_fails_where_something_failed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fine = publishing.scheduled()
    monkeypatch.setattr(timezone, "now", lambda: f.NOW + timedelta(days=7))
    assert run("publish_scheduled") == (f"published: {fine.revision}", "")
    assert run("publish_scheduled") == ("", "")
    stuck = publishing.scheduled()
    source = Citation.objects.get(article=stuck.article).source
    source.retraction = "retracted"
    source.save()
    sentence = f"failed: {stuck.revision}: The source “{source.title}” is retracted."
    assert run("publish_scheduled") == ("", sentence)
