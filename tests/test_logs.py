"""The log: a line an event, and a traceback only where something of ours is at fault."""

import json
import logging

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from healthinfo.logs import JsonFormatter
from tests import factories as f


@pytest.mark.django_db
def test_somebody_who_may_not_is_logged_without_a_traceback(
    caplog: pytest.LogCaptureFixture, settings: Settings
) -> None:
    settings.DEMO = True
    client = Client()
    client.force_login(f.user("Reviewers"))
    assert client.get("/admin/articles/article/1/submit/").status_code == 403
    (refused,) = [record for record in caplog.records if record.name == "django.request"]
    assert refused.exc_info
    line = json.loads(JsonFormatter().format(refused))
    assert set(line) == {"at", "level", "logger", "message"}


def record(status: int | None) -> logging.LogRecord:
    try:
        raise ValueError("A fault.")
    except ValueError as error:
        information = (type(error), error, error.__traceback__)
    made = logging.LogRecord("django.request", 30, __file__, 1, "Said\nso", (), information)
    if status is not None:
        made.status_code = status
    return made


@pytest.mark.parametrize(
    ("status", "traced"), [(403, False), (404, False), (500, True), (None, True)]
)
def test_faults_keep_their_traceback(status: int | None, *, traced: bool) -> None:
    text = JsonFormatter().format(record(status))
    assert ("A fault." in text, "\n" in text) == (traced, False)
