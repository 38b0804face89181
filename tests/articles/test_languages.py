"""Which language a page is in, and that only its path says so."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.enums import WithdrawalKind
from articles.models import ConditionName, Treatment
from tests import factories as f
from tests import publishing
from tests.articles.reading import site_texts
from tests.translations import named_in_german, translated

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: f.NOW)


def test_the_path_alone_chooses_the_language(client: Client) -> None:
    english = client.get("/conditions/", headers={"accept-language": "de"})
    german = client.get("/de/conditions/", headers={"accept-language": "en"})
    assert english.headers["Content-Language"] == "en"
    assert german.headers["Content-Language"] == "de"
    assert b'<html lang="de">' in german.content
    for response in (english, german):
        assert "Accept-Language" not in response.headers.get("Vary", "")


@pytest.mark.parametrize("path", ["/en/", "/fr/", "/de", "/de-at/"])
def test_other_prefixes_lead_nowhere(client: Client, path: str) -> None:
    assert client.get(path, follow=False).status_code in {301, 404}


def test_an_answer_stands_at_the_address_of_its_own_language_only(client: Client) -> None:
    article = f.published()
    path = article.get_absolute_url()
    assert client.get(path).status_code == 200
    assert client.get(f"/de{path}").status_code == 404
    assert path not in client.get("/de/").content.decode()


def test_a_condition_is_called_by_its_verified_main_name_of_the_language() -> None:
    condition = f.condition("Example disease")
    german = ConditionName.objects.create(
        condition=condition, text="Beispielkrankheit", relation="exact", language="de", is_main=True
    )
    assert condition.name_in("de") == "Example disease"
    ConditionName.objects.filter(pk=german.pk).update(verified_on=f.TODAY)
    assert condition.name_in("de") == "Beispielkrankheit"
    assert condition.name_in("en") == "Example disease"
    # A narrower name never stands for the condition.
    ConditionName.objects.filter(pk=german.pk).update(relation="narrower")
    assert type(condition).objects.get(pk=condition.pk).name_in("de") == "Example disease"


def test_a_site_text_in_another_language_than_its_page_says_so(client: Client) -> None:
    site_texts()
    assert '<div lang="en">' in client.get("/de/disclaimer/").content.decode()
    assert '<div lang="en">' not in client.get("/disclaimer/").content.decode()


def test_a_condition_has_no_page_in_a_language_in_which_nothing_was_published(
    client: Client,
) -> None:
    original = f.published()
    path = original.condition.get_absolute_url()
    assert client.get(path).status_code == 200
    assert client.get(f"/de{path}").status_code == 404
    translation = translated(original)
    assert client.get(f"/de{path}").status_code == 200
    f.withdrawn(translation)
    assert client.get(f"/de{path}").status_code == 200


def test_a_condition_names_its_pages_in_the_languages_of_its_public_answers(
    client: Client, settings: Settings
) -> None:
    original = f.published()
    path = original.condition.get_absolute_url()
    assert 'rel="alternate"' not in client.get(path).content.decode()
    last = [translated(one) for one in (original, f.published(f.article(of=original.condition)))]
    for page in (path, f"/de{path}"):
        html = client.get(page).content.decode()
        assert html.count('rel="alternate"') == 2
        for code, other in (("en", path), ("de", f"/de{path}")):
            link = f'<link rel="alternate" hreflang="{code}" href="{settings.SITE_URL}{other}">'
            assert link in html
    for translation in last:
        f.withdrawn(translation)
    assert 'rel="alternate"' not in client.get(path).content.decode()


def test_a_correction_says_which_language_it_is_in(client: Client) -> None:
    original = f.published()
    named_in_german(original.condition, "Beispielkrankheit")
    corrected = publishing.corrected(translated(original), text="Zehn, nicht fünfzehn.")
    html = client.get("/corrections/").content.decode()
    about = corrected.condition.get_absolute_url()
    for marked in (
        f'<a href="{corrected.get_absolute_url()}" lang="de">Was hilft?</a>',
        f'<a href="/de{about}" lang="de">Beispielkrankheit</a>',
        '<div lang="de"><p>Zehn, nicht fünfzehn.</p></div>',
    ):
        assert marked in html


def test_a_signed_answer_says_which_language_it_is_in(client: Client) -> None:
    original, signer = f.published(), f.reviewer()
    named_in_german(original.condition, "Beispielkrankheit")
    signed = translated(original, by=signer)
    html = client.get(signer.get_absolute_url()).content.decode()
    about = signed.condition.get_absolute_url()
    assert f'<a href="{signed.get_absolute_url()}" lang="de">Was hilft?</a>' in html
    assert f'<a href="/de{about}" lang="de">Beispielkrankheit</a>' in html


def test_a_safety_alert_says_which_language_it_is_in(client: Client) -> None:
    translation = translated(f.published())
    f.alerted(Treatment.objects.get(entries__article=translation), WithdrawalKind.STOP)
    html = client.get(translation.get_absolute_url()).content.decode()
    assert '<html lang="de">' in html
    assert '<div lang="en"><p>Ask before the next dose.</p></div>' in html
    assert '<span lang="en">All uses</span>' in html


def footer(client: Client, path: str, *, status: int = 200) -> dict[str, str]:
    """Where the footer leads, by language."""
    response = client.get(path)
    assert response.status_code == status
    foot = response.content.decode().partition("<footer")[2]
    return {code: path for path, code in re.findall(r'<a href="([^"]+)" hreflang="(\w+)"', foot)}


def test_the_footer_leads_to_the_same_page_where_there_is_one(client: Client) -> None:
    original = f.published()
    answer, topic = original.get_absolute_url(), original.condition.get_absolute_url()
    for path in (answer, topic):
        assert footer(client, path) == {"en": path, "de": "/de/", "es": "/es/"}
    translation = translated(original)
    for path in (answer, topic):
        for page in (path, f"/de{path}"):
            assert footer(client, page) == {"en": path, "de": f"/de{path}", "es": "/es/"}
    signer = f.live(original).revision.review_requests.get().reviewers.get()
    for path in ("/", "/conditions/", "/privacy/", "/search/", signer.get_absolute_url()):
        for page in (path, f"/de{path}"):
            assert footer(client, page) == {"en": path, "de": f"/de{path}", "es": f"/es{path}"}
    f.withdrawn(translation)
    assert footer(client, answer) == {"en": answer, "de": "/de/", "es": "/es/"}


def test_the_footer_leads_from_an_answer_that_is_not_translated_to_its_condition(
    client: Client,
) -> None:
    original = f.published()
    other = f.published(f.article(of=original.condition))
    answer, topic = other.get_absolute_url(), other.condition.get_absolute_url()
    translation = translated(original)
    assert footer(client, answer) == {"en": answer, "de": f"/de{topic}", "es": "/es/"}
    assert 'rel="alternate"' not in client.get(answer).content.decode()
    f.withdrawn(translation)
    assert footer(client, answer) == {"en": answer, "de": "/de/", "es": "/es/"}


def test_the_footer_leads_home_from_what_no_other_language_is_known_to_have(
    client: Client,
) -> None:
    homes = {"en": "/", "de": "/de/", "es": "/es/"}
    article = f.published()
    assert footer(client, f"{article.get_absolute_url()}report/") == homes
    assert footer(client, f"{article.get_absolute_url()}history/") == homes
    for missing in ("/conditions/none/", "/reviewers/nobody/", "/nothing/"):
        assert footer(client, missing, status=404) == homes


def test_dates_are_written_as_the_language_writes_them(client: Client) -> None:
    original = f.published()
    translated(original)
    history = f"{original.get_absolute_url()}history/compare/"
    assert "1 · 7 April 2026" in client.get(history).content.decode()
    assert "1 · 7. April 2026" in client.get(f"/de{history}").content.decode()
