"""What a publisher reads where the database refuses to publish."""

import pytest
from django.db import IntegrityError, connection
from django.utils.translation import override

from articles.actions import publishing as publish_words
from articles.guards import install
from articles.models import AuditEvent
from reviews import completeness
from reviews.actions import deciding
from reviews.enums import State
from reviews.guards import refusals
from reviews.models import Reviewer, ReviewRequest
from tests import factories as f
from tests import publishing

pytestmark = pytest.mark.django_db


def failure(request: ReviewRequest) -> str:
    deciding.publish(request.pk, by=f.user("Publishers"), at=f.NOW)
    request.refresh_from_db()
    assert request.state == State.FAILED
    return request.failure


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            "The database refused it: words go public on the strength of reviewers who may sign.",
        ),
        (
            "de",
            "Die Datenbank hat es abgelehnt: "
            "Worte werden nur öffentlich, wenn die Reviewer noch unterschreiben dürfen.",
        ),
    ],
)
def test_a_refusal_of_the_database_is_said_in_a_sentence_of_the_desk(
    monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    request = publishing.scheduled()
    Reviewer.objects.filter(records__request=request).update(suspended=True)
    monkeypatch.setattr(completeness, "fallen_signers", lambda request, *, on: ())
    with override(language):
        assert failure(request) == said
    assert AuditEvent.objects.filter(verb="publishing failed").get().detail.count(said) == 1


def test_a_refusal_that_may_quote_a_row_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    request = publishing.scheduled()

    def refuse(*args: object, **values: object) -> None:
        raise IntegrityError("duplicate key\nDETAIL: Key (signers)=(Dr Example) already exists.")

    monkeypatch.setattr(publish_words, "publish", refuse)
    assert failure(request) == ("The database refused it: it clashes with what stands already.")


def test_whatever_bars_a_publication_is_known_in_the_desks_words() -> None:
    bars = {
        guard.message
        for guard in install.guards(connection.vendor)
        if (guard.table, guard.event) == ("articles_publication", "INSERT")
        and not guard.name.endswith("_no_replace")
    }
    every = {guard.message for guard in install.guards(connection.vendor)}
    assert sorted(bars - refusals.SAID) == sorted(refusals.SAID - every) == []
