"""The site's own texts: who signs which, and what readers then see."""

import pytest

from articles.enums import SiteTextKind
from articles.models import AuditEvent, SiteText
from reviews.models import Reviewer
from tests import factories as f
from tests.reviews.desk.helpers import as_role, signed_in

pytestmark = pytest.mark.django_db
INDEX = "/admin/texts/"
DISCLAIMER = "/admin/texts/disclaimer/en/"
FUNDING = "/admin/texts/funding/en/"
WORDS = {"text": "It *informs*.", "password": f.PASSWORD}


def reviewer(**fields: object) -> Reviewer:
    return f.reviewer(**fields)


def test_a_reviewer_signs_the_disclaimer_and_readers_see_it() -> None:
    ada = reviewer()
    response = signed_in(ada.user).post(DISCLAIMER, WORDS, follow=True)
    assert response.redirect_chain == [(INDEX, 302)]
    text = SiteText.objects.get()
    assert (text.kind, text.language, text.text) == ("disclaimer", "en", "It *informs*.")
    assert text.signed_by == f"{ada.name}, {ada.credentials}"
    assert AuditEvent.objects.latest().verb == "published site text"
    assert "It <em>informs</em>." in as_role("outsider").get("/disclaimer/").content.decode()


@pytest.mark.parametrize(
    ("role", "medical", "others", "index"),
    [
        ("outsider", 302, 302, 302),
        ("staff", 403, 403, 403),
        ("Editors", 403, 403, 200),
        ("Reviewers", 403, 403, 403),
        ("Publishers", 403, 403, 200),
        ("Administrators", 403, 200, 200),
    ],
)
def test_who_signs_which_text(role: str, medical: int, others: int, index: int) -> None:
    client = as_role(role)
    assert client.get(DISCLAIMER).status_code == medical
    assert client.post(DISCLAIMER, WORDS).status_code == medical
    assert client.get(FUNDING).status_code == others
    assert client.get(INDEX).status_code == index
    assert not SiteText.objects.exists()


@pytest.mark.parametrize("fields", [{"suspended": True}, {"valid_until": f.TODAY.replace(2020)}])
def test_a_reviewer_who_may_not_sign_signs_no_text(fields: dict[str, object]) -> None:
    assert signed_in(reviewer(**fields).user).get(DISCLAIMER).status_code == 403


def test_a_verified_reviewer_signs_no_text_of_the_administrators() -> None:
    assert signed_in(reviewer().user).get(FUNDING).status_code == 403


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"text": ""}, "This field is required."),
        ({"text": " \n "}, "This field is required."),
        ({"password": "wrong"}, "That is not your password."),
        ({"text": "It stands."}, "These are the words that stand, so there is no new version."),
    ],
)
def test_what_cannot_be_signed_comes_back_as_it_was_typed(
    changed: dict[str, str], error: str
) -> None:
    client = signed_in(reviewer().user)
    client.post(DISCLAIMER, WORDS | {"text": "It stands."})
    response = client.post(DISCLAIMER, WORDS | changed)
    assert response.status_code == 200
    assert error in response.content.decode()
    assert response.context["form"]["text"].value() == (WORDS | changed)["text"]
    assert SiteText.objects.count() == 1


def test_a_text_stands_for_every_language_without_its_own() -> None:
    client = signed_in(reviewer().user)
    client.post(DISCLAIMER, WORDS | {"text": "For information."})
    reader = as_role("outsider")
    assert "For information." in reader.get("/de/disclaimer/").content.decode()
    client.post("/admin/texts/disclaimer/de/", WORDS | {"text": "Zur Information."})
    german = reader.get("/de/disclaimer/").content.decode()
    assert "Zur Information." in german
    assert "For information." not in german
    assert "For information." in reader.get("/disclaimer/").content.decode()


@pytest.mark.parametrize("address", ["/admin/texts/poem/en/", "/admin/texts/disclaimer/tlh/"])
def test_there_is_no_other_text(address: str) -> None:
    assert signed_in(reviewer().user).get(address).status_code == 404


def test_the_list_has_every_text_in_every_language() -> None:
    lines = as_role("Administrators").get(INDEX).context["lines"]
    assert len(lines) == len(SiteTextKind) * 3
    assert {line.kind for line in lines if line.may_sign} == {
        SiteTextKind.CONSENT,
        SiteTextKind.EDITORIAL_POLICY,
        SiteTextKind.FUNDING,
        SiteTextKind.PRIVACY,
    }
