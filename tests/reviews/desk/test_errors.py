"""What is not there, or not allowed, at the desk: said in its frame, with the way back."""

import pytest
from django.test import Client
from pytest_django import Settings

from tests import factories as f
from tests.reviews.desk.helpers import as_role, asked, screen, signed_in

pytestmark = pytest.mark.django_db
BACK = '<a href="/admin/">Back to the desk</a>'
READERS = '<a href="/conditions/">'


@pytest.mark.parametrize("address", ["/admin/nothing/", "/admin/articles/article/999/change/"])
def test_an_address_without_a_page_leads_back_to_the_desk(address: str) -> None:
    response = as_role("Editors").get(address)
    html = response.content.decode()
    assert (response.status_code, BACK in html, READERS in html) == (404, True, False)
    assert "<h1>There is no page at this address</h1>" in html


def test_what_is_not_allowed_leads_back_to_the_desk_and_says_why() -> None:
    review, _reviewer = asked()
    html = as_role("Reviewers").get("/admin/auth/user/").content.decode()
    assert BACK in html
    publishing = signed_in(f.user("Editors")).post(screen(review, "publish"))
    assert publishing.status_code == 403
    html = publishing.content.decode()
    assert (BACK in html, "<p>Only publishers publish.</p>" in html) == (True, True)


def test_readers_get_their_own_page(client: Client) -> None:
    response = client.get("/conditions/none/nothing/")
    assert (response.status_code, BACK in response.content.decode()) == (404, False)


def test_who_has_not_shown_a_second_factor_sees_nothing_of_the_desk(settings: Settings) -> None:
    settings.DEMO = False
    response = as_role("Editors").get("/admin/articles/article/1/preview/")
    assert BACK not in response.content.decode()
