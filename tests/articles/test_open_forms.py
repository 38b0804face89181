"""The one check of the forms that anybody may send: every refusal, and that nothing is lost."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from articles.models import Article, Experience
from articles.views import open_forms
from healthinfo import settings as settings_of_the_site
from tests import factories as f
from tests import voices as v

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: f.NOW)


@pytest.fixture
def counting(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """Counts as a real site does; gives the folder in which the counts are kept."""
    files = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = settings.CACHES | {"open_forms": {"BACKEND": files, "LOCATION": tmp_path}}
    yield tmp_path
    caches["open_forms"].clear()


@pytest.fixture
def article() -> Article:
    v.consent()
    return f.published()


def refused(client: Client, article: Article, status: int, why: str, **changes: object) -> str:
    """The page after a form that was not taken, with everything as it was typed."""
    headers = changes.pop("headers", v.OURS)
    data = {**v.sharing(article, at=f.NOW, pseudonym="Wren & Co"), **changes}
    address = v.address(article, "share")
    response = client.post(address, data, headers=headers)  # type: ignore[arg-type]  # mixed
    html = response.content.decode()
    assert (response.status_code, why in html) == (status, True), html
    assert v.WORDS in html
    assert 'value="Wren &amp; Co"' in html
    assert not Experience.objects.exists()
    return html


def test_form_that_nothing_is_wrong_with_is_taken(client: Client, article: Article) -> None:
    response = v.send(client, v.address(article, "share"), v.sharing(article, at=f.NOW))
    assert response.status_code == 303
    assert Experience.objects.count() == 1


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"origin": "https://testserver"},
        {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_form_from_elsewhere_is_refused(
    client: Client, article: Article, headers: dict[str, str]
) -> None:
    refused(client, article, 403, "came from our own page", headers=headers)


@pytest.mark.parametrize(
    "headers", [{"origin": "http://testserver"}, {"sec-fetch-site": "same-origin"}]
)
def test_form_from_here_is_taken_with_either_header(
    client: Client, article: Article, headers: dict[str, str]
) -> None:
    data = v.sharing(article, at=f.NOW)
    assert client.post(v.address(article, "share"), data, headers=headers).status_code == 303


def test_trusted_origin_is_ours(client: Client, article: Article, settings: Settings) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://health.example.org"]
    data = v.sharing(article, at=f.NOW)
    headers = {"origin": "https://health.example.org"}
    assert client.post(v.address(article, "share"), data, headers=headers).status_code == 303


def test_filled_trap_is_refused(client: Client, article: Article) -> None:
    refused(client, article, 400, "Leave the field “Homepage” empty", **{open_forms.TRAP: "x"})


def stamp(article: Article, at: datetime, name: str = "share") -> str:
    request = SimpleNamespace(path=v.address(article, name))
    return open_forms._stamp(request, at=at)  # type: ignore[arg-type]  # only its path is asked


@pytest.mark.parametrize("bad", ["", "made up", "e30:x"])
def test_made_up_stamp_is_refused(client: Client, article: Article, bad: str) -> None:
    refused(client, article, 400, "open for too long", stamp=bad)


@pytest.mark.parametrize("age", [timedelta(hours=12, seconds=1), timedelta(seconds=-60)])
def test_stale_or_future_stamp_is_refused_and_a_new_one_handed_out(
    client: Client, article: Article, age: timedelta
) -> None:
    old = stamp(article, f.NOW - age)
    assert old not in refused(client, article, 400, "Nothing is lost", stamp=old)


def test_form_filled_faster_than_people_write_is_refused(client: Client, article: Article) -> None:
    just_now = stamp(article, f.NOW - timedelta(seconds=2))
    refused(client, article, 400, "faster than people write", stamp=just_now)


def test_stamp_of_one_form_opens_no_other(client: Client, article: Article) -> None:
    other = stamp(article, f.NOW - timedelta(minutes=1), "report")
    refused(client, article, 400, "open for too long", stamp=other)


def test_whoever_mends_a_mistake_need_not_wait_again(client: Client, article: Article) -> None:
    good = stamp(article, f.NOW - timedelta(minutes=1))
    html = refused(client, article, 400, "18 or over</a>: Please tick", stamp=good, adult="")
    assert good.split(":")[0] in html


@pytest.mark.parametrize(
    ("field", "value", "label"),
    [
        ("text", "Too short.", "Your experience"),
        ("pseudonym", "W", "Name to show"),
        ("relation", "stranger", "How you relate to the condition"),
        ("adult", "", "I am 18 or over"),
        ("consent", "", "I have read this text and agree to it"),
    ],
)
def test_bad_input_comes_back_with_a_message_naming_the_field(
    client: Client, article: Article, field: str, value: str, label: str
) -> None:
    data = v.sharing(article, at=f.NOW, **{field: value})
    response = v.send(client, v.address(article, "share"), data)
    assert response.status_code == 400
    assert f">{label}</a>: " in response.content.decode()
    assert str(data["text"]) in response.content.decode()
    assert not Experience.objects.exists()


@pytest.mark.parametrize("hidden", ["\x00", "\x1b[31m", "\u202e", "\u2066", "\ue000"])
def test_invisible_characters_are_refused(client: Client, article: Article, hidden: str) -> None:
    data = v.sharing(article, at=f.NOW, text=v.WORDS + hidden)
    response = v.send(client, v.address(article, "share"), data)
    assert response.status_code == 400
    assert not Experience.objects.exists()


def test_length_counts_a_line_break_once(client: Client, article: Article) -> None:
    text = ("a" * 59 + "\r\n") * 50
    data = v.sharing(article, at=f.NOW, text=text)
    assert len(text) > 3000
    assert v.send(client, v.address(article, "share"), data).status_code == 303
    data = v.sharing(article, at=f.NOW, text="a" * 3001)
    assert v.send(client, v.address(article, "share"), data).status_code == 400


def test_what_is_too_large_is_refused_unread(client: Client, article: Article) -> None:
    data = v.sharing(article, at=f.NOW, text="a" * open_forms.LARGEST)
    response = v.send(client, v.address(article, "share"), data)
    assert response.status_code == 413
    assert "too much at once" in response.content.decode()


@pytest.mark.parametrize("mistake", [{}, {"pseudonym": "W"}, {"stamp": ""}])
def test_changed_consent_is_shown_anew_unticked_and_nothing_is_lost(
    client: Client, article: Article, mistake: dict[str, str]
) -> None:
    data = v.sharing(article, at=f.NOW, **mistake)
    newest = v.consent("We changed this text.")
    response = v.send(client, v.address(article, "share"), data)
    html = response.content.decode()
    assert response.status_code == 400
    assert "agree to it</a>: The consent text has changed. Please read it again" in html
    assert ticked(html) == ["adult"]
    assert v.WORDS in html
    assert f'name="consent_version" value="{newest.pk}"' in html
    assert "We changed this text." in html
    assert not Experience.objects.exists()


def ticked(html: str) -> list[str]:
    boxes = re.findall(r'<input type="checkbox"[^>]*>', html)
    return [box.split('name="')[1].split('"')[0] for box in boxes if " checked" in box]


def test_tick_under_the_text_that_was_read_stays(client: Client, article: Article) -> None:
    html = refused(client, article, 400, "Nothing was sent yet", relation="stranger")
    assert ticked(html) == ["adult", "consent"]


def test_eleventh_text_of_a_day_is_refused_and_kept_on_the_page(
    article: Article, counting: Path
) -> None:
    for number in range(open_forms.TEXTS_A_DAY):
        data = v.sharing(article, at=f.NOW)
        response = v.send(Client(REMOTE_ADDR="192.0.2.1"), v.address(article, "share"), data)
        assert (number, response.status_code) == (number, 303)
    data = v.sharing(article, at=f.NOW, text=v.WORDS + " And more.")
    response = v.send(Client(REMOTE_ADDR="192.0.2.1"), v.address(article, "share"), data)
    assert response.status_code == 429
    assert v.WORDS + " And more." in response.content.decode()
    other = v.send(Client(REMOTE_ADDR="192.0.2.2"), v.address(article, "share"), data)
    assert other.status_code == 303


def test_forms_are_counted_apart_from_attempts_to_sign_in() -> None:
    assert settings_of_the_site.CACHES.keys() == {"default", "open_forms"}
    folders = {str(cache["LOCATION"]) for cache in settings_of_the_site.CACHES.values()}
    assert len(folders) == 2


def test_count_ends_with_the_day(
    article: Article, counting: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_forms, "TEXTS_A_DAY", 1)
    send = [
        v.send(Client(), v.address(article, "share"), v.sharing(article, at=f.NOW)).status_code
        for _ in range(2)
    ]
    tomorrow = f.NOW + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    data = v.sharing(article, at=tomorrow)
    send.append(v.send(Client(), v.address(article, "share"), data).status_code)
    assert send == [303, 429, 303]


def test_mistakes_are_not_counted(
    article: Article, counting: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_forms, "TEXTS_A_DAY", 1)
    for _ in range(3):
        data = v.sharing(article, at=f.NOW, adult="")
        assert v.send(Client(), v.address(article, "share"), data).status_code == 400
    data = v.sharing(article, at=f.NOW)
    assert v.send(Client(), v.address(article, "share"), data).status_code == 303


def test_addresses_of_one_ipv6_network_count_as_one(
    article: Article, counting: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_forms, "TEXTS_A_DAY", 1)
    sent = [
        v.send(
            Client(REMOTE_ADDR=address),
            v.address(article, "share"),
            v.sharing(article, at=f.NOW),
        ).status_code
        for address in ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1", "", "")
    ]
    assert sent == [303, 429, 303, 303, 429]


def test_address_is_stored_nowhere(
    article: Article, counting: Path, caplog: pytest.LogCaptureFixture
) -> None:
    address = "192.0.2.177"
    data = v.sharing(article, at=f.NOW)
    v.send(Client(REMOTE_ADDR=address), v.address(article, "share"), data)
    kept = [file.read_bytes() for file in counting.rglob("*") if file.is_file()]
    assert kept
    assert not [file for file in kept if address.encode() in file]
    assert address not in str(Experience.objects.values().get())
    assert address not in caplog.text
    today, request = f.NOW.date(), SimpleNamespace(META={"REMOTE_ADDR": address}, headers={})
    names = {
        open_forms._who(request, on=day)  # type: ignore[arg-type]  # only its address is asked
        for day in (today, today, today + timedelta(days=1))
    }
    assert len(names) == 2


def test_form_page_is_kept_and_indexed_nowhere_and_sets_no_cookie(
    client: Client, article: Article
) -> None:
    response = client.get(v.address(article, "share"))
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert not response.cookies
    sent = v.send(client, v.address(article, "share"), v.sharing(article, at=f.NOW))
    assert not sent.cookies
    assert client.put(v.address(article, "share")).status_code == 405
