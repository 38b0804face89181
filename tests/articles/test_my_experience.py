"""The private page: what an author sees of their experience, and what they can do with it."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.actions import sitetexts
from articles.enums import SiteTextKind
from articles.models import Experience
from tests import factories as f
from tests import voices as v
from tests.articles.reading import text_of
from tests.translations import named_in_german, translated

pytestmark = pytest.mark.django_db

SECRET = "Only the author and the editors know this sentence about my left knee."
TOKEN = "t" * 43


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: f.NOW + timedelta(hours=2))


def mine(token: str = TOKEN) -> str:
    return reverse("articles:my_experience", args=[token])


def private(response: HttpResponse) -> bool:
    headers = response.headers
    return (
        headers["Cache-Control"] == "private, no-store"
        and headers["Referrer-Policy"] == "no-referrer"
        and headers["X-Robots-Tag"] == "noindex"
        and not response.cookies
    )


def test_private_page_shows_each_state_to_its_author_only() -> None:
    made = v.shared(f.published(), v.story(text=SECRET), token=TOKEN)
    response = Client().get(mine())
    html = response.content.decode()
    assert private(response)  # type: ignore[arg-type]  # Django's test response
    assert "It waits for an editor." in html
    assert f"http://testserver{mine()}" in html
    assert f"Your entry is number {made.pk}." in html
    assert SECRET in html
    assert "canonical" not in html
    assert "og:url" not in html
    text_of(Client(), mine("u" * 43), status=404)
    v.decided(made)
    assert "It is published" in text_of(Client(), mine())
    v.declined(Experience.objects.get())
    html = text_of(Client(), mine())
    assert "An editor decided not to publish it." in html
    assert "It names a dose." in html


def test_author_of_an_urgent_text_gets_help_at_once_and_is_not_called_urgent() -> None:
    article, client = f.published(), Client()
    sitetexts.publish(
        SiteTextKind.CRISIS_HELP,
        "Talk to somebody now.",
        signed_by="Dr Example",
        by=f.user("Editors"),
        at=f.NOW,
    )
    data = v.sharing(article, at=timezone.now(), text=v.DANGER)
    sent = v.send(client, v.address(article, "share"), data)
    html = text_of(client, sent.headers["Location"])
    assert "Talk to somebody now." in html
    assert "Nobody watches this site for emergencies." in html
    assert "urgent" not in html.lower()


def test_author_sees_the_request_to_shorten_and_answers_it() -> None:
    v.to_shorten(v.shared(f.published(), token=TOKEN))
    html = text_of(Client(), mine())
    assert "Please leave the dose out." in html
    data = {"revise": "1", "pseudonym": "Wren", "relation": "person", "text": "Too short"}
    refused = v.send(Client(), mine(), data)
    assert refused.status_code == 400
    assert "Your experience</a>: " in refused.content.decode()
    assert "Too short" in refused.content.decode()
    assert v.send(Client(), mine(), {**data, "text": SECRET}).status_code == 303
    assert Experience.objects.get().text == SECRET
    again = v.send(Client(), mine(), {**data, "text": SECRET})
    assert again.status_code == 409


def test_author_deletes_it_once_they_are_sure() -> None:
    v.published(f.published(), token=TOKEN)
    assert v.send(Client(), mine(), {"withdraw": "1"}).status_code == 400
    assert Experience.objects.get().state == "published"
    sure = {"withdraw": "1", "sure": "on"}
    assert v.send(Client(), mine(), sure).status_code == 303
    assert "Your text was deleted on 7 April 2026." in text_of(Client(), mine())
    assert Experience.objects.get().text == ""


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "null"}, 303),
        ({"origin": "http://testserver"}, 303),
        ({"sec-fetch-site": "same-origin"}, 303),
        ({"origin": "https://elsewhere.example"}, 403),
        ({"sec-fetch-site": "cross-site", "origin": "null"}, 403),
        ({}, 403),
    ],
)
def test_another_site_cannot_delete_it(headers: dict[str, str], status: int) -> None:
    v.published(f.published(), token=TOKEN)
    response = Client().post(mine(), {"withdraw": "1", "sure": "on"}, headers=headers)
    assert response.status_code == status
    assert (Experience.objects.get().state == "deleted") is (status == 303)


def test_get_deletes_nothing() -> None:
    v.published(f.published(), token=TOKEN)
    Client().get(mine(), {"withdraw": "1", "sure": "on"})
    assert Experience.objects.get().state == "published"


def test_private_page_leads_to_the_condition_in_the_language_of_the_answer() -> None:
    original = f.published()
    named_in_german(original.condition, "Beispielkrankheit")
    v.shared(translated(original), token=TOKEN)
    about = original.condition.get_absolute_url()
    for page in (mine(), f"/de{mine()}"):
        html = text_of(Client(), page)
        assert f'<a href="/de{about}">Beispielkrankheit</a>' in html
