"""Searching while others publish and withdraw: what is withdrawn is never in an answer."""

from threading import Event, Thread

import pytest
from django.db import connection

from articles import search
from articles.actions import indexing
from articles.models import Article
from tests import factories as f
from tests.articles.search.asking import found, told
from tests.articles.search.test_index import everything
from tests.racing import together
from tests.test_audit import unbroken
from tests.test_concurrency import HOLD, LATER, NOW, publish, withdraw

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_answer_is_not_found_once_its_withdrawal_returned() -> None:
    answers = [told(body="Crystals.[^smith]") for _ in range(6)]
    withdrawn: set[int] = set()
    stop = Event()
    wrong: list[object] = []

    def ask() -> None:
        try:
            while not stop.is_set():
                gone = set(withdrawn)
                results = search.find("crystals", language="en", on=NOW.date(), limit=10)
                wrong.extend(gone & {hit.answer.article_id for hit in results.hits})
                wrong.extend(["counted"] * (results.total > 6 - len(gone)))
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    readers = [Thread(target=ask) for _ in range(3)]
    for reader in readers:
        reader.start()
    for answer in answers:
        withdraw(answer)()
        withdrawn.add(answer.pk)
    stop.set()
    for reader in readers:
        reader.join(timeout=60)
    assert wrong == []
    assert found("crystals") == []


def test_publishing_and_withdrawing_at_once_leave_a_right_index() -> None:
    reviewer, publisher = f.reviewer(), f.user("Publishers")
    live = [told(body="Crystals.[^smith]") for _ in range(3)]
    held = [f.approved(f.request(reviewers=[reviewer], after_approval=HOLD)) for _ in range(3)]
    outcomes = together(
        *[withdraw(article) for article in live],
        *[publish(request, publisher) for request in held],
    )
    assert not any(isinstance(outcome, Exception) for outcome in outcomes)
    assert Article.objects.filter(live__isnull=False).count() == 3
    kept = everything()
    indexing.rebuild(report=lambda _: None)
    assert everything() == kept
    assert unbroken()


def test_a_rebuild_loses_nothing_that_is_published_or_withdrawn_meanwhile() -> None:
    publisher = f.user("Publishers")
    live = [told(body="Crystals.[^smith]") for _ in range(3)]
    held = f.approved(f.request(after_approval=HOLD))
    together(
        lambda: indexing.rebuild(report=lambda _: None),
        withdraw(live[0]),
        publish(held, publisher),
    )
    kept = everything()
    indexing.rebuild(report=lambda _: None)
    assert everything() == kept
    assert set(found("crystals", on=LATER.date())) == {live[1].pk, live[2].pk}
