"""The audit trail: one unbroken chain, in the same transaction as what it tells."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import transaction

from articles.actions import audit, catalogue
from articles.enums import WithdrawalKind
from articles.errors import Conflict
from articles.guards import GENESIS
from articles.models import AuditEvent, Condition, Treatment
from articles.verification import digest
from reviews.enums import AfterApproval
from tests import factories

pytestmark = pytest.mark.django_db


def unbroken() -> bool:
    """Whether every event names the one before it and has the hash of its own fields."""
    previous = GENESIS
    for event in AuditEvent.objects.order_by("pk"):
        if event.previous_hash != previous or event.hash != digest(event):
            return False
        previous = event.hash
    return True


def record(**fields: Any) -> AuditEvent:
    values = {"verb": "tried", "obj": factories.treatment(), "by": None, "at": factories.NOW}
    return audit.record(**{**values, **fields})


def test_the_chain_starts_at_the_beginning_and_holds_after_every_action() -> None:
    article = factories.published()
    factories.approved(
        factories.request(
            factories.save(article, body="New.[^smith]"), after_approval=AfterApproval.HOLD
        )
    )
    factories.alerted(factories.treatment(), WithdrawalKind.STOP)
    factories.withdrawn(article)
    assert AuditEvent.objects.order_by("pk")[0].previous_hash == GENESIS
    assert unbroken()
    assert [event.verb for event in AuditEvent.objects.all()] == [
        "started",
        "saved draft",
        "submitted",
        "asked for review",
        "approved",
        "published",
        "saved draft",
        "submitted",
        "asked for review",
        "approved",
        "alert: stop",
        "withdrew",
    ]


def test_the_hash_survives_the_database() -> None:
    eastern = timezone(timedelta(hours=5, minutes=30))
    moment = datetime(2026, 4, 7, 15, 0, 0, 123456, tzinfo=eastern)
    event = record(at=moment, reason="Ünïcode “quoted”\n\t", count=3, nothing=None)
    assert digest(AuditEvent.objects.get(pk=event.pk)) == event.hash


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("actor_id", 7),
        ("actor_name", "Somebody else"),
        ("verb", "did"),
        ("object", "article:9"),
        ("detail", "{}"),
        ("at", factories.NOW + timedelta(microseconds=1)),
        ("previous_hash", "f" * 64),
    ],
)
def test_the_hash_covers_every_field(field: str, value: object) -> None:
    event = record(reason="x")
    setattr(event, field, value)
    assert digest(event) != event.hash


def test_no_field_of_an_event_is_outside_the_hash() -> None:
    covered = {"actor", "actor_name", "verb", "object", "detail", "at", "previous_hash"}
    assert {field.name for field in AuditEvent._meta.concrete_fields} - covered == {"id", "hash"}


def test_the_name_of_the_actor_stays_as_it_was() -> None:
    person = factories.user("Editors")
    name = person.get_full_name()
    event = record(by=person)
    person.first_name = "Renamed"
    person.save()
    event.refresh_from_db()
    assert (event.actor, event.actor_name) == (person, name)


def test_the_longest_name_fits() -> None:
    person = factories.user("Editors")
    person.first_name, person.last_name = "a" * 150, "b" * 150
    person.save()
    assert record(by=person).actor_name == "a" * 150 + " " + "b" * 49
    assert unbroken()


def test_a_person_without_a_name_is_told_by_their_user_name_and_nobody_is_the_system() -> None:
    person = factories.user("Editors")
    person.first_name = person.last_name = ""
    assert record(by=person).actor_name == person.username
    event = record(by=None)
    assert (event.actor, event.actor_name) == (None, "system")


def test_what_is_undone_is_not_told() -> None:
    factories.article()
    before = AuditEvent.objects.count()
    with transaction.atomic():
        factories.article()
        transaction.set_rollback(True)
    assert AuditEvent.objects.count() == before
    factories.article()
    assert unbroken()


def test_changes_of_the_catalogues_are_told() -> None:
    admin, condition = factories.user("Administrators"), factories.condition("Old name")
    condition.name = "New name"
    catalogue.save(condition, changed=["name"], by=admin, at=factories.NOW)
    key = condition.pk
    catalogue.delete(condition, by=admin, at=factories.NOW)
    changed, deleted = AuditEvent.objects.order_by("pk")
    assert (changed.verb, changed.object, changed.actor) == ("changed", f"condition:{key}", admin)
    assert changed.detail == '{"fields": "name", "name": "New name"}'
    assert (deleted.verb, deleted.object) == ("deleted", f"condition:{key}")
    assert not Condition.objects.exists()


def test_a_row_that_clashes_is_refused_in_words_and_not_told() -> None:
    factories.treatment("Examplumab")
    twin = Treatment(name="EXAMPLUMAB", slug="other", kind="medicine")
    with pytest.raises(Conflict, match="“EXAMPLUMAB” was not saved"):
        catalogue.save(twin, changed=["name"], by=factories.user("Editors"), at=factories.NOW)
    assert Treatment.objects.count() == 1
    assert not AuditEvent.objects.exists()


def test_the_address_of_a_published_treatment_is_kept_in_words() -> None:
    factories.published()
    treatment = Treatment.objects.get()
    treatment.slug = "elsewhere"
    with pytest.raises(Conflict, match="clashes with what stands"):
        catalogue.save(treatment, changed=["slug"], by=factories.user("Editors"), at=factories.NOW)
