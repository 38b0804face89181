import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests import factories as f
from tests.reviews.desk.helpers import ROLES, as_role, signed_in

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"


def sign_in(username: str, password: str, client: Client | None = None, **more: str) -> str:
    """What the sign-in form answers: the address it leads to, or the page's text."""
    data = {"login": username, "password": password, **more}
    answer = (client or Client()).post(LOGIN, data)
    return answer.headers.get("Location") or answer.content.decode()


@pytest.mark.parametrize("role", [*ROLES, "superuser"])
def test_outside_a_demonstration_a_password_alone_opens_nothing(
    role: str, settings: Settings
) -> None:
    client = as_role(role)
    assert client.get("/admin/").status_code == 200
    settings.DEMO = False
    for address in ("/admin/", "/admin/reviews/reviewrequest/", "/admin/articles/article/"):
        response = client.get(address)
        assert (response.status_code, response.headers["Location"]) == (
            302,
            f"{LOGIN}?next={address}",
        )


@pytest.mark.parametrize("role", ROLES)
def test_each_role_signs_in_to_a_demonstration(role: str) -> None:
    assert sign_in(f.user(role).username, f.PASSWORD, next="/admin/") == "/admin/"


def test_unknown_names_wrong_passwords_and_outsiders_get_the_same_answer() -> None:
    staff, outsider, gone = f.user("Editors"), f.user(), f.user("Editors")
    gone.is_active = False
    gone.save()
    attempts = [
        ("nobody", f.PASSWORD),
        (staff.username, "wrong"),
        (outsider.username, f.PASSWORD),
        (gone.username, f.PASSWORD),
    ]
    told = "The username and/or password you specified are not correct."
    assert [told in sign_in(*attempt) for attempt in attempts] == [True] * 4


def test_sign_in_leads_nowhere_else() -> None:
    user = f.user("Editors")
    for elsewhere in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        answer = sign_in(user.username, f.PASSWORD, next=elsewhere)
        assert "evil" not in answer
        assert "javascript" not in answer


def test_signing_in_takes_no_session_key_from_before() -> None:
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    assert planted
    client.cookies["healthinfo_session"] = planted
    sign_in(f.user("Editors").username, f.PASSWORD, client)
    assert client.cookies["healthinfo_session"].value not in {planted, ""}


@pytest.mark.parametrize("lost", ["is_active", "is_staff"])
def test_whoever_leaves_loses_the_open_session(lost: str) -> None:
    user = f.user("Editors")
    client = signed_in(user)
    assert client.get("/admin/").status_code == 200
    setattr(user, lost, False)
    user.save()
    assert client.get("/admin/").status_code == 302


def test_every_page_of_the_desk_says_that_it_is_a_demonstration() -> None:
    for client, address in ((Client(), LOGIN), (as_role("Editors"), "/admin/")):
        shown = client.get(address).content.decode()
        assert "Demonstration: made-up reviewers, no medical advice." in shown
