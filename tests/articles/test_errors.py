"""Error pages: what readers get when a request fails, in their language and marked as a page is."""

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.test import Client
from pytest_django import Settings

from tests.articles.reading import text_of


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "status", "english", "german"),
    [
        (
            PermissionDenied,
            403,
            "You may not open this page",
            "Sie dürfen diese Seite nicht öffnen",
        ),
        (
            BadRequest,
            400,
            "The request could not be understood",
            "Die Anfrage war nicht zu verstehen",
        ),
        (RuntimeError, 500, "Something went wrong on our side", "Bei uns ist etwas schiefgegangen"),
    ],
)
def test_an_error_speaks_the_language_of_its_address_and_leads_on(
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    error: type[Exception],
    status: int,
    english: str,
    german: str,
) -> None:
    def fail(**_: object) -> None:
        raise error

    monkeypatch.setattr("articles.pages.a_to_z", fail)
    client.raise_request_exception = False
    for prefix, language, words in (("", "en", english), ("/de", "de", german)):
        html = text_of(client, f"{prefix}/conditions/", status=status)
        assert f'<html lang="{language}">' in html
        assert words in html
        assert f'<a href="{prefix}/">' in html
        assert f'<a href="{prefix}/conditions/">' in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("flag", "mark"), [("DEMO", "Demonstration."), ("BENCHMARK", "Benchmark.")]
)
def test_an_error_says_what_nobody_reviewed(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch, flag: str, mark: str
) -> None:
    def fail(**_: object) -> None:
        raise PermissionDenied

    monkeypatch.setattr("articles.pages.a_to_z", fail)
    assert mark not in text_of(client, "/conditions/", status=403)
    setattr(settings, flag, True)
    assert mark in text_of(client, "/conditions/", status=403)
