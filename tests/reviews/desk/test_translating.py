"""Beginning a translation at the desk, and keeping it up with its original."""

import pytest
from django.utils import timezone

from articles.models import Article
from tests import factories as f
from tests.reviews.desk.editors import EDITING, ROLES, address, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ROLES)
def test_only_who_may_edit_begins_a_translation(role: str) -> None:
    original = f.published()
    client = signed_in(f.user(role))
    response = client.post(address(original, "translate"), {"language": "de"})
    made = Article.objects.filter(translation_of=original).first()
    if role in EDITING:
        assert made is not None
        assert response["Location"] == address(made)
    else:
        assert made is None
        assert response.status_code in {302, 403}


@pytest.mark.parametrize("role", ROLES)
def test_only_who_may_edit_says_that_a_draft_follows(role: str) -> None:
    original = f.published()
    client = signed_in(f.user("Editors"))
    client.post(address(original, "translate"), {"language": "de"})
    german = Article.objects.get(translation_of=original)
    newer = f.save(original, emergency_advice="- pain[^smith]", by=f.user("Editors"))
    original = f.published(newer)
    assert "Version 2 of the original is live." in client.get(address(german)).content.decode()
    signed_in(f.user(role)).post(address(german, "follow"))
    german.refresh_from_db()
    assert (german.follows_id == original.live_id) == (role in EDITING)


def test_what_cannot_be_translated_says_why() -> None:
    client = signed_in(f.user("Editors"))
    never_live = f.article(at=timezone.now())
    response = client.post(address(never_live, "translate"), {"language": "de"}, follow=True)
    told = [str(message) for message in response.context["messages"]]
    assert told == ["Only a live original is translated."]
    assert client.get(address(never_live, "translate")).status_code == 405


def test_the_screen_of_an_original_names_its_translations_and_the_languages_left() -> None:
    original = f.published()
    client = signed_in(f.user("Editors"))
    client.post(address(original, "translate"), {"language": "de"})
    languages = client.get(address(original)).context["languages"]
    german = Article.objects.get(translation_of=original)
    assert languages.translations == (("Deutsch", german),)
    assert languages.possible == (("es", "Español"),)
