"""Public pages are sent compressed; what may hold a secret is not."""

import gzip
import http.client
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests import discussing
from tests import factories as f
from tests import voices as v

GZIP = {"accept-encoding": "gzip, deflate, br"}
TOKEN = "t" * 43


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: f.NOW + timedelta(hours=2))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/sitemap.xml", "/opensearch.xml", "/api/v1/search?q=example", "/verify/{}/"]
)
def test_what_machines_read_is_sent_in_fewer_bytes_too(client: Client, path: str) -> None:
    sha256 = f.live(f.published()).revision.sha256
    address = path.format(sha256)
    plain, small = client.get(address), client.get(address, headers=GZIP)
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.content) == plain.content


@pytest.mark.django_db
def test_signed_bytes_come_out_of_the_compression_as_they_were_signed(client: Client) -> None:
    words = f.live(f.published()).revision
    sent = client.get(reverse("articles:snapshot", args=[words.sha256]), headers=GZIP)
    assert gzip.decompress(sent.content) == words.snapshot.encode()


@pytest.mark.django_db
def test_whoever_has_the_words_gets_304_however_they_were_sent(client: Client) -> None:
    path = f.published().get_absolute_url()
    etag = client.get(path, headers=GZIP).headers["ETag"]
    assert etag.startswith('W/"')
    for accepted in ({}, GZIP):
        for known in (etag, etag.removeprefix("W/"), f'"other", {etag}'):
            response = client.get(path, headers={**accepted, "if-none-match": known})
            assert (response.status_code, response.content) == (304, b"")
            assert response.headers["ETag"] == etag
            assert response.headers["Vary"] == "Accept-Encoding"
            assert response.headers["Cache-Control"] == "public, no-cache"
            assert "Content-Encoding" not in response.headers
        other = client.get(path, headers={**accepted, "if-none-match": 'W/"other"'})
        assert other.status_code == 200


@pytest.mark.django_db
def test_what_is_too_short_to_compress_varies_too(client: Client) -> None:
    response = client.get("/api/v1/suggest?q=zzz", headers=GZIP)
    assert response.json() == {"results": []}
    assert "Content-Encoding" not in response.headers
    assert response.headers["Vary"] == "Accept-Encoding"


@pytest.mark.django_db
def test_pages_that_hold_a_secret_are_sent_as_they_are(settings: Settings) -> None:
    settings.DEMO = True
    v.consent()
    article = f.published()
    v.shared(article, token=TOKEN)
    staff = Client()
    staff.force_login(f.user("Editors"))
    reader = Client()
    for client, path in (
        (reader, reverse("account_login")),
        (staff, reverse("admin:index")),
        (staff, reverse("admin:articles_article_change", args=[article.pk])),
        (staff, reverse("styleguide")),
        (reader, f"{article.get_absolute_url()}share/"),
        (reader, f"{article.get_absolute_url()}report/"),
        (reader, f"{article.condition.get_absolute_url()}ask/"),
        (reader, reverse("articles:my_experience", args=[TOKEN])),
        (reader, discussing.invited(f.request())[1]),
    ):
        response = client.get(path, headers=GZIP)
        assert (path, response.status_code) == (path, 200)
        assert "Content-Encoding" not in response.headers, path
        assert len(response.content) > 1_000


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("accepted", ["gzip", "identity"])
def test_head_tells_what_get_would_and_sends_no_body(
    live_server: LiveServer, accepted: str
) -> None:
    path = f.published().get_absolute_url()
    told = {}
    for method in ("GET", "HEAD"):
        connection = http.client.HTTPConnection(urlsplit(live_server.url).netloc)
        connection.request(method, path, headers={"Accept-Encoding": accepted})
        response = connection.getresponse()
        body = response.read()
        assert response.status == 200
        assert len(body) == (int(response.headers["Content-Length"]) if method == "GET" else 0)
        names = ("ETag", "Vary", "Cache-Control", "Content-Encoding", "Content-Type")
        told[method] = [response.headers[name] for name in names]
        connection.close()
    assert told["GET"] == told["HEAD"]
    assert told["GET"][3] == ("gzip" if accepted == "gzip" else None)
