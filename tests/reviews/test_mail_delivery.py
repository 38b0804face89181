"""Who gets which letter on which day, once; and what happens when the server refuses."""

import smtplib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from articles.models import AuditEvent
from reviews.actions import cycling, deciding, mailing
from reviews.models import ReviewRequest
from tests import factories as f
from tests.reviews.letters import DUE, asked, only, outbox, reachable, run
from tests.test_audit import unbroken

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("days", "subject"),
    [
        (-4, None),
        (-3, "HealthInfo: a review is due soon"),
        (0, "HealthInfo: a review is due soon"),
        (1, "HealthInfo: a review is overdue"),
        (90, "HealthInfo: a review is overdue"),
    ],
)
def test_reminders_begin_three_days_before_the_review_is_due(
    days: int, subject: str | None
) -> None:
    _request, reviewer = asked()
    run(DUE + timedelta(days=days))
    to = [reviewer.user.email]
    digest = [("HealthInfo: 1 thing waits for you", to)]
    assert outbox() == ([(subject, to)] if subject else []) + digest


def test_reviewer_is_told_once_a_day_and_again_the_next_day() -> None:
    request, reviewer = asked()
    to = [reviewer.user.email]
    both = [("HealthInfo: a review is due soon", to), ("HealthInfo: 1 thing waits for you", to)]
    assert run(DUE).count == 2
    assert outbox() == both
    before = AuditEvent.objects.count()
    assert run(DUE) == mailing.Sent(0, [], run(DUE).without_address)
    assert (outbox(), AuditEvent.objects.count()) == ([], before)
    told = AuditEvent.objects.filter(verb__in=(mailing.REMINDED, mailing.DIGEST))
    user = reviewer.user.pk
    assert [(e.actor_name, e.verb, e.object, e.detail) for e in told] == [
        ("system", "reminded", f"reviewrequest:{request.pk}", f'{{"to": {user}}}'),
        ("system", "sent the digest", f"user:{user}", f'{{"to": {user}}}'),
    ]
    assert unbroken()
    run(DUE + timedelta(days=1))
    assert len(outbox()) == 2


def test_day_ends_at_midnight_of_the_site(settings: Settings) -> None:
    settings.TIME_ZONE = "Asia/Tokyo"
    asked()
    night = datetime(2026, 4, 21, 14, 59, tzinfo=UTC)  # 23:59 on the 21st in Tokyo
    counts = [
        sent.count
        for moment in (night, night, night + timedelta(minutes=1))
        if (sent := cycling.run(at=moment).sent)
    ]
    assert counts == [2, 0, 2]


@pytest.mark.parametrize(
    ("role", "told"),
    [
        ("staff", False),
        ("Reviewers", False),
        ("Editors", True),
        ("Publishers", True),
        ("Administrators", True),
        ("superuser", True),
        ("inactive", False),
    ],
)
def test_what_is_overdue_goes_to_those_who_edit(role: str, told: bool) -> None:
    f.published(review_due_on=DUE)
    group = {"staff": "", "superuser": "", "inactive": "Editors"}.get(role, role)
    user = reachable(f.user(group, superuser=role == "superuser"))
    user.is_active = role != "inactive"
    user.save()
    run(DUE + timedelta(days=1))
    assert [letter.to for letter in mail.outbox] == ([[user.email]] if told else [])


@pytest.mark.parametrize("what", ["suspended", "decided", "inactive", "over"])
def test_reviewer_who_cannot_or_need_not_answer_is_left_in_peace(what: str) -> None:
    request, reviewer = asked()
    if what == "decided":
        f.approved(request)
    elif what == "inactive":
        reviewer.user.is_active = False
        reviewer.user.save()
    else:
        reviewer.suspended = what == "suspended"
        reviewer.valid_until = f.TODAY if what == "over" else reviewer.valid_until
        reviewer.save()
    run(DUE)
    assert outbox() == []


def test_one_person_with_two_roles_gets_one_digest() -> None:
    person = reachable(f.user("Reviewers"))
    person.groups.add(Group.objects.get(name="Publishers"))
    f.request(reviewers=[f.reviewer(user=person)])
    f.published(review_due_on=f.TODAY + timedelta(days=9))
    run(f.TODAY + timedelta(days=10))
    assert "Reviews that wait for you (1)" in str(only().body)
    assert "Answers due, overdue or flagged (1)" in str(only().body)


def test_person_without_an_address_is_named_once() -> None:
    reviewer = f.reviewer()
    f.request(reviewers=[reviewer])
    assert run(DUE) == mailing.Sent(0, [], [reviewer.user.username])


class Unreachable(EmailBackend):
    def open(self) -> None:
        raise ConnectionRefusedError(111, "Connection refused")


class Choosy(EmailBackend):
    """Refuses whoever is called `choosy`, as a server refuses an unknown mailbox."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        if messages[0].to == ["choosy@health.example"]:
            raise smtplib.SMTPRecipientsRefused({"choosy@health.example": (550, b"unknown")})
        return super().send_messages(messages)


def test_server_that_is_down_is_logged_and_undoes_no_request(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    reviewer = f.reviewer(user=reachable(f.user("Reviewers")))
    article = f.published(by=reviewer, review_due_on=DUE)
    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.Unreachable"
    down = "The mail server cannot be reached: [Errno 111] Connection refused"
    assert (run(DUE).failures, outbox()) == ([down], [])
    assert [record.getMessage() for record in caplog.records] == [down]
    assert ReviewRequest.objects.in_review().get(article=article).reviewers.get() == reviewer
    assert not AuditEvent.objects.filter(verb=mailing.DIGEST).exists()
    settings.EMAIL_BACKEND = works
    assert run(DUE).failures == []
    assert outbox() == [("HealthInfo: 1 thing waits for you", [reviewer.user.email])]


def test_command_fails_aloud_when_the_server_is_down(settings: Settings) -> None:
    reachable(f.user("Editors"))
    f.published(at=timezone.now() - timedelta(days=181))
    settings.EMAIL_BACKEND = f"{__name__}.Unreachable"
    out = StringIO()
    with pytest.raises(CommandError, match="The mail server cannot be reached"):
        call_command("review_cycle", stdout=out)
    assert out.getvalue().startswith("asked again until ")
    assert ReviewRequest.objects.in_review().count() == 1


def test_one_refused_letter_keeps_nobody_else_waiting(settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Choosy"
    f.published(review_due_on=DUE)
    for name in ("choosy", "other"):
        User.objects.filter(pk=f.user("Editors").pk).update(
            username=name, email=f"{name}@health.example"
        )
    sent = run(DUE + timedelta(days=1))
    assert sent.count == 1
    assert sent.failures == [
        "The letter to choosy was not sent: {'choosy@health.example': (550, b'unknown')}"
    ]
    assert outbox() == [("HealthInfo: 1 thing waits for you", ["other@health.example"])]


@pytest.mark.parametrize("count", [1, 3])
def test_letters_take_eight_queries(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(count):
        asked()
        reachable(f.user("Editors"))
        request, reviewer = asked()
        deciding.request_changes(
            request.pk, reviewer=reviewer, decision=f.decision(comment="No."), at=f.NOW
        )
        f.withdrawn(f.published())
    with django_assert_num_queries(8):
        wanted = mailing.letters((), on=DUE)
    to_somebody = [letter for letter in wanted if letter.to.email]
    assert [letter.template for letter in to_somebody].count("reminder") == count
    assert [letter.template for letter in to_somebody].count("digest") == 2 * count
