"""Every column of every row that is sealed, changed by hand: it is found, and the place."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, models, transaction

from articles.actions import audit, sitetexts
from articles.enums import SiteTextKind, WithdrawalKind
from articles.models import (
    AuditEvent,
    DraftEdit,
    Erratum,
    Publication,
    Revision,
    RevisionContributor,
    Sealed,
    SiteText,
    Withdrawal,
)
from reviews.actions import assigning, deciding, requesting
from reviews.enums import Priority
from reviews.models import Assignment, Reviewer, ReviewRecord, ReviewRequest
from tests import factories as f
from tests import publishing, vouching
from tests.tampering import ROW_CHANGED, run, unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _library(for_the_module: None) -> None:
    """Rows of every kind, and others that their columns could name instead."""
    other = f.published()
    article = publishing.second_version()
    publishing.erratum(article)
    publishing.erratum(other)
    f.withdrawn(article)
    f.alerted(f.treatment(), WithdrawalKind.STOP)
    f.treatment()
    sitetexts.publish(
        SiteTextKind.DISCLAIMER, "Ask.", signed_by="Dr E", by=f.user("Administrators"), at=f.NOW
    )
    asked = f.request()
    reviewer = asked.reviewers.order_by("pk")[0]
    decision = f.decision(conflict=True, conflict_note="Shares.", comment="Say more.")
    deciding.request_changes(asked.pk, reviewer=reviewer, decision=decision, at=f.NOW)
    _requests()
    assert found() == []


def _requests() -> None:
    """Requests that were changed in every lawful way, and one as it was opened."""
    draft = f.draft(emergency_advice="- a fit lasts long[^smith]")
    day, by = f.TODAY + timedelta(days=9), f.user("Editors")
    closed = publishing.submitted(
        f.article(saved=draft), reviewers=[], after_approval="schedule", publish_on=day
    )
    first, second = vouching.enrolled(), vouching.enrolled()
    vouching.saved(Reviewer.objects.get(pk=second.pk))
    second.suspended = True
    vouching.saved(second)
    second.suspended = False
    vouching.saved(second)
    assigning.claim(closed.pk, reviewer=second, at=f.NOW)
    assigning.release(closed.pk, reviewer=second, reason="Away.", at=f.NOW)
    assigning.reassign(closed.pk, reviewers=[first, second], reason="Away.", by=by, at=f.NOW)
    requesting.reschedule(
        closed.pk, due_on=day, priority=Priority.URGENT, reason="Soon.", by=by, at=f.NOW
    )
    requesting.cancel(closed.pk, reason="No.", by=by, at=f.NOW)
    f.request(reviewers=[vouching.enrolled()])


def found() -> list[str]:
    """The lines of both commands."""
    lines = []
    for command in (("verify_audit",), ("verify_article", "--all")):
        out, error = run(*command)
        lines += out.splitlines() if error else []
    return lines


def withdrawal() -> Withdrawal:
    return Withdrawal.objects.get(treatment=None)


def alert() -> Withdrawal:
    return Withdrawal.objects.get(article=None)


def revision() -> Revision:
    return Revision.objects.filter(number=2).latest("pk")


def contributor() -> RevisionContributor:
    return RevisionContributor.objects.filter(revision=revision())[0]


def cancelled() -> ReviewRequest:
    return ReviewRequest.objects.get(state="cancelled")


def released() -> Assignment:
    return Assignment.objects.exclude(ended_at=None).earliest("pk")


# The row, and the columns that a constraint of the database keeps as they are in it.
ROWS: dict[str, tuple[Callable[[], models.Model], set[str]]] = {
    "revision": (revision, set()),
    "contributor": (contributor, set()),
    "publication": (lambda: Publication.objects.latest(), set()),
    "withdrawal": (withdrawal, {"treatment"}),
    "alert": (alert, {"article", "publication"}),
    "site text": (lambda: SiteText.objects.get(), set()),
    "erratum": (lambda: Erratum.objects.latest("pk"), set()),
    "edit": (lambda: DraftEdit.objects.filter(version=2).latest("pk"), set()),
    "record": (lambda: ReviewRecord.objects.latest("pk"), set()),
    "request": (
        lambda: ReviewRequest.objects.latest("pk"),
        {"approvals_required", "publish_on", "cancelled_because"},
    ),
    "cancelled request": (cancelled, {"after_approval"}),
    "assignment": (lambda: Assignment.objects.latest("pk"), {"ended_at", "ended_because"}),
    "ended assignment": (released, set()),
    "reviewer": (lambda: released().reviewer, set()),
}
# Of where a request stands its signatures and its publication tell.
UNSEALED = {"state", "failure"}


def others(field: models.Field[Any, Any], value: object) -> list[Any]:
    """Values that the column could hold instead."""
    if isinstance(field, models.ForeignKey):
        assert not isinstance(field.related_model, str)
        rows = field.related_model._base_manager.exclude(pk=value)
        return list(rows.values_list("pk", flat=True)[:3])
    if field.choices:
        return [choice for choice, _label in field.choices if choice != value]
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 77]
    if isinstance(field, models.DateTimeField):
        return [(value if isinstance(value, datetime) else f.NOW) + timedelta(microseconds=1)]
    if isinstance(field, models.DateField):
        return [(value if isinstance(value, date) else f.TODAY) + timedelta(days=1)]
    if isinstance(value, dict):
        return [{**value, "more": 1}]
    if isinstance(value, UUID):
        return [uuid4()]
    assert isinstance(value, str)
    return [f"{value[:-1]}~" if value else "~"]


class Undo(Exception):
    """Ends a try at tampering."""


def after(tamper: Callable[[], object]) -> list[str] | None:
    """What is found after that, which is then undone; None where the database refuses it."""
    lines: list[str] = []
    try:
        with transaction.atomic():
            tamper()
            lines = found()
            raise Undo
    except Undo:
        return lines
    except IntegrityError:
        return None


def changed(row: models.Model, field: models.Field[Any, Any]) -> list[str] | None:
    """What is found after the first change of that column that the database does not refuse."""
    rows = type(row)._base_manager.filter(pk=row.pk)
    for value in others(field, getattr(row, field.attname)):
        lines = after(partial(rows.update, **{field.attname: value}))
        if lines is not None:
            return lines
    return None


def told(row: models.Model, column: str) -> str:
    """How a changed column of the row must be told."""
    if isinstance(row, DraftEdit):
        return "no audit event tells of edit"
    if isinstance(row, Withdrawal) and column in {"article", "treatment"}:
        return f"withdrawal or alert {row.pk}: no audit event tells of it"
    if isinstance(row, Assignment) and column == "request":
        # Its events are those of the request: another request's may not be looked at.
        return f"assignment {row.pk} of {row.reviewer}: "
    about = row.revision if isinstance(row, RevisionContributor) else row
    assert isinstance(about, Sealed)
    name = f"{about.subject._meta.model_name}:{about.subject.pk}"
    events = AuditEvent.objects.filter(object=name, detail__contains='"whole": "')
    event = events.filter(detail__contains=f"{about._meta.model_name}:{about.pk} ").latest()
    return f"{ROW_CHANGED} {event.pk} tells of"


@pytest.mark.parametrize("name", ROWS)
def test_every_changed_column_is_found_and_told(name: str) -> None:
    get, refused = ROWS[name]
    row = get()
    unsealed = UNSEALED if isinstance(row, ReviewRequest) else set()
    fields = [
        field
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name not in unsealed
    ]
    with unguarded():
        tried = {field.name: changed(row, field) for field in fields}
    assert {column for column, lines in tried.items() if lines is None} == refused
    missed = {
        column: lines
        for column, lines in tried.items()
        if lines is not None and not any(told(row, column) in line for line in lines)
    }
    assert missed == {}


@pytest.mark.parametrize("name", ROWS)
def test_a_deleted_row_is_found_and_named(name: str) -> None:
    row = ROWS[name][0]()
    rows = type(row)._base_manager.filter(pk=row.pk)
    lost = f"it tells of {row._meta.model_name}:{row.pk}, which was deleted"
    if isinstance(row, RevisionContributor):
        lost = told(row, "user")
    elif isinstance(row, DraftEdit):
        lost = f"edit {row.version} of the draft was deleted"
    with unguarded():
        lines = after(lambda: rows._raw_delete(connection.alias))
    assert lines is not None
    assert [line for line in lines if lost in line] != []


@pytest.mark.parametrize("name", ["withdrawal", "alert", "site text"])
def test_a_row_put_in_by_hand_is_found(name: str) -> None:
    row = ROWS[name][0]()
    row.pk = None
    if isinstance(row, Withdrawal):
        row.kind = WithdrawalKind.LIFT
    row.save(force_insert=True)
    place = f"site text {row.pk} ({row})" if name == "site text" else f"alert {row.pk}"
    told = f"{place}: no audit event tells of it"
    assert len([line for line in found() if line.endswith(told)]) == 1


def test_rows_from_before_seals_are_no_fault() -> None:
    alert, by = f.alerted(f.treatment(), WithdrawalKind.CAUTION), f.user("Editors")
    older = Withdrawal.objects.create(
        treatment=alert.treatment, kind="stop", reason="New.", notice="Ask.", by=by, at=f.NOW
    )
    audit.record("alert: stop", older.subject, by=by, at=f.NOW, reason="New.")
    assert found() == []
