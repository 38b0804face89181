"""What a signer is told first: alerts that the signature ends, and what bars publishing."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.enums import ChangeClass, Retraction, WithdrawalKind
from articles.errors import NotReady
from articles.models import Article, AuditEvent, Source, Treatment, Withdrawal
from articles.pages import alerts
from reviews import completeness, queues
from reviews.actions import deciding
from reviews.enums import AfterApproval, State
from reviews.models import Reviewer, ReviewRecord, ReviewRequest
from tests import factories as f
from tests.reviews.desk.helpers import as_role, filled_in, screen, signed_in

pytestmark = pytest.mark.django_db


def warned() -> tuple[ReviewRequest, Reviewer, Withdrawal]:
    """A new version under review of a live answer whose treatment was stopped since."""
    at = timezone.now() - timedelta(hours=2)
    treatment, reviewer = f.treatment("Namedumab"), f.reviewer()
    article = f.published(f.article(saved=f.draft(entries=(f.entry(treatment),)), at=at), at=at)
    edited = f.save(article, at=at, body="Other words.[^smith]")
    request = f.request(edited, reviewers=[reviewer], at=at)
    return request, reviewer, f.alerted(treatment, WithdrawalKind.STOP, at=at)


def sign(request: ReviewRequest, reviewer: Reviewer, *known: Withdrawal) -> None:
    at = timezone.now()
    decision = f.decision(
        alerts=frozenset(alert.pk for alert in known),
        review_due_on=at.date() + timedelta(days=90),
    )
    deciding.approve(request.pk, reviewer=reviewer, decision=decision, at=at)


def test_a_signature_that_ends_an_alert_says_that_it_knows_of_it() -> None:
    request, reviewer, stop = warned()
    with pytest.raises(NotReady, match="Safety alerts: say that the words take each into account"):
        sign(request, reviewer)
    assert alerts.withheld([request.article_id], [stop]) == {request.article_id}
    sign(request, reviewer, stop)
    assert alerts.withheld([request.article_id], [stop]) == set()
    event = AuditEvent.objects.get(verb="approved", actor=reviewer.user)
    assert json.loads(event.detail)["alerts"] == f"withdrawal:{stop.pk}"


def test_the_screens_name_the_alert_and_the_signer_ticks_it() -> None:
    request, reviewer, stop = warned()
    client = signed_in(reviewer.user)
    line = "Text withheld, Namedumab (All uses)"
    assert line in client.get(screen(request)).content.decode()
    data = filled_in(request)
    asked = client.post(screen(request), data | {"_sign": "1"}).content.decode()
    assert line in asked
    assert "A signature for the whole page ends these safety alerts" in asked
    signing = data | {"password": f.PASSWORD}
    refused = client.post(screen(request, "sign"), signing).content.decode()
    assert "Tick every alert, or ask for changes that take it into account." in refused
    assert not ReviewRecord.objects.filter(request=request).exists()
    client.post(screen(request, "sign"), signing | {"alerts": [str(stop.pk)]})
    request.refresh_from_db()
    assert request.state == State.PUBLISHED


def test_an_alert_about_what_the_words_do_not_name_asks_for_nothing() -> None:
    request, reviewer, _stop = warned()
    f.alerted(Treatment.objects.get(name="Namedumab"), WithdrawalKind.LIFT)
    f.alerted(f.treatment("Otherumab"), WithdrawalKind.STOP)
    assert "Safety alerts about treatments" not in (
        signed_in(reviewer.user).get(screen(request)).content.decode()
    )
    sign(request, reviewer)


def open_request() -> ReviewRequest:
    at = timezone.now()
    article = f.published(at=at)
    return f.request(f.save(article, at=at, body="Other words.[^smith]"), at=at)


def told(request: ReviewRequest) -> tuple[str, ...]:
    return completeness.obstacles(ReviewRequest.objects.get(pk=request.pk), on=timezone.localdate())


def test_what_bars_publishing_is_told_before_anybody_signs() -> None:
    request = open_request()
    assert told(request) == ()
    f.withdrawn(Article.objects.get(pk=request.article_id), at=timezone.now())
    cited = json.loads(request.revision.snapshot)["citations"][0]["source"]
    Source.objects.filter(pk=cited).update(retraction=Retraction.RETRACTED)
    title = Source.objects.get(pk=cited).title
    expected = (
        "The answer was withdrawn after this version was submitted.",
        f"The source “{title}” is retracted.",
    )
    assert told(request) == expected
    editor = as_role("Editors")
    for shown in (
        editor.get(screen(request)),
        editor.get(f"/admin/articles/article/{request.article_id}/change/"),
    ):
        html = shown.content.decode()
        assert [sentence in html for sentence in expected] == [True, True]


def test_a_first_signer_who_fell_is_told_to_the_second() -> None:
    first, second = f.reviewer(), f.reviewer()
    article = f.article(saved=f.draft(emergency_advice="- a fit lasts long[^smith]"))
    request = f.request(article, reviewers=[first, second])
    f.signed(request, first)
    assert told(request) == ()
    Reviewer.objects.filter(pk=first.pk).update(suspended=True)
    assert told(request) == (
        f"The verification of {first.name}, who signed, is missing, over or suspended.",
    )
    html = signed_in(second.user).get(screen(request)).content.decode()
    assert "As things stand it cannot be published, whoever signs" in html


def test_a_closed_request_has_no_obstacles() -> None:
    request = open_request()
    f.approved(request, at=timezone.now())
    f.withdrawn(Article.objects.get(pk=request.article_id), at=timezone.now())
    assert told(request) == ()


def test_nobody_approves_without_having_signed_in_again() -> None:
    request = f.request()
    reviewer = request.reviewers.get()
    for how in ("", "session"):
        decision = f.decision(reauthenticated=how)
        with pytest.raises(NotReady, match="Password: sign in once more to sign"):
            deciding.approve(request.pk, reviewer=reviewer, decision=decision, at=f.NOW)


def test_the_database_keeps_no_approval_without_it() -> None:
    request = f.request()
    f.approved(request)
    record = ReviewRecord.objects.get(request=request)
    other = f.request()
    values = {
        field.attname: getattr(record, field.attname)
        for field in record._meta.concrete_fields
        if not field.primary_key
    }
    values |= {"request_id": other.pk, "reauthenticated": "session", "statement_sha256": "0" * 64}
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewRecord.objects.create(**values)


def test_no_class_below_what_the_words_show_is_signed() -> None:
    request = f.request()
    decision = f.decision(change_class=ChangeClass.WORDING)
    with pytest.raises(NotReady, match="How much it changes: it is material"):
        deciding.approve(request.pk, reviewer=request.reviewers.get(), decision=decision, at=f.NOW)


def test_lists_tell_publishers_what_bars_each_version_in_as_many_queries_for_three() -> None:
    at, publisher = timezone.now(), f.user("Publishers")

    def held() -> ReviewRequest:
        article = f.published(f.article(at=at), at=at)
        edited = f.save(article, at=at, body="Other words.[^smith]")
        return f.approved(f.request(edited, after_approval=AfterApproval.HOLD, at=at), at=at)

    withdrawn, fallen, fine = held(), held(), held()
    f.withdrawn(Article.objects.get(pk=withdrawn.article_id), at=timezone.now())
    signer = Reviewer.objects.get(records__request=fallen)
    Reviewer.objects.filter(pk=signer.pk).update(suspended=True)

    def obstacles(user: User, *requests: ReviewRequest) -> list[tuple[str, ...]]:
        rows = queues.by_key([one.pk for one in requests], user=user, on=timezone.localdate())
        return [rows[one.pk].obstacles for one in requests]

    assert obstacles(publisher, withdrawn, fallen, fine) == [
        ("The answer was withdrawn after this version was submitted.",),
        (f"The verification of {signer.name}, who signed, is missing, over or suspended.",),
        (),
    ]
    assert obstacles(f.user("Editors"), withdrawn, fallen, fine) == [(), (), ()]
    html = signed_in(publisher).get("/admin/").content.decode()
    assert html.count("As things stand it cannot be published:") == 2
    counts = []
    for some in ((fine,), (withdrawn, fallen, fine)):
        with CaptureQueriesContext(connection) as queries:
            obstacles(User.objects.get(pk=publisher.pk), *some)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_list_does_not_repeat_why_publishing_failed() -> None:
    at, publisher = timezone.now(), f.user("Publishers")
    held = f.request(f.article(at=at), after_approval=AfterApproval.HOLD, at=at)
    request = f.approved(held, at=at)
    Reviewer.objects.filter(records__request=request).update(suspended=True)
    deciding.publish(request.pk, by=publisher, at=at)
    (row,) = queues.rows(ReviewRequest.objects.all(), user=publisher, on=timezone.localdate())
    assert (row.failure.endswith("missing, over or suspended."), row.obstacles) == (True, ())
