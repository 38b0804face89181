"""Searches that found nothing: counted for editors, and nobody's."""

from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from articles.actions import missing
from articles.models import MissedSearch
from articles.search import misses
from tests import factories as f
from tests.articles.search.asking import told

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/missedsearch/"


@pytest.fixture(autouse=True)
def _empty() -> None:
    list(misses.take())


def noted() -> list[str]:
    files = (Path(settings.VAR_DIR) / "missed-searches").glob("*")
    return [line for file in files for line in file.read_text().splitlines()]


def search(client: Client, *texts: str) -> None:
    for text in texts:
        assert client.get("/search/", {"q": text}).status_code == 200


def test_only_what_found_nothing_is_noted_and_reading_writes_nothing(client: Client) -> None:
    told(of=f.condition("Gout"))
    with CaptureQueriesContext(connection) as queries:
        search(client, "What is the Zebra Stripe?", "gout")
    assert noted() == ["zebra stripe"]
    assert not [q for q in queries if q["sql"].lstrip().split()[0] in {"INSERT", "UPDATE"}]
    client.head("/search/?q=zebra")
    client.get("/search/?q=zebra&kind=overview")
    client.get("/api/v1/search?q=zebra")
    assert noted() == ["zebra stripe"]


@pytest.mark.parametrize(
    "text",
    [
        "zebra 12.3.1990",
        "my number is ٠١٢٣٤",
        "½½½ zebras",
        "ann@example.org",
        "zebra " + "stripes " * 6,
        "my sister Ann and her husband Bob were told about zebras yesterday",
        "a" * 61,
        "the of and",
        "🦓",
    ],
)
def test_what_might_be_somebodys_is_never_noted(client: Client, text: str) -> None:
    search(client, text)
    assert noted() == []


def test_the_privacy_page_says_what_becomes_of_a_search(client: Client) -> None:
    html = client.get("/privacy/").content.decode()
    assert "Only when it finds nothing are its words noted" in html


def test_words_are_kept_only_from_the_fifth_time_on(client: Client) -> None:
    search(client, *["zebra"] * 4)
    assert missing.count(on=f.TODAY) == 4
    assert noted() == []
    row = MissedSearch.objects.get()
    assert (row.times, row.words, list(MissedSearch.objects.shown())) == (4, "", [])
    assert "zebra" not in row.key
    search(client, "Zebra!")
    assert missing.count(on=f.TODAY) == 1
    row.refresh_from_db()
    assert (row.times, row.words, row.month) == (5, "zebra", date(2026, 4, 1))
    assert missing.count(on=f.TODAY) == 0


def test_the_database_refuses_the_words_of_a_few() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        MissedSearch.objects.create(key="k", language="en", month=f.TODAY, times=4, words="zebra")


def test_a_months_counts_are_forgotten_after_a_year(client: Client) -> None:
    search(client, "zebra")
    missing.count(on=f.TODAY)
    missing.count(on=f.TODAY + timedelta(days=365))
    assert MissedSearch.objects.exists()
    missing.count(on=f.TODAY + timedelta(days=400))
    assert not MissedSearch.objects.exists()


def test_counting_that_was_broken_off_loses_nothing(client: Client) -> None:
    search(client, "zebra")
    next(misses.take())
    search(client, "zebra")
    out = StringIO()
    call_command("count_missed_searches", stdout=out)
    assert out.getvalue() == "2 searches counted\n"


def test_a_flood_of_searches_fills_no_disk(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(misses, "_MOST_BYTES", 20)
    search(client, *["zebra"] * 9)
    assert noted() == ["zebra"] * 4


def test_a_search_is_answered_where_nothing_can_be_noted(
    client: Client, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    # A file where the folder should be: not even root can write there.
    settings.VAR_DIR = tmp_path / "file"
    settings.VAR_DIR.touch()
    search(client, "zebra")
    assert caplog.messages == ["A missed search was not noted: Not a directory"]
    assert "zebra" not in caplog.text


@pytest.mark.parametrize(
    ("role", "status"),
    [("", 302), ("Editors", 200), ("Reviewers", 403), ("Publishers", 200), ("Administrators", 200)],
)
def test_the_list_is_the_editors_and_shows_only_what_many_searched_for(
    client: Client, role: str, status: int, settings: object
) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]  # pytest-django's own object
    for times, words in ((4, ""), (7, "zebra")):
        MissedSearch.objects.create(
            key=str(times), language="en", month=f.TODAY, times=times, words=words
        )
    if role:
        client.force_login(f.user(role))
    response = client.get(LIST)
    assert response.status_code == status
    if status == 200:
        html = response.content.decode()
        assert ("zebra" in html, "1 search that found nothing" in html) == (True, True)
        assert client.post(f"{LIST}add/").status_code == 403
