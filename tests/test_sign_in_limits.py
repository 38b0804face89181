"""Guessing is slow, and teaches nothing about which names exist."""

from pathlib import Path

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from tests import factories as f
from tests.test_second_factor import enrolled, is_open

pytestmark = pytest.mark.django_db

TOO_MANY = "Too many failed login attempts. Try again later."


@pytest.fixture(autouse=True)
def _counting_as_a_real_site_does(settings: Settings, tmp_path: Path) -> None:
    files = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = {"default": {"BACKEND": files, "LOCATION": tmp_path}}


def attempt(username: str, password: str, address: str = "192.0.2.1", **headers: str) -> str:
    """Where an attempt from that address leads, or the page's text."""
    data = {"login": username, "password": password}
    answer = Client(REMOTE_ADDR=address).post("/admin/login/", data, headers=headers)
    return answer.headers.get("Location") or answer.content.decode()


def test_sixth_guess_at_a_name_is_refused_from_anywhere_even_when_it_is_right() -> None:
    user, other = f.user("Editors"), f.user("Editors")
    for number in range(5):
        assert TOO_MANY not in attempt(user.username, "wrong", f"192.0.2.{number}")
    assert TOO_MANY in attempt(user.username, f.PASSWORD, "198.51.100.7")
    assert attempt(other.username, f.PASSWORD, "198.51.100.7") == "/admin/"


def test_eleventh_guess_from_an_address_is_refused_whatever_the_name() -> None:
    user = f.user("Editors")
    for number in range(10):
        assert TOO_MANY not in attempt(f"name-{number}", "wrong")
    assert TOO_MANY in attempt(user.username, f.PASSWORD)
    assert attempt(user.username, f.PASSWORD, "198.51.100.7") == "/admin/"


def test_unknown_names_are_counted_like_known_ones() -> None:
    answers = [TOO_MANY in attempt("nobody", "wrong", f"192.0.2.{n}") for n in range(6)]
    assert answers == [False] * 5 + [True]


def test_made_up_forwarded_addresses_do_not_help() -> None:
    for number in range(10):
        attempt(f"name-{number}", "wrong", x_forwarded_for=f"203.0.113.{number}")
    assert TOO_MANY in attempt("another", "wrong", x_forwarded_for="203.0.113.99")


def test_behind_a_proxy_the_address_is_the_one_the_proxy_saw(settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(10):
        attempt(f"name-{number}", "wrong", x_forwarded_for=f"203.0.113.{number}, 198.51.100.1")
    assert TOO_MANY in attempt("another", "wrong", x_forwarded_for="198.51.100.1")
    assert TOO_MANY not in attempt("another", "wrong", x_forwarded_for="198.51.100.2")


def test_guessing_codes_is_limited_too() -> None:
    user, client = enrolled(), Client()
    data = {"login": user.username, "password": f.PASSWORD}
    code_page = client.post("/admin/login/", data)["Location"]
    shown = [client.post(code_page, {"code": "no"}).content.decode() for _guess in range(6)]
    assert [TOO_MANY in page for page in shown] == [False] * 5 + [True]
    assert not is_open(client)


def test_confirming_is_limited_with_a_page_that_says_so() -> None:
    client = Client()
    client.force_login(enrolled())
    tried = [client.post(reverse("mfa_reauthenticate"), {"code": "no"}) for _guess in range(11)]
    assert [answer.status_code for answer in tried] == [200] * 10 + [429]
    assert "Wait five minutes, then try again." in tried[-1].content.decode()


def test_names_are_not_told_apart_by_answer_or_by_work(monkeypatch: pytest.MonkeyPatch) -> None:
    known, outsider, gone = f.user("Editors"), f.user(), f.user("Editors")
    gone.is_active = False
    gone.save()
    encode, hashed = MD5PasswordHasher.encode, []

    def counted(hasher: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(hasher, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    told = "The username and/or password you specified are not correct."
    work = {}
    for name in ("nobody", known.username, outsider.username, gone.username):
        secret = "wrong" if name == known.username else f.PASSWORD
        hashed.clear()
        assert told in attempt(name, secret)
        work[name] = len(hashed)
    assert set(work.values()) == {1}
