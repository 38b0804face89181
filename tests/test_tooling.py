"""The test machinery itself: a silent watcher would prove nothing."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection
from django.test import TransactionTestCase
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from articles.guards import install
from articles.models import AuditEvent
from reviews.roles import GROUPS
from tests.browser import axe_violations, find_chromium, watched_page

BESIDE_POSTGRES = [sys.executable, "-m", "tests.postgres", sys.executable, "-c"]
PRINT_ADDRESS_AND_WAIT = (
    "import os, time; print(os.environ['DATABASE_URL'], flush=True); time.sleep(60)"
)
# What a careless page might do: inline script, foreign image, missing image, script error.
MISDEEDS = """() => {
    const add = (tag, fields) => document.body.append(Object.assign(
        document.createElement(tag), fields));
    add("script", {textContent: "1"});
    add("img", {src: "//elsewhere.invalid/tracker.png"});
    add("img", {src: "/static/missing.png"});
    setTimeout(() => { throw new Error("careless"); }, 0);
}"""


def _environment(**changes: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return kept | changes


def test_throwaway_postgres_answers_and_is_gone_when_told_to_end() -> None:
    with subprocess.Popen(
        [*BESIDE_POSTGRES, PRINT_ADDRESS_AND_WAIT],
        cwd=settings.BASE_DIR,
        env=_environment(),
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        with psycopg.connect(address) as connection:
            folder = Path(connection.info.host)
            assert connection.execute("SELECT lower('ÄÉ')").fetchone() == ("äé",)
        assert folder.is_dir()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 128 + signal.SIGTERM
    assert not folder.exists()


def test_postgres_named_in_the_environment_takes_the_place_of_a_throwaway_one() -> None:
    given = "postgresql://someone@example.invalid/healthinfo"
    finished = subprocess.run(
        [*BESIDE_POSTGRES, "import os, sys; print(os.environ['DATABASE_URL']); sys.exit(7)"],
        cwd=settings.BASE_DIR,
        env=_environment(DATABASE_URL=given),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (finished.returncode, finished.stdout, finished.stderr) == (7, f"{given}\n", "")


def test_browser_named_in_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEALTHINFO_CHROMIUM", "/opt/my-chromium")
    assert find_chromium() == "/opt/my-chromium"


def test_the_lightest_browser_on_the_path_is_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("HEALTHINFO_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_chromium() is None
    for name in ("google-chrome", "chromium", "chromium-headless-shell"):
        (tmp_path / name).touch(mode=0o755)
        assert find_chromium() == str(tmp_path / name)


@pytest.mark.django_db(transaction=True)
def test_flush_passes_the_guards_and_leaves_them_and_the_groups_in_force() -> None:
    AuditEvent.objects.create(
        actor_name="Ada",
        verb="tested",
        object="the flush",
        at=datetime(2026, 1, 1, tzinfo=UTC),
        previous_hash="0" * 64,
        hash="1" * 64,
    )
    with pytest.raises(IntegrityError):
        AuditEvent.objects.all().delete()
    flush: Callable[[TransactionTestCase], None] = vars(TransactionTestCase)["_fixture_teardown"]
    flush(TransactionTestCase())
    assert AuditEvent.objects.count() == 0
    assert install.missing(connection) == []
    assert set(Group.objects.values_list("name", flat=True)) == set(GROUPS)


@pytest.mark.looks
def test_watched_page_names_every_misdeed(browser: Browser, live_server: LiveServer) -> None:
    def misbehave() -> None:
        with watched_page(browser, live_server.url) as page:
            page.goto("/no-such-page/")
            with page.expect_response("**/missing.png"), page.context.expect_event("weberror"):
                page.evaluate(MISDEEDS)

    with pytest.raises(AssertionError) as complaint:
        misbehave()
    text = str(complaint.value)
    assert "Executing inline script violates" in text
    assert "request to another host: http://elsewhere.invalid/tracker.png" in text
    assert f"404 for {live_server.url}/static/missing.png" in text
    assert "uncaught: careless" in text


@pytest.mark.looks
def test_axe_names_the_rule_and_the_element(page: Page) -> None:
    page.set_content(
        "<html lang='en'><title>Title</title><main><h1>Heading</h1>"
        "<img id='chart' src='data:image/gif;base64,R0lGODlhAQABAAAAACw='></main></html>"
    )
    assert axe_violations(page) == ["image-alt (critical): ['#chart']"]
