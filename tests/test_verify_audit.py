"""An audit trail changed, cut or reordered by hand breaks, and the place is named."""

import pytest
from pytest_django import DjangoAssertNumQueries

from articles.guards import GENESIS
from articles.models import AuditEvent, RevisionContributor
from articles.verification import Fault, chain, digest
from tests import factories as f
from tests.tampering import broken, events, run, submitted, unguarded

pytestmark = pytest.mark.django_db


def test_an_empty_trail_holds() -> None:
    assert run("verify_audit") == ("The audit trail holds. Events: 0.", "")


def test_a_changed_event_is_found_at_itself() -> None:
    f.published()
    event = events()[3]
    with unguarded():
        AuditEvent.objects.filter(pk=event.pk).update(actor_name="Somebody else")
    assert broken() == [f"audit event {event.pk}: changed: its fields do not give its hash"]


def test_a_changed_event_with_a_hash_of_its_own_is_found_at_the_next() -> None:
    f.published()
    event, following = events()[3:5]
    event.actor_name = "Somebody else"
    event.hash = digest(event)
    with unguarded():
        AuditEvent.objects.filter(pk=event.pk).update(actor_name=event.actor_name, hash=event.hash)
    assert broken() == [
        f"audit event {following.pk}: the event before it was deleted, or event {event.pk} "
        "rewritten: no event has the hash that this one follows"
    ]


def test_a_deleted_event_is_found_where_it_stood() -> None:
    f.published()
    before, event, following = events()[1:4]
    with unguarded():
        event.delete()
    assert broken() == [
        f"audit event {following.pk}: the event before it was deleted, or event {before.pk} "
        "rewritten: no event has the hash that this one follows"
    ]


def test_a_deleted_beginning_is_found() -> None:
    f.published()
    first, second = events()[:2]
    with unguarded():
        first.delete()
    assert broken() == [
        f"audit event {second.pk}: the event before it was deleted: the trail does not begin here"
    ]


def test_reordered_events_are_found() -> None:
    f.published()
    one, two, three, four = events()[:4]
    with unguarded():
        for old, new in ((two.pk, 0), (three.pk, two.pk), (0, three.pk)):
            AuditEvent.objects.filter(pk=old).update(id=new)
    assert broken() == [
        f"audit event {here}: out of order: it follows event {follows}, "
        f"but stands after event {before}"
        for here, follows, before in (
            (two.pk, three.pk, one.pk),
            (three.pk, one.pk, two.pk),
            (four.pk, two.pk, three.pk),
        )
    ]


def test_a_first_event_that_stands_later_is_found() -> None:
    f.article()
    first, second = events()
    faults = list(chain([second, first], {first.hash: first.pk, second.hash: second.pk}.get))
    assert first.previous_hash == GENESIS
    assert faults == [
        Fault(
            f"audit event {second.pk}",
            f"out of order: it follows event {first.pk}, but stands after event 0",
        ),
        Fault(
            f"audit event {first.pk}",
            f"out of order: it is the first event, but stands after event {second.pk}",
        ),
    ]


def test_deleted_evidence_is_found_at_the_event_that_tells_of_it() -> None:
    article = f.article()
    revision = submitted(article)
    with unguarded():
        RevisionContributor.objects.all().delete()
        revision.delete()
    told = events()[-1]
    assert broken() == [
        f"audit event {told.pk}: it tells of revision:{told.object.split(':')[1]}, "
        "which was deleted"
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_trail_is_walked_in_a_fixed_number_of_queries(
    django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _ in range(count):
        f.published()
    with django_assert_num_queries(26):
        assert run("verify_audit")[1] == ""
