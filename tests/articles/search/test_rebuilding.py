"""The index comes back from the evidence, whole, while the old one answers."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from articles.actions import catalogue, indexing
from articles.errors import Conflict
from articles.models import ConditionName
from articles.search import schema
from articles.search.rebuilding import Rebuilding
from articles.search.schema import FRESH, LIVE, Tables
from tests import factories as f
from tests.articles.search.asking import find, found, known_as, told
from tests.articles.search.plans import ON_SQLITE
from tests.articles.search.test_index import everything

pytestmark = pytest.mark.django_db
# What SQLite calls them (pragma.html#pragma_secure_delete).
ON, FAST = 1, 2


def rebuild() -> str:
    out = StringIO()
    call_command("rebuild_search", stdout=out)
    return out.getvalue()


def test_a_right_index_is_the_same_after_a_rebuild() -> None:
    known_as(topic := f.condition("Gout"), "Podagra")
    answers = [told(of=topic), told(body="Crystals.[^smith]"), told()]
    f.withdrawn(answers[2])
    before = everything()
    assert all(before)
    assert rebuild().startswith("2 answers indexed, ")
    assert everything() == before
    rebuild()
    assert everything() == before


def test_a_lost_index_comes_back() -> None:
    told(body="Crystals.[^smith]")
    before = everything()
    schema.clear(connection)
    assert found("crystals") == []
    rebuild()
    assert everything() == before


def test_of_two_rebuilds_the_later_one_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.search.rebuilding._BATCH", 1)
    told(body="Crystals.[^smith]"), told()
    before = everything()
    filling, filled = Rebuilding(), Rebuilding()
    with pytest.raises(Conflict, match="Another rebuild"):
        next(filling.fill())
    assert sum(filled.fill()) == 2
    later = Rebuilding()
    with pytest.raises(Conflict, match="Another rebuild"):
        filled.finish()
    assert sum(later.fill()) == 2
    later.finish()
    assert everything() == before
    with pytest.raises(Conflict, match="Another rebuild"):
        later.finish()
    assert everything() == before


def test_what_changes_during_a_rebuild_is_in_it() -> None:
    named, gone, kept = told(body="Crystals.[^smith]"), told(), told()
    rebuilding = Rebuilding()
    assert sum(rebuilding.fill()) == 3
    f.withdrawn(gone)
    new = told(body="Whiskers.[^smith]")
    name = ConditionName(condition=named.condition, text="Podagra", relation="exact")
    name.verified_by, name.verified_on = f.user("Editors"), f.TODAY
    catalogue.save(name, changed=["text"], by=name.verified_by, at=f.NOW)
    # Until it is finished, the old index answers, and has all of it.
    assert (found("podagra"), found("whiskers")) == ([named.pk], [new.pk])
    before = everything()
    rebuilding.finish()
    assert everything() == before
    assert (found("podagra"), found("whiskers")) == ([named.pk], [new.pk])
    assert kept.pk in found("example disease")
    assert gone.pk not in found("example disease")


def test_a_rebuild_that_was_broken_off_is_begun_again() -> None:
    answer = told(body="Crystals.[^smith]")
    assert list(Rebuilding().fill()) == [1]
    assert found("crystals") == [answer.pk]
    rebuild()
    assert found("crystals") == [answer.pk]
    left = set(connection.introspection.table_names()) & set(Tables(FRESH).of(connection.vendor))
    assert left == set()


def test_the_tables_can_be_unmade_and_made_again() -> None:
    told(body="Crystals.[^smith]")
    schema.drop(connection)
    assert not set(connection.introspection.table_names()) & set(LIVE.of(connection.vendor))
    schema.create(connection)
    assert find("crystals").total == 0
    rebuild()
    assert find("crystals").total == 1


@pytest.mark.skipif(not ON_SQLITE, reason="PostgreSQL leaves what was deleted to its vacuum")
def test_deleted_text_is_overwritten_again_after_a_rebuild_also_one_that_fails() -> None:
    told()
    meanwhile: list[int] = []

    def fail(_count: int) -> None:
        meanwhile.append(overwriting())
        raise InterruptedError

    with pytest.raises(InterruptedError):
        indexing.rebuild(report=fail)
    assert (meanwhile, overwriting()) == ([FAST], ON)
    rebuild()
    assert overwriting() == ON


def overwriting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete")
        return int(cursor.fetchone()[0])
