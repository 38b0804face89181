"""The daily run asks the right people once, says who asked, and leaves the rest to an editor."""

import json
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from articles.actions import catalogue
from articles.drafts import Cited
from articles.enums import Retraction
from articles.errors import NotReady
from articles.models import Article, AuditEvent
from reviews.actions import cycling, deciding, requesting
from reviews.enums import AfterApproval, State
from reviews.models import Reviewer, ReviewRequest
from tests import factories as f
from tests.tampering import words
from tests.test_audit import unbroken

pytestmark = pytest.mark.django_db

DUE = f.TODAY + timedelta(days=180)


def at(day: date) -> datetime:
    """Nine o'clock on that day."""
    return f.NOW + (day - f.TODAY)


def said(report: cycling.Report) -> list[str]:
    """Its lines, but for those about people without an e-mail address."""
    return [line for line in report.lines() if not line.startswith("no e-mail address: ")]


def run(days: int = 0, *, dry_run: bool = False) -> cycling.Report:
    """The run of so many days after everything was due."""
    return cycling.run(at=at(DUE + timedelta(days=days)), dry_run=dry_run)


def left(report: cycling.Report) -> list[str]:
    return [why for _answer, why in report.left_to_editors]


def newest(article: Article) -> ReviewRequest:
    return ReviewRequest.objects.filter(article=article).latest("pk")


def test_answer_due_soon_is_asked_of_its_reviewer_in_the_name_of_its_editor() -> None:
    editor, reviewer = f.user("Editors"), f.reviewer(name="Dr A")
    article = f.article(by=editor)
    f.approved(f.request(article, reviewers=[reviewer], by=editor), review_due_on=DUE)
    assert run(-61).asked == ()
    report = run(-60)
    request = newest(article)
    assert said(report) == [
        f"asked again until {DUE - timedelta(days=46)}: "
        "What are the treatments for example disease? (Dr A)",
        "letters sent: 0",
    ]
    assert (request.state, request.opened_by, request.opened_at, request.due_on) == (
        State.IN_REVIEW,
        editor,
        at(DUE - timedelta(days=60)),
        DUE - timedelta(days=46),
    )
    assert request.revision_id == ReviewRequest.objects.earliest("pk").revision_id
    assert list(request.reviewers.all()) == [reviewer]
    event = AuditEvent.objects.get(object=f"reviewrequest:{request.pk}")
    assert (event.actor, event.actor_name, event.verb) == (None, "system", "asked for review")
    assert words(event) == {
        "because": "Review due soon.",
        "in_the_name_of": editor.username,
        "reviewers": "Dr A",
    }
    assert unbroken()


@pytest.mark.parametrize(
    ("days", "until"), [(-60, -46), (-15, -1), (-14, 0), (-13, 0), (-1, 0), (0, 14), (1, 15)]
)
def test_review_is_asked_within_14_days_and_before_the_answer_is_overdue(
    days: int, until: int
) -> None:
    article = f.published(review_due_on=DUE)
    assert len(run(days).asked) == 1
    assert newest(article).due_on == DUE + timedelta(days=until)


def test_reason_of_a_flagged_answer_stands_in_the_record() -> None:
    source = f.source(title="A trial")
    article = f.published(
        f.article(saved=f.draft(citations=(Cited("smith", source.pk),))), review_due_on=DUE
    )
    source.retraction = Retraction.CONCERN
    catalogue.save(source, changed=["retraction"], by=f.user("Editors"), at=f.NOW)
    assert len(run(-100).asked) == 1
    event = AuditEvent.objects.get(object=f"reviewrequest:{newest(article).pk}")
    assert json.loads(event.detail)["because"] == (
        "The cited source “A trial” is under an expression of concern."
    )


def test_second_run_asks_for_nothing_and_records_nothing() -> None:
    for _number in range(2):
        f.published(review_due_on=DUE)
    assert len(run().asked) == 2
    before = (ReviewRequest.objects.count(), AuditEvent.objects.count())
    for days in (0, 1, 40):
        assert (run(days).asked, left(run(days))) == ((), [])
    assert (ReviewRequest.objects.count(), AuditEvent.objects.count()) == before


def test_reconfirmed_answer_is_left_alone_until_it_is_due_again() -> None:
    article = f.published(review_due_on=DUE)
    run()
    f.approved(newest(article), at=at(DUE), review_due_on=DUE + timedelta(days=180))
    assert (run(1).asked, run(119).asked) == ((), ())
    assert len(run(120).asked) == 1


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.HELD])
def test_answer_with_an_open_request_is_not_asked_again(state: State) -> None:
    article = f.published(review_due_on=DUE)
    later = f.NOW + timedelta(hours=1)
    request = f.request(
        f.save(article, body="New.[^smith]"), after_approval=AfterApproval.HOLD, at=later
    )
    if state == State.HELD:
        f.approved(request, at=later)
    report = run()
    assert (report.asked, left(report)) == ((), [])
    assert newest(article).pk == request.pk


def test_live_words_that_were_sent_back_are_not_asked_again() -> None:
    article = f.published(review_due_on=DUE)
    run()
    request = newest(article)
    reviewer = request.reviewers.get()
    decision = f.decision(comment="The dose is out of date.")
    deciding.request_changes(request.pk, reviewer=reviewer, decision=decision, at=at(DUE))
    assert (run(1).asked, left(run(1))) == ((), [])


@pytest.mark.parametrize("suspended", [0, 1])
def test_both_signers_are_asked_and_of_them_only_those_who_may_still_sign(suspended: int) -> None:
    reviewers = [f.reviewer(), f.reviewer()]
    article = f.article(saved=f.draft(emergency_advice="- a fit lasts long[^smith]"))
    f.approved(f.request(article, reviewers=reviewers), review_due_on=DUE)
    Reviewer.objects.filter(pk__in=[r.pk for r in reviewers[:suspended]]).update(suspended=True)
    assert len(run().asked) == 1
    assert list(newest(article).reviewers.order_by("pk")) == reviewers[suspended:]


def test_what_nobody_may_sign_again_is_left_to_an_editor() -> None:
    reviewer = f.reviewer()
    f.published(review_due_on=DUE, by=reviewer)
    Reviewer.objects.filter(pk=reviewer.pk).update(suspended=True)
    report = run(-170)
    assert report.asked == ()
    assert left(report) == ["Nobody who signed for the whole page may sign again: name a reviewer."]


def test_reviewer_who_has_edited_since_is_not_asked() -> None:
    reviewer = f.reviewer()
    article = f.published(review_due_on=DUE, by=reviewer)
    reviewer.user.groups.add(f.user("Editors").groups.get())
    f.save(article, by=type(reviewer.user).objects.get(pk=reviewer.user_id), body="New.[^smith]")
    assert left(run()) == ["Nobody who signed for the whole page may sign again: name a reviewer."]


def test_reviewer_who_lost_the_role_is_not_asked() -> None:
    reviewer = f.reviewer()
    f.published(review_due_on=DUE, by=reviewer)
    reviewer.user.groups.clear()
    assert left(run()) == ["Nobody who signed for the whole page may sign again: name a reviewer."]


@pytest.mark.parametrize("how", ["inactive", "without the role"])
def test_nothing_is_asked_in_the_name_of_somebody_who_left(how: str) -> None:
    editor = f.user("Editors")
    article = f.article(by=editor)
    f.approved(f.request(article, by=editor), review_due_on=DUE)
    if how == "inactive":
        editor.is_active = False
        editor.save()
    else:
        editor.groups.clear()
    report = run()
    assert report.asked == ()
    assert left(report) == ["Its owner is no longer an editor: hand it over, or ask yourself."]


def test_answer_with_a_retracted_source_is_left_to_an_editor() -> None:
    source = f.source(title="A study")
    f.published(f.article(saved=f.draft(citations=(Cited("smith", source.pk),))))
    source.retraction = Retraction.RETRACTED
    catalogue.save(source, changed=["retraction"], by=f.user("Editors"), at=f.NOW)
    report = run(-170)
    assert report.asked == ()
    assert left(report) == ["It needs a new version. The cited source “A study” is retracted."]


def test_dry_run_says_the_same_and_writes_and_sends_nothing() -> None:
    f.published(review_due_on=DUE)
    reviewer = f.reviewer()
    f.published(review_due_on=DUE, by=reviewer)
    Reviewer.objects.filter(pk=reviewer.pk).update(suspended=True)
    type(reviewer.user).objects.update(email="somebody@example.org")
    before = (ReviewRequest.objects.count(), AuditEvent.objects.count())
    dry = run(dry_run=True)
    assert (ReviewRequest.objects.count(), AuditEvent.objects.count()) == before
    assert (dry.sent, mail.outbox) == (None, [])
    done = run()
    assert (dry.asked, dry.left_to_editors) == (done.asked, done.left_to_editors)
    assert len(done.asked) == len(done.left_to_editors) == 1


def test_request_of_somebody_else_in_the_meantime_stands() -> None:
    article = f.published(review_due_on=DUE)
    (answer,) = (plan.answer for plan in run(dry_run=True).asked)
    mine = requesting.ask_to_reconfirm(
        article.pk, reviewers=[f.reviewer()], due_on=DUE, by=f.user("Editors"), at=at(DUE)
    )
    assert cycling._ask(answer, at=at(DUE)) is None
    assert newest(article) == mine


def test_answer_that_was_withdrawn_in_the_meantime_is_not_asked() -> None:
    article = f.published(review_due_on=DUE)
    (answer,) = (plan.answer for plan in run(dry_run=True).asked)
    f.withdrawn(article)
    with pytest.raises(NotReady, match="withdrawn meanwhile"):
        cycling._ask(answer, at=at(DUE))


def test_command_prints_the_report_and_repeats_safely() -> None:
    now = timezone.now()
    long_ago = now - timedelta(days=200)
    f.published(at=long_ago, by=f.reviewer(name="Dr A"))

    def output(*options: str) -> list[str]:
        out = StringIO()
        call_command("review_cycle", *options, stdout=out)
        lines = out.getvalue().splitlines()
        return [line for line in lines if not line.startswith("no e-mail address: ")]

    asked = (
        f"asked again until {timezone.localdate(now) + timedelta(days=14)}: "
        "What are the treatments for example disease? (Dr A)"
    )
    assert output("--dry-run") == [asked, "Dry run: nothing was written or sent."]
    assert output() == [asked, "letters sent: 0"]
    assert output() == ["letters sent: 0"]


def test_one_that_the_database_gives_up_on_holds_up_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stuck, fine = f.published(review_due_on=DUE), f.published(review_due_on=DUE)
    ask = requesting.ask_to_reconfirm

    def fail_once(article_id: int, **values: Any) -> ReviewRequest:
        if article_id == stuck.pk:
            raise OperationalError("deadlock detected")
        return ask(article_id, **values)

    with monkeypatch.context() as patch:
        patch.setattr(requesting, "ask_to_reconfirm", fail_once)
        patch.setattr(timezone, "now", lambda: at(DUE))
        with pytest.raises(CommandError) as caught:
            call_command("review_cycle", stdout=StringIO())
    question = stuck.question
    assert str(caught.value) == f"failed: {question}: the database gave up (see the log)"
    assert newest(fine).state == State.IN_REVIEW
    assert [plan.answer.article_id for plan in run().asked] == [stuck.pk]
