"""The site's own pages: who runs it, who pays, what it learns, and who else helps."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from articles.models import Condition, SupportOrganisation
from tests import factories as f
from tests.articles.reading import NUMBERS, site_texts, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: f.NOW + timedelta(hours=2))


def _organisation(of: Condition, **fields: object) -> SupportOrganisation:
    values = {"name": "Example circle", "url": "https://example.org/circle", "checked_on": f.TODAY}
    return SupportOrganisation.objects.create(condition=of, **{**values, **fields})


@pytest.mark.parametrize(
    ("name", "said", "unsaid"),
    [
        ("funding", "Members pay.", "Ours has not yet said here who pays for this site."),
        ("privacy", "Nothing is kept.", "Ours has not published a privacy statement yet."),
    ],
)
def test_a_text_nobody_wrote_yet_is_missed_honestly(
    client: Client, settings: Settings, name: str, said: str, unsaid: str
) -> None:
    settings.PUBLISHER = "Ours"
    before = text_of(client, reverse(f"articles:{name}"))
    site_texts()
    after = text_of(client, reverse(f"articles:{name}"))
    assert (unsaid in before, said in before) == (True, False)
    assert (unsaid in after, said in after) == (False, True)


def test_contact_names_publisher_address_and_what_to_do_in_an_emergency(
    client: Client, settings: Settings
) -> None:
    settings.PUBLISHER, settings.CONTACT_EMAIL = "Ours", "us@example.org"
    site_texts()
    html = text_of(client, reverse("articles:contact"))
    assert "Ours publishes this site." in html
    assert '<a href="mailto:us@example.org">us@example.org</a>' in html
    assert NUMBERS in html


def test_every_page_leads_to_who_is_behind_it(client: Client) -> None:
    html = text_of(client, f.published().get_absolute_url())
    for name in ("policy", "disclaimer", "funding", "privacy", "contact"):
        assert f'<a href="{reverse(f"articles:{name}")}">' in html


def test_condition_page_lists_support_with_the_day_it_was_checked(client: Client) -> None:
    topic = f.published().condition
    other = f.published().condition
    _organisation(topic, country="Ireland", contact="Telephone 00 000")
    html = text_of(client, topic.get_absolute_url())
    assert '<a href="https://example.org/circle">Example circle</a>' in html
    for words in ("Ireland", "Telephone 00 000", "A listing is not an endorsement."):
        assert words in html
    assert "Example circle" not in text_of(client, other.get_absolute_url())


@pytest.mark.parametrize("count", [1, 3, 50])
def test_condition_page_asks_as_often_for_fifty_organisations_as_for_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    topic = f.published().condition
    for number in range(count):
        _organisation(topic, name=f"Circle {number}")
    with django_assert_num_queries(12):
        assert text_of(client, topic.get_absolute_url()).count("Checked on") == count


def test_a_page_in_a_language_written_from_the_right_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "dir=" not in text_of(client, "/contact/")
    monkeypatch.setattr("django.utils.translation.get_language_bidi", lambda: True)
    assert '<html lang="en" dir="rtl">' in text_of(client, "/contact/")


@pytest.mark.parametrize(
    "fields",
    [{"name": ""}, {"url": ""}, {"name": "Twice"}],
    ids=["without a name", "without an address", "listed twice"],
)
def test_database_refuses_an_organisation_that_helps_nobody(
    fields: dict[str, str],
) -> None:
    topic = f.condition()
    _organisation(topic, name="Twice")
    with pytest.raises(IntegrityError):
        _organisation(topic, **fields)
