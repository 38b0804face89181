"""Outside a demonstration staff need the password and a second factor, whatever their role."""

import re
from io import StringIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django.fixtures import Settings

from reviews.models import ReviewRecord
from tests import factories as f
from tests.reviews.desk.helpers import ROLES, as_role, asked, filled_in, screen

pytestmark = pytest.mark.django_db

LOGIN, SET_UP, CODE = "/admin/login/", "/admin/account/second-factor/", "123456"
STAFF = [*ROLES, "staff", "superuser"]
PRIVATE = [
    "/admin/",
    "/admin/reviews/reviewrequest/",
    "/admin/articles/article/",
    "/admin/answers/live/",
    "/admin/password_change/",
]


@pytest.fixture(autouse=True)
def _app_shows_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes of an app change every 30 seconds; in these tests they stand still."""
    monkeypatch.setattr(totp, "hotp_value", lambda secret, counter: int(CODE))


@pytest.fixture
def counting(settings: Settings, tmp_path: Path) -> None:
    """Remembers attempts and used codes, as a real site does."""
    files = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = {"default": {"BACKEND": files, "LOCATION": tmp_path}}


def enrolled(role: str = "Editors") -> User:
    """Somebody with an app and recovery codes."""
    user = f.user(superuser=True) if role == "superuser" else f.user(role)
    totp.TOTP.activate(user, totp.generate_totp_secret())
    RecoveryCodes.activate(user)
    return user


def password(client: Client, user: User, **more: str) -> str:
    """Where the right password leads, or the page's text."""
    return sign_in(client, user.username, f.PASSWORD, **more)


def sign_in(client: Client, username: str, secret: str, **more: str) -> str:
    answer = client.post(LOGIN, {"login": username, "password": secret, **more})
    return answer.headers.get("Location") or answer.content.decode()


def is_open(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


@pytest.mark.parametrize("role", STAFF)
def test_password_alone_opens_nothing_and_leads_to_setting_up(role: str) -> None:
    client = as_role(role)
    for address in PRIVATE:
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, f"{LOGIN}?next={address}")
        assert client.get(answer["Location"])["Location"] == f"{SET_UP}?next={address}"
    assert "the desk opens only with the password and a second factor" in (
        client.get(SET_UP).content.decode()
    )


@pytest.mark.parametrize("role", STAFF)
def test_in_a_demonstration_the_password_is_enough(role: str, settings: Settings) -> None:
    settings.DEMO = True
    client = as_role(role)
    assert is_open(client)
    assert "In this demonstration the password is enough." in client.get(SET_UP).content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_first_sign_in_goes_from_password_to_app_to_desk(role: str) -> None:
    client, user = Client(), f.user(role)
    assert password(client, user) == "/admin/"
    add = reverse("mfa_activate_totp")
    again = unquote(client.get(add)["Location"])
    assert again == f"/admin/account/password/?next={add}"
    assert client.post(again, {"password": f.PASSWORD})["Location"] == add
    assert 'class="qr" src="data:image/svg' in client.get(add).content.decode()
    codes = client.post(add, {"code": CODE})["Location"]
    assert len(re.findall("<code>[0-9]{8}</code>", client.get(codes).content.decode())) == 10
    confirm = client.get("/admin/", follow=True).redirect_chain[-1][0]
    assert confirm == "/admin/account/second-factor/confirm/?next=/admin/"
    assert not is_open(client)
    assert client.post(confirm, {"code": CODE, "next": "/admin/"})["Location"] == "/admin/"
    assert is_open(client)


@pytest.mark.parametrize("role", [*ROLES, "superuser"])
def test_later_sign_ins_want_the_code(role: str) -> None:
    client = Client()
    code_page = password(client, enrolled(role), next="/admin/articles/article/")
    assert code_page == reverse("mfa_authenticate")
    assert not is_open(client)
    assert "Incorrect code." in client.post(code_page, {"code": "000000"}).content.decode()
    assert not is_open(client)
    before = client.session.session_key
    assert client.post(code_page, {"code": CODE})["Location"] == "/admin/articles/article/"
    assert client.session.session_key != before
    assert is_open(client)


def test_enrolled_staff_are_asked_in_a_demonstration_too(settings: Settings) -> None:
    settings.DEMO = True
    client = Client()
    assert password(client, enrolled()) == reverse("mfa_authenticate")
    assert not is_open(client)


def test_recovery_code_opens_the_desk_once() -> None:
    user = enrolled()
    code = RecoveryCodes(Authenticator.objects.get(user=user, type="recovery_codes"))
    unused = code.get_unused_codes()[0]
    opened = []
    for client in (Client(), Client()):
        client.post(password(client, user), {"code": unused})
        opened.append(is_open(client))
    assert opened == [True, False]


@pytest.mark.usefixtures("counting")
def test_code_of_an_app_opens_the_desk_once() -> None:
    user = enrolled()
    opened = []
    for client in (Client(), Client()):
        client.post(password(client, user), {"code": CODE})
        opened.append(is_open(client))
    assert opened == [True, False]


def test_password_cannot_add_or_remove_a_factor_once_there_is_one() -> None:
    user = enrolled()
    client = Client()
    client.force_login(user)
    confirm = reverse("mfa_reauthenticate")
    assert client.get(LOGIN)["Location"].partition("?")[0] == confirm
    by_password = client.post(reverse("account_reauthenticate"), {"password": f.PASSWORD})
    assert by_password["Location"] == confirm
    for name in ("mfa_add_webauthn", "mfa_deactivate_totp", "mfa_view_recovery_codes"):
        answer = client.get(reverse(name))
        shown = answer.headers.get("Location", "").partition("?")[0]
        assert (name, shown) == (name, confirm)
    assert not is_open(client)


def test_forgotten_factor_closes_the_desk_at_once() -> None:
    user, client = enrolled(), Client()
    client.post(password(client, user), {"code": CODE})
    assert is_open(client)
    call_command("forget_second_factor", user.username, stdout=StringIO())
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == f"{SET_UP}?next=/admin/"


def test_only_the_factors_of_the_person_named_are_forgotten() -> None:
    kept = enrolled()
    with pytest.raises(CommandError, match="nobody called 'nobody'"):
        call_command("forget_second_factor", "nobody")
    call_command("forget_second_factor", enrolled().username, stdout=StringIO())
    assert {factor.user for factor in Authenticator.objects.all()} == {kept}


def test_new_password_ends_the_other_sessions() -> None:
    user, here, there = enrolled(), Client(), Client()
    for client in (here, there):
        client.post(password(client, user), {"code": CODE})
        assert is_open(client)
    new = "a rather different pass phrase"
    data = {"old_password": f.PASSWORD, "new_password1": new, "new_password2": new}
    assert here.post("/admin/password_change/", data).status_code == 302
    assert (is_open(here), is_open(there)) == (True, False)


def test_stock_sign_in_of_the_admin_is_gone() -> None:
    user, client = f.user("Editors"), Client()
    client.post(LOGIN, {"username": user.username, "password": f.PASSWORD})
    assert "_auth_user_id" not in client.session
    assert reverse("admin:login") == reverse("account_login") == LOGIN


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_no_step_of_signing_in_leads_elsewhere(elsewhere: str) -> None:
    client = Client()
    code_page = password(client, enrolled(), next=elsewhere)
    assert client.post(code_page, {"code": CODE})["Location"] == "/admin/"
    confirm = client.post(reverse("mfa_reauthenticate"), {"code": CODE, "next": elsewhere})
    assert confirm["Location"] == "/admin/"
    assert client.get(LOGIN, {"next": elsewhere})["Location"] == "/admin/"


@pytest.mark.parametrize(
    "name",
    ["signup", "email", "reset_password", "email_verification_sent", "request_login_code"],
)
def test_nobody_signs_up_or_resets_by_mail(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(f"account_{name}")


def test_outsiders_reach_no_page_of_an_account() -> None:
    for name in ("index", "reauthenticate", "list_webauthn", "view_recovery_codes"):
        address = reverse(f"mfa_{name}")
        assert Client().get(address)["Location"] == f"{LOGIN}?next={address}"
    for name in ("activate_totp", "add_webauthn", "generate_recovery_codes"):
        answer = Client().get(reverse(f"mfa_{name}"))
        assert answer.status_code in {302, 403}
    assert Client().get(reverse("mfa_authenticate"))["Location"] == LOGIN


@pytest.mark.parametrize("junk", ["x", "{}", "[]", "null", '"id"', '{"id": "a", "rawId": 1}'])
def test_forged_passkey_signs_nothing_and_loses_nothing(junk: str) -> None:
    review, reviewer = asked()
    totp.TOTP.activate(reviewer.user, totp.generate_totp_secret())
    client = Client()
    client.post(password(client, reviewer.user), {"code": CODE})
    data = filled_in(review, comment="Well put.", password=f.PASSWORD, credential=junk)
    shown = client.post(screen(review, "sign"), data).content.decode()
    assert "That passkey was not accepted." in shown
    assert 'name="comment" value="Well put."' in shown
    assert not ReviewRecord.objects.exists()


def test_pages_of_an_account_are_kept_by_no_cache_and_carry_no_script_of_their_own() -> None:
    client = Client()
    client.post(password(client, enrolled()), {"code": CODE})
    client.post(reverse("mfa_reauthenticate"), {"code": CODE})
    names = ["index", "reauthenticate", "list_webauthn", "add_webauthn", "deactivate_totp"]
    names += ["view_recovery_codes", "generate_recovery_codes", "download_recovery_codes"]
    for name in names:
        answer = client.get(reverse(f"mfa_{name}"))
        text = answer.content.decode()
        assert (name, answer.status_code) == (name, 200)
        assert "no-store" in answer["Cache-Control"]
        assert "style=" not in text
        scripts = re.findall("<script([^>]*)>", text)
        assert [s for s in scripts if "src=" not in s and "application/json" not in s] == []


def test_public_pages_set_no_cookie_for_anybody() -> None:
    client = Client()
    client.post(password(client, enrolled()), {"code": CODE})
    for visitor in (Client(), client):
        answer = visitor.get("/conditions/")
        assert (answer.status_code, dict(answer.cookies)) == (200, {})
        assert "Cookie" not in answer.headers.get("Vary", "")
