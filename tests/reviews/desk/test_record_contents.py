"""What the record of an answer has beside its versions: confirmations, and alerts."""

import json
import re
from datetime import datetime, timedelta

import pytest

from articles.enums import WithdrawalKind
from articles.models import Treatment
from reviews import checklists
from reviews.actions import assigning, deciding, requesting
from reviews.desk import timeline
from reviews.desk.entries import name_of
from reviews.enums import Priority
from reviews.models import ReviewRecord, ReviewRequest
from tests import factories as f
from tests.reviews.desk.helpers import as_role, asked, filled_in, screen, signed_in
from tests.reviews.desk.test_record import address, exported

pytestmark = pytest.mark.django_db


def test_the_record_says_what_each_reviewer_confirmed() -> None:
    article = f.published()
    record = ReviewRecord.objects.get()
    assert json.loads(record.checklist) == sorted(checklists.items(article.kind))
    html = as_role("Editors").get(address(article.pk)).content.decode()
    confirmed = "<br>".join(checklists.sentences(sorted(checklists.items(article.kind))))
    assert confirmed.startswith("The short answer answers the question")
    assert f"<dt>Confirmed</dt><dd>{confirmed}</dd>" in html


def test_a_refusal_that_confirmed_nothing_says_so() -> None:
    request = f.request()
    decision = f.decision(checklist=(), comment="Why?")
    reviewer = request.reviewers.get()
    deciding.decline(request.pk, reviewer=reviewer, decision=decision, at=f.NOW)
    html = as_role("Editors").get(address(request.article_id)).content.decode()
    assert "<dt>Confirmed</dt><dd>Nothing of the checklist</dd>" in html


def test_the_record_says_that_a_refusal_asks_for_no_password() -> None:
    review, reviewer = asked()
    data = filled_in(review, _changes="", comment="Why?")
    signed_in(reviewer.user).post(screen(review), data)
    html = as_role("Editors").get(address(review.article_id)).content.decode()
    assert "<dt>Signed in again by</dt><dd>Not asked again</dd>" in html
    approved = f.published()
    html = as_role("Editors").get(address(approved.pk)).content.decode()
    assert "<dt>Signed in again by</dt><dd>password</dd>" in html


def test_the_record_says_who_was_asked_by_whom_and_why_and_how_that_ended() -> None:
    claimer, other = f.reviewer(), f.reviewer(specialties=[f.specialty("Other")])
    editor, request = f.user("Editors"), f.request(reviewers=[])
    one, two, three, four = (f.NOW + timedelta(hours=n) for n in range(1, 5))
    assigning.claim(request.pk, reviewer=claimer, at=one)
    assigning.release(request.pk, reviewer=claimer, reason="No time.", at=two)
    assigning.reassign(request.pk, reviewers=[other], reason="Knows it.", by=editor, at=three)
    assigning.reassign(request.pk, reviewers=[claimer], reason="Is back.", by=editor, at=four)
    evidence = timeline.load(request.article)
    told = [entry for entry in timeline.entries(evidence) if not entry.is_event][3:]
    by_editor, by_claimer = name_of(editor), name_of(claimer.user)
    assert [(entry.at, entry.heading, entry.by, entry.facts) for entry in told] == [
        (one, f"Review of version 1 claimed by {claimer.name}", by_claimer, ()),
        (two, f"{claimer.name} no longer asked to review version 1", by_claimer, why("No time.")),
        (three, f"{other.name} asked to review version 1", by_editor, why("Knows it.")),
        (four, f"{other.name} no longer asked to review version 1", by_editor, why("Is back.")),
        (four, f"{claimer.name} asked to review version 1", by_editor, ()),
    ]
    rows = exported(as_role("Editors"), request.article)["assignments"]
    told_of = ("reviewer", "by", "reason", "at", "ended_at", "ended_because")
    assert [tuple(row[name] for name in told_of) for row in rows] == [
        (claimer.name, by_claimer, "", spelt(one), spelt(two), "No time."),
        (other.name, by_editor, "Knows it.", spelt(three), spelt(four), "Is back."),
        (claimer.name, by_editor, "", spelt(four), None, ""),
    ]


def test_the_record_keeps_by_when_the_answer_was_wanted_at_first_and_every_change() -> None:
    request, editor = f.request(), f.user("Editors")
    one, two = (f.NOW + timedelta(hours=n) for n in (1, 2))
    for at, day, why_now in ((one, 7, "Soon."), (two, 30, "No hurry.")):
        requesting.reschedule(
            request.pk,
            due_on=f.TODAY + timedelta(days=day),
            priority=Priority.URGENT,
            reason=why_now,
            by=editor,
            at=at,
        )
    told = [e for e in timeline.entries(timeline.load(request.article)) if not e.is_event]
    opened = next(entry for entry in told if entry.heading.endswith("asked for"))
    assert opened.facts[0] == ("Due", "2026-04-21")
    heading = "Due date or priority of the review of version 1 changed"
    by = name_of(editor)
    assert [(entry.at, entry.by, entry.facts) for entry in told if entry.heading == heading] == [
        (one, by, moved("2026-04-21 → 2026-04-14", "Normal → Urgent", "Soon.")),
        (two, by, moved("2026-04-14 → 2026-05-07", "Urgent", "No hurry.")),
    ]
    data = exported(as_role("Editors"), request.article)
    assert data["requests"][0]["due_on"] == "2026-05-07"
    assert data["reschedulings"] == [
        rescheduling(request, one, by, "2026-04-21", "2026-04-14", "normal", "Soon."),
        rescheduling(request, two, by, "2026-04-14", "2026-05-07", "urgent", "No hurry."),
    ]


def moved(due: str, priority: str, reason: str) -> tuple[tuple[str, str], ...]:
    return (("Due", due), ("Priority", priority), ("Reason", reason))


def rescheduling(request: ReviewRequest, at: datetime, by: str, *said: str) -> dict[str, str | int]:
    names = ("due_before", "due_on", "priority_before", "reason")
    told = dict(zip(names, said, strict=True))
    return {"request_id": request.pk, "at": spelt(at), "by": by, "priority": "urgent", **told}


def why(reason: str) -> tuple[tuple[str, str], ...]:
    return (("Reason", reason),)


def spelt(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")


def test_alerts_about_the_treatments_that_its_versions_name_are_part_of_the_record() -> None:
    named, other = f.treatment("Namedumab"), f.treatment("Otherumab")
    article = f.published(f.article(saved=f.draft(entries=(f.entry(named),))))
    f.alerted(other, WithdrawalKind.STOP)
    stop = f.alerted(named, WithdrawalKind.STOP)
    Treatment.objects.filter(pk=named.pk).update(name="Renamed")
    later = f.save(article, entries=(f.entry(),), body="No medicine.[^smith]")
    article = f.published(later, at=f.NOW + timedelta(hours=2))
    lift = f.alerted(named, WithdrawalKind.LIFT, at=f.NOW + timedelta(hours=3))
    client = as_role("Editors")
    html = client.get(address(article.pk)).content.decode()
    headings = [heading for heading in re.findall("<h3>(.*?)</h3>", html) if " about " in heading]
    assert headings == ["Text withheld about Namedumab", "Lifted about Renamed"]
    assert html.count("<dt>Versions for readers that name it</dt><dd>1</dd>") == 2
    assert "Ask before the next dose." in html
    data = exported(client, article)
    first = article.publications.order_by("pk")[0].pk
    assert [
        (row["id"], row["treatment"], row["named_by_publications"])
        for row in data["treatment_alerts"]
    ] == [(stop.pk, "Namedumab", [first]), (lift.pk, "Renamed", [first])]
    events = [row["verb"] for row in data["audit_events"] if row["verb"].startswith("alert")]
    assert events == ["alert: stop", "alert: lift"]
    assert "Otherumab" not in html + json.dumps(data)
