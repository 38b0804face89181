"""Upgrading a database that is in use keeps what people did in it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps.registry import Apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from articles.guards import install
from reviews.models import Assignment, ReviewRequest
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE_LANGUAGES = ("reviews", "0007_assignments_take_the_place_of_reviewers")
BEFORE_ASSIGNMENTS = ("reviews", "0005_specialties_assignments_and_unfinished_reviews")


@pytest.fixture
def before_assignments() -> Iterator[None]:
    """After the test the database is the newest again."""
    yield
    call_command("migrate", verbosity=0)


def migrate_to(target: tuple[str, str]) -> Apps:
    """The models as of that migration, with the database migrated there."""
    call_command("migrate", *target, verbosity=0)
    return MigrationExecutor(connection).loader.project_state([target]).apps


@pytest.mark.parametrize(
    ("written", "known", "rest"),
    [
        ("English, german", "de,en", ""),
        ("Español,French, Inglés", "en,es", "French"),
        ("English and German", "", "English and German"),
        ("", "", ""),
    ],
)
def test_languages_that_were_written_become_choices_and_no_word_is_lost(
    before_assignments: None, written: str, known: str, rest: str
) -> None:
    reviewer = factories.reviewer()
    old: Any = migrate_to(BEFORE_LANGUAGES).get_model("reviews", "Reviewer")
    old.objects.filter(pk=reviewer.pk).update(languages=written)
    call_command("migrate", verbosity=0)
    reviewer.refresh_from_db()
    assert (reviewer.languages, reviewer.other_languages) == (known, rest)


def test_who_was_asked_becomes_who_is_assigned_and_back(before_assignments: None) -> None:
    first, second = factories.reviewer(), factories.reviewer()
    request = factories.approved(factories.request(reviewers=[first, second]))
    factories.request(reviewers=[second])
    rows = list(Assignment.objects.values("request", "reviewer", "named_by", "at"))
    assert len(rows) == 3
    old: Any = migrate_to(BEFORE_ASSIGNMENTS).get_model("reviews", "ReviewRequest")
    asked = old.objects.get(pk=request.pk).reviewers.order_by("pk")
    assert [reviewer.pk for reviewer in asked] == [first.pk, second.pk]
    with connection.cursor() as cursor:
        install.lift(connection)
        cursor.execute("DELETE FROM reviews_assignment")
    call_command("migrate", verbosity=0)
    assert list(Assignment.objects.values("request", "reviewer", "named_by", "at")) == rows
    assert ReviewRequest.objects.get(pk=request.pk).state == "published"
    assert install.missing(connection) == []
