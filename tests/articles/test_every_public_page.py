"""What holds for every kind of public page, in one small library."""

import gzip
from collections import Counter
from datetime import timedelta

import html5lib
import pytest
from django.test import Client
from django.utils import timezone
from html5lib.html5parser import ParseError
from pytest_django import Settings

from tests import factories as f
from tests.articles import structured
from tests.articles.reading import SITE_PAGES, paths_of_all_pages, site_texts

pytestmark = pytest.mark.django_db
PUBLIC = (
    *("home", "a_to_z", "condition", "answer", "treatments", "treatment"),
    *(*SITE_PAGES, "reviewer", "withdrawn", "lapsed", "missing"),
    *("history", "version", "compare"),
)
NOT_FOR_SEARCH_ENGINES = {"withdrawn", "lapsed", "missing", "history", "version", "compare"}
ORIGIN = "https://health.example.org"
# Their addresses may hold nothing that a search engine should keep.
WITHOUT_CANONICAL = {"withdrawn", "missing"}
STATUS = {"withdrawn": 410, "missing": 404}
GZIP = {"accept-encoding": "gzip, deflate, br"}


@pytest.fixture(scope="module")
def paths(for_the_module: None) -> dict[str, str]:
    """Where the pages stand, once for all tests."""
    site_texts()
    return paths_of_all_pages()


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: f.NOW + timedelta(hours=2))


@pytest.fixture
def page(client: Client, settings: Settings, paths: dict[str, str], name: str) -> tuple[str, str]:
    """The path of a public page and its HTML, asked for under somebody else's name."""
    settings.SITE_URL = ORIGIN
    settings.ALLOWED_HOSTS = ["*"]
    response = client.get(paths[name], headers={"host": "evil.example"})
    assert response.status_code == STATUS.get(name, 200)
    return paths[name], response.content.decode()


@pytest.mark.parametrize("name", PUBLIC)
def test_public_page_is_valid_html_with_unique_ids_and_one_h1(
    client: Client, paths: dict[str, str], name: str
) -> None:
    html = client.get(paths[name]).content
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    assert [value for value, times in ids.items() if times > 1] == []
    assert len(tree.findall(".//h1")) == 1
    broken = [
        anchor.get("href")
        for anchor in tree.iter("a")
        if anchor.get("href", "").startswith("#") and anchor.get("href")[1:] not in ids
    ]
    assert broken == []


def test_strict_parser_notices_bad_html() -> None:
    with pytest.raises(ParseError):
        html5lib.HTMLParser(strict=True).parse("<!doctype html><title>T</title><p></div>")


@pytest.mark.parametrize("name", PUBLIC)
@pytest.mark.parametrize("signed_in", [False, True])
def test_public_page_sets_no_cookie_and_is_the_same_for_everybody(
    client: Client, paths: dict[str, str], name: str, signed_in: bool
) -> None:
    path = paths[name]
    anonymous = client.get(path)
    if signed_in:
        client.force_login(f.user("Editors"))
    response = client.get(path)
    assert "Set-Cookie" not in response.headers
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert response.content == anonymous.content
    if name != "missing":
        assert response.headers["Cache-Control"] == "public, no-cache"
        assert response.headers["ETag"]


@pytest.mark.parametrize("name", PUBLIC)
def test_demonstration_says_so_on_every_page_and_a_real_site_does_not(
    client: Client, settings: Settings, paths: dict[str, str], name: str
) -> None:
    path, banner = paths[name], "Demonstration."
    robots = '<meta name="robots" content="noindex">'
    real = client.get(path).content.decode()
    settings.DEMO = True
    response = client.get(path)
    demo = response.content.decode()
    assert (banner in demo, robots in demo) == (True, True)
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert (banner in real, robots in real) == (False, name in NOT_FOR_SEARCH_ENGINES)


@pytest.mark.parametrize("name", PUBLIC)
def test_no_page_repeats_the_host_that_was_asked_for(page: tuple[str, str], name: str) -> None:
    path, html = page
    assert "evil.example" not in html
    links = [one for one in structured.parsed(html).iter("link") if one.get("rel") == "canonical"]
    expected = {"version": path.split("versions/")[0]}.get(name, path)
    assert [one.get("href") for one in links] == (
        [] if name in WITHOUT_CANONICAL else [f"{ORIGIN}{expected}"]
    )


@pytest.mark.parametrize("name", sorted(set(PUBLIC) - {"home", "missing"}))
def test_the_trail_above_a_page_is_what_machines_get(page: tuple[str, str], name: str) -> None:
    path, html = page
    (nav,) = [one for one in structured.parsed(html).iter("nav") if one.get("class") == "crumbs"]
    shown = [(one.text, f"{ORIGIN}{one.get('href')}") for one in nav.iter("a")]
    (found,) = [one for one in structured.json_ld(html) if "@graph" not in one]
    items = found["itemListElement"]
    assert [(one["name"], one["item"]) for one in items] == shown
    assert [one["position"] for one in items] == list(range(1, len(shown) + 1))
    assert shown[0] == ("Home", f"{ORIGIN}/")
    assert (f"{ORIGIN}{path}") not in dict(shown).values()


@pytest.mark.parametrize("name", sorted(set(PUBLIC) - {"missing"}))
def test_every_page_introduces_itself_where_it_is_shared(page: tuple[str, str]) -> None:
    _path, html = page
    found = structured.properties(html)
    assert found["og:site_name"] == "HealthInfo"
    assert found["og:title"]
    assert found["og:url"].startswith(ORIGIN)


@pytest.mark.parametrize("name", sorted(set(PUBLIC) - {"missing"}))
def test_public_page_is_sent_in_fewer_bytes_with_the_same_words(
    client: Client, paths: dict[str, str], name: str
) -> None:
    path = paths[name]
    plain, small = client.get(path), client.get(path, headers=GZIP)
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.content) == plain.content
    assert len(small.content) < len(plain.content) / 2
    for response in (plain, small):
        assert response.headers["Content-Length"] == str(len(response.content))
        assert response.headers["Vary"] == "Accept-Encoding"
        assert response.headers["ETag"] == plain.headers["ETag"]
