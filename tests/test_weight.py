"""What a page weighs on its way to an old phone (`reader-pages.md`: 30 KB with its stylesheet)."""

import gzip
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone

from reviews.demo import loading

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def _stylesheet() -> bytes:
    found = finders.find("healthinfo/site.css")
    assert found is not None
    return Path(found).read_bytes()


def test_the_one_stylesheet_is_small_and_asks_no_other_host() -> None:
    css = _stylesheet().decode()
    assert len(css.encode()) < 20_000
    assert [word for word in ("@import", "@font-face", "url(") if word in css] == []


def test_stylesheet_knows_no_left_and_no_right() -> None:
    physical = r"(?:[ -](?:left|right|top|bottom)|[ {](?:(?:min|max)-)?(?:width|height)): "
    rules = re.sub(r"@media[^{]+", "", _stylesheet().decode())
    assert re.findall(physical, ".x { margin-left: 0; width: 1px; }") == ["-left: ", " width: "]
    assert re.findall(physical, rules) == []


def test_stylesheet_is_understood_by_phones_that_get_no_new_browser() -> None:
    # Safari 15 and Chrome 95 know neither of them, and drop every rule that hangs on them.
    nested = re.compile(r"\{[^{}]*\{")
    assert nested.findall(".x { color: red; .y { color: blue; } }") == ["{ color: red; .y {"]
    rules = re.sub(r"@media[^{]+\{", "", _stylesheet().decode())
    assert nested.findall(rules) == []
    assert "light-dark(" not in rules


@pytest.mark.django_db
def test_the_longest_page_of_the_demonstration_weighs_little(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    loading.load(at=NOW, say=lambda line: None)
    path, accepted = "/conditions/parry-romberg-syndrome/treatments/", {"accept-encoding": "gzip"}
    sent = client.get(path, headers=accepted).content
    assert b"Methotrexate" in gzip.decompress(sent)
    # Stylesheets are compressed when they are collected.
    assert len(sent) + len(gzip.compress(_stylesheet(), compresslevel=9, mtime=0)) < 30_000
