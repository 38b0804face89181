"""Things to test with, made by the actions that make the real ones."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import Group, User
from django.utils.text import slugify

from articles import drafts, snapshots
from articles.actions import drafting, withdrawing
from articles.drafts import Cited, Draft, Entry, Member
from articles.enums import ChangeClass, QuestionKind, WithdrawalKind
from articles.models import (
    Article,
    Condition,
    ConditionName,
    Publication,
    Source,
    Treatment,
    Withdrawal,
)
from articles.pages import alerts
from reviews import checklists, discussion, staffing
from reviews.actions import commenting, deciding, requesting
from reviews.completeness import Decision
from reviews.enums import AfterApproval, Priority, Scope
from reviews.models import Assignment, Reviewer, ReviewRequest, Specialty

NOW = datetime(2026, 4, 7, 9, 30, tzinfo=UTC)
TODAY = NOW.date()
PASSWORD = "a long enough pass phrase"
SHORT_ANSWER = (
    "Nothing yet cures example disease, which doctors also call sample disorder. While it is "
    "active they try to calm it, and once it is quiet surgery can repair what was lost. Which "
    "treatment fits differs from person to person, so a team of specialists plans it together."
)
_numbers = count(1)


def user(role: str = "", *, superuser: bool = False) -> User:
    """A user in the group of that role (`Editors`, `Reviewers` …), or in none."""
    number = next(_numbers)
    person = User.objects.create_user(
        username=f"person-{number}",
        password=PASSWORD,
        first_name="Person",
        last_name=str(number),
        is_staff=bool(role) or superuser,
        is_superuser=superuser,
    )
    if role:
        person.groups.add(Group.objects.get(name=role))
    return person


def reviewer(**fields: object) -> Reviewer:
    """A verified reviewer, or one with those fields instead."""
    number = next(_numbers)
    values: dict[str, object] = {
        "user": fields.pop("user", None) or user("Reviewers"),
        "name": f"Dr Example {number}",
        "slug": f"dr-example-{number}",
        "credentials": "MD",
        "register": "Register of examples",
        "registration_number": str(number),
        "standing_conflicts": "None declared",
        "verified_by": fields.pop("verified_by", None) or user("Administrators"),
        "verification": "Saw the certificate.",
        "valid_until": TODAY + timedelta(days=3650),
    }
    specialties = fields.pop("specialties", None) or [specialty()]
    made = Reviewer.objects.create(**{**values, **fields})
    made.specialties.set(specialties)  # type: ignore[arg-type]  # a mapping of mixed values
    return made


def specialty(name: str = "Examples", **fields: Any) -> Specialty:
    """That specialty; every reviewer has the first one, which looks after every condition."""
    return Specialty.objects.get_or_create(name=name, defaults={"slug": slugify(name), **fields})[0]


def condition(name: str = "") -> Condition:
    """A condition with one verified other name."""
    number = next(_numbers)
    made = Condition.objects.create(
        name=name or f"Example disease {number}", slug=f"example-disease-{number}"
    )
    specialty().conditions.add(made)
    ConditionName.objects.create(
        condition=made,
        text=f"Sample disorder {number}",
        relation="exact",
        verified_by=user("Editors"),
        verified_on=TODAY,
    )
    return made


def treatment(name: str = "", **fields: object) -> Treatment:
    """A treatment of the catalogue; no medicine, so that one reviewer is enough."""
    number = next(_numbers)
    values = {"name": name or f"Examplumab {number}", "slug": f"examplumab-{number}"}
    return Treatment.objects.create(**{**values, "kind": "therapy", **fields})


def source(**fields: object) -> Source:
    """A web page of the bibliography."""
    number = next(_numbers)
    values = {
        "kind": "web_page",
        "title": f"Example source {number}",
        "publisher": "Example institute",
        "year": 2025,
        "url": f"https://example.org/{number}",
    }
    return Source.objects.create(**{**values, **fields})


def draft(**fields: object) -> Draft:
    """A draft that lacks nothing, for one reviewer: a treatment, a source cited as `[^smith]`."""
    values: dict[str, object] = {
        "question": "What are the treatments for example disease?",
        "short_answer": SHORT_ANSWER,
        "emergency_advice": "",
        "body": "## What is used first?\n\nDoctors try to calm the disease.[^smith]",
        "questions_to_ask": "What happens if we wait?\nWho do I call?",
        "entries": (),
        "team": (Member("Neurologist", "for fits[^smith]"),),
        "citations": (),
    }
    values |= fields
    if not values["citations"]:
        values["citations"] = (Cited("smith", source().pk),)
    if not values["entries"]:
        values["entries"] = (entry(),)
    return Draft(**values)  # type: ignore[arg-type]  # a mapping of mixed values


def entry(of: Treatment | None = None, **fields: object) -> Entry:
    """A treatment entry that lacks nothing."""
    values: dict[str, object] = {
        "treatment": (of or treatment()).pk,
        "phase": "Active disease",
        "line": "first",
        "status": "off_label",
        "evidence": "very_low",
        "benefits": "May slow it.[^smith]",
        "risks": "Feeling sick.[^smith]",
    }
    return Entry(**{**values, **fields})  # type: ignore[arg-type]  # a mapping of mixed values


def article(
    *,
    of: Condition | None = None,
    kind: QuestionKind = QuestionKind.TREATMENT,
    by: User | None = None,
    saved: Draft | None = None,
    at: datetime = NOW,
) -> Article:
    """An answer with a complete draft that its editor saved."""
    editor = by or user("Editors")
    number = next(_numbers)
    started = drafting.start(
        Article(
            condition=of or condition(),
            kind=kind,
            question=f"Question {number}?",
            slug=f"q-{number}",
        ),
        by=editor,
        at=at,
    )
    return drafting.save_draft(started.pk, saved or draft(), expected_version=0, by=editor, at=at)


def save(of: Article, *, by: User | None = None, at: datetime = NOW, **fields: Any) -> Article:
    """The article after an editor changed those fields of its draft."""
    return drafting.save_draft(
        of.pk,
        replace(drafts.of(of), **fields),
        expected_version=of.draft_version,
        by=by or user("Editors"),
        at=at,
    )


def request(
    of: Article | None = None,
    *,
    reviewers: list[Reviewer] | None = None,
    by: User | None = None,
    after_approval: AfterApproval = AfterApproval.PUBLISH,
    change_class: ChangeClass = ChangeClass.MATERIAL,
    at: datetime = NOW,
    reason: str = "",
    priority: Priority = Priority.NORMAL,
) -> ReviewRequest:
    """The article's draft, submitted and waiting for its reviewers."""
    submitted = of or article(at=at)
    if reviewers is None:
        reviewers = [reviewer() for _ in range(needed(submitted))]
    return requesting.submit_for_review(
        submitted.pk,
        expected_version=submitted.draft_version,
        change_class=change_class,
        change_note="What changed.",
        reviewers=reviewers,
        due_on=at.date() + timedelta(days=14),
        after_approval=after_approval,
        by=by or user("Editors"),
        at=at,
        reason=reason,
        priority=priority,
    )


def needed(of: Article) -> int:
    """How many reviewers the article's draft takes."""
    return staffing.need(of.live, snapshots.of(of).text).approvals_required


def decision(kind: str = QuestionKind.TREATMENT, **fields: object) -> Decision:
    """An approval of the whole page that lacks nothing, and knows of every alert."""
    values: dict[str, object] = {
        "scope": Scope.WHOLE_PAGE,
        "change_class": ChangeClass.MATERIAL,
        "checklist": tuple(checklists.items(kind)),
        "conflict": False,
        "conflict_disqualifies": False,
        "conflict_note": "",
        "comment": "",
        "review_due_on": date(2026, 10, 1),
        "reauthenticated": "password",
        "alerts": frozenset(alert.pk for alert in alerts.standing()),
    }
    return Decision(**{**values, **fields})  # type: ignore[arg-type]  # a mapping of mixed values


def assigned(of: ReviewRequest, to: Reviewer, *, at: datetime = NOW) -> Assignment:
    """The reviewer is asked for the request, whatever any action would say to it."""
    return Assignment.objects.create(request=of, reviewer=to, named_by=of.opened_by, at=at)


def signed(of: ReviewRequest, by: Reviewer, *, at: datetime = NOW) -> None:
    """That reviewer approves the request."""
    deciding.approve(of.pk, reviewer=by, decision=decision(of.article.kind), at=at)


def approved(of: ReviewRequest, *, at: datetime = NOW, **fields: object) -> ReviewRequest:
    """The request after as many reviewers as it takes answered earlier objections and approved."""
    fields.setdefault("review_due_on", at.date() + timedelta(days=180))
    signed = decision(of.article.kind, **fields)
    for asked in of.reviewers.order_by("pk")[: of.approvals_required]:
        for record in discussion.unanswered(of):
            commenting.answer_objection(of.pk, record.pk, text="Mended.", by=asked.user, at=at)
        deciding.approve(of.pk, reviewer=asked, decision=signed, at=at)
    of.refresh_from_db()
    return of


def published(
    of: Article | None = None, *, at: datetime = NOW, by: Reviewer | None = None, **fields: object
) -> Article:
    """An article whose draft was reviewed and is live; `fields` go into the decision."""
    written = of or article(at=at)
    others = [reviewer() for _ in range(needed(written) - 1)]
    approved(request(written, reviewers=[by or reviewer(), *others], at=at), at=at, **fields)
    return Article.objects.select_related("live__revision", "condition").get(pk=written.pk)


def live(of: Article) -> Publication:
    """The article's live publication."""
    assert of.live is not None
    return of.live


def withdrawn(of: Article, *, at: datetime = NOW + timedelta(hours=1)) -> Withdrawal:
    """The article's withdrawal."""
    return withdrawing.withdraw_article(
        of.pk, reason="A dose was wrong.", notice="We are checking it.", by=user("Editors"), at=at
    )


def alerted(
    of: Treatment, kind: WithdrawalKind, *, at: datetime = NOW + timedelta(hours=1)
) -> Withdrawal:
    """An alert about the treatment."""
    return withdrawing.alert_treatment(
        of.pk,
        kind=kind,
        scope="All uses",
        reason="A signal was reported.",
        notice="Ask before the next dose.",
        by=user("Editors"),
        at=at,
    )
