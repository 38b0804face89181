"""Settings from the environment: what is wrong is refused by its name, never guessed at."""

import runpy
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from healthinfo import env

SETTINGS = Path(__file__).parent.parent / "healthinfo" / "settings.py"
LONG = "s" * 50


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment with nothing of ours but a folder to write in."""
    for name in ("DEBUG", "DEMO", "HOSTS", "SECRET_KEY", "TIME_ZONE", "LOG_LEVEL", "SITE_NAME"):
        monkeypatch.delenv(f"HEALTHINFO_{name}", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("HEALTHINFO_VAR", str(tmp_path))
    return tmp_path


def settings() -> dict[str, Any]:
    """The settings as this environment makes them."""
    return runpy.run_path(str(SETTINGS))


def test_without_a_word_it_is_a_real_site_on_sqlite(var: Path) -> None:
    made = settings()
    assert (made["DEBUG"], made["DEMO"], made["TIME_ZONE"]) == (False, False, "UTC")
    database = made["DATABASES"]["default"]
    assert (database["ENGINE"], database["NAME"]) == (
        "django.db.backends.sqlite3",
        str(var / "healthinfo.sqlite3"),
    )
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HEALTHINFO_DEBUG", "maybe"),
        ("HEALTHINFO_DEMO", "2"),
        ("HEALTHINFO_TLS", "yes please"),
        ("HEALTHINFO_SECRET_KEY", "short"),
        ("HEALTHINFO_SITE_NAME", "  "),
        ("HEALTHINFO_CONTACT", ""),
        ("HEALTHINFO_TIME_ZONE", "Mars/Olympus"),
        ("HEALTHINFO_TIME_ZONE", "../etc/passwd"),
        ("HEALTHINFO_LOG_LEVEL", "LOUD"),
        ("HEALTHINFO_CONTACT", "call us"),
        ("HEALTHINFO_SITE_URL", "health.example.org"),
        ("HEALTHINFO_SITE_URL", "ftp://health.example.org"),
        ("HEALTHINFO_SITE_URL", "https://health.example.org/site"),
        ("HEALTHINFO_SITE_URL", "https://somebody@health.example.org"),
        ("HEALTHINFO_SITE_URL", "https://health.example.org?a"),
        ("HEALTHINFO_SMTP_PORT", "smtp"),
        ("HEALTHINFO_SMTP_PORT", "0"),
        ("HEALTHINFO_SMTP_PORT", "65536"),
        ("HEALTHINFO_SMTP_TLS", "yes"),
        ("HEALTHINFO_SMTP_FROM", "nobody"),
        ("DATABASE_URL", ""),
        ("DATABASE_URL", "mysql://u:hunter2@host/name"),
        ("DATABASE_URL", "nothing:hunter2"),
        ("DATABASE_URL", "postgres://u:hunter2@host:port/name"),
    ],
)
def test_a_bad_value_is_refused_by_its_name(
    var: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    settings()
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured) as caught:
        settings()
    assert str(caught.value).startswith(f"{name} must ")
    assert "hunter2" not in str(caught.value)


def test_database_url_selects_postgresql_with_a_pool(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://u:secret@db.example:5433/answers")
    database = settings()["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example", 5433, "answers")
    assert database["OPTIONS"]["pool"]["max_size"] > 1


def test_mail_goes_to_the_server_named_and_in_a_demonstration_to_the_console(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "SITE_URL": "https://health.example.org:8443/",
        "SMTP_HOST": "mail.example.org",
        "SMTP_PORT": "465",
        "SMTP_USER": "desk",
        "SMTP_PASSWORD": "hunter2",
        "SMTP_TLS": "implicit",
        "SMTP_FROM": "desk@example.org",
    }.items():
        monkeypatch.setenv(f"HEALTHINFO_{name}", value)
    made = settings()
    assert made["SITE_URL"] == "https://health.example.org:8443"
    assert made["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert (made["EMAIL_HOST"], made["EMAIL_PORT"]) == ("mail.example.org", 465)
    assert (made["EMAIL_HOST_USER"], made["EMAIL_HOST_PASSWORD"]) == ("desk", "hunter2")
    assert (made["EMAIL_USE_TLS"], made["EMAIL_USE_SSL"]) == (False, True)
    assert made["DEFAULT_FROM_EMAIL"] == "desk@example.org"
    monkeypatch.setenv("HEALTHINFO_DEMO", "1")
    assert settings()["EMAIL_BACKEND"] == "django.core.mail.backends.console.EmailBackend"


@pytest.mark.parametrize(
    ("value", "expected"),
    [("1", True), ("TRUE", True), (" on ", True), ("0", False), ("No", False), ("", False)],
)
def test_a_flag_is_yes_or_no(monkeypatch: pytest.MonkeyPatch, value: str, expected: bool) -> None:
    monkeypatch.setenv("A_FLAG", value)
    assert env.flag("A_FLAG") is env.flag("A_FLAG", default=True) is expected


@pytest.mark.parametrize("default", [True, False])
def test_a_flag_that_is_not_set_has_its_default(
    monkeypatch: pytest.MonkeyPatch, default: bool
) -> None:
    monkeypatch.delenv("A_FLAG", raising=False)
    assert env.flag("A_FLAG", default=default) is default


def test_words_come_without_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_WORDS", " a.example, ,b.example,")
    assert env.words("SOME_WORDS") == ["a.example", "b.example"]
    assert env.words("NO_WORDS", "c") == ["c"]


def test_a_choice_is_one_of_those_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_CHOICE", "b")
    assert env.choice("A_CHOICE", ["a", "b"], "a") == "b"
    with pytest.raises(ImproperlyConfigured, match=r"A_CHOICE must be one of a, c, not 'b'\."):
        env.choice("A_CHOICE", ["a", "c"], "a")


def test_a_secret_is_made_once_and_kept_for_us_only(tmp_path: Path) -> None:
    kept_in = tmp_path / "var" / "secret"
    made = env.secret("NO_SECRET_SET", kept_in=kept_in)
    assert len(made) >= 50
    assert env.secret("NO_SECRET_SET", kept_in=kept_in) == made
    assert kept_in.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in kept_in.parent.iterdir()] == ["secret"]


def test_the_first_of_two_processes_makes_the_secret(tmp_path: Path) -> None:
    kept_in = tmp_path / "secret"
    env._write_once(kept_in, "first")
    env._write_once(kept_in, "second")
    assert kept_in.read_text() == "first"


def test_a_secret_from_the_environment_is_not_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_SECRET", LONG)
    assert env.secret("A_SECRET", kept_in=tmp_path / "secret") == LONG
    assert not (tmp_path / "secret").exists()
