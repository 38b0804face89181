"""Which language a page is in, and that only its path says so."""

import pytest
from django.test import Client

from articles.models import ConditionName
from tests import factories as f
from tests.articles.reading import site_texts

pytestmark = pytest.mark.django_db


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


def test_a_site_text_in_another_language_than_its_page_says_so(client: Client) -> None:
    site_texts()
    assert '<div lang="en">' in client.get("/de/disclaimer/").content.decode()
    assert '<div lang="en">' not in client.get("/disclaimer/").content.decode()
