"""Private links: the log tells of them without the part that opens them."""

import logging
import secrets

import pytest
from django.test import Client
from django.urls import reverse

from healthinfo.logs import JsonFormatter


def line(message: str, *arguments: object) -> str:
    record = logging.LogRecord("a.logger", logging.WARNING, "", 1, message, arguments, None)
    return JsonFormatter().format(record)


def test_token_of_a_private_link_is_left_out() -> None:
    token = secrets.token_urlsafe(32)
    for address in (f"/my-experience/{token}/", f"/my-experience/{token}", f"/de/x/{token}/?a=b"):
        logged = line("Forbidden: %s", address)
        assert token not in logged
        assert "Forbidden: /" in logged


def test_hash_of_signed_words_stays_in_the_log() -> None:
    sha256 = "a1" * 32
    assert sha256 in line("Gone: /verify/%s/", sha256)


@pytest.mark.django_db
def test_refused_private_link_is_logged_without_its_token(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    token = secrets.token_urlsafe(32)
    assert client.get(reverse("articles:my_experience", args=[token])).status_code == 404
    (record,) = (r for r in caplog.records if "my-experience" in r.getMessage())
    assert token in record.getMessage()
    assert token not in JsonFormatter().format(record)
