"""Previews: the same words in the same HTML as the page, for editors only."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from articles import pages
from articles.drafts import Cited
from articles.models import Article
from tests import factories as f
from tests.reviews.desk.editors import EDITING, ROLES, address, article, signed_in, typed

pytestmark = pytest.mark.django_db
CONTENT = (
    "## Used first\n\nIt helps.[^jones] It calms.[^smith] Who?[^nobody]\n\n"
    "::: warning Do not stop\nAsk.\n:::\n\n| a | b |\n| --- | --: |\n| c | d |\n\n"
    '<script>alert(1)</script> [x](javascript:alert(1)) ![](https://example.org/x.png "t")'
)


def test_preview_is_the_body_of_the_page_that_saving_would_make() -> None:
    cited = (Cited("smith", f.source().pk), Cited("jones", f.source().pk))
    written = article(emergency_advice="", citations=cited)
    client = signed_in(f.user("Editors"))
    shown = client.post(address(written, "preview"), {"content": CONTENT.replace("\n", "\r\n")})
    client.post(address(written), typed(written, body=CONTENT))
    body = pages.preview(Article.objects.get(pk=written.pk)).body
    assert shown.content.decode() == body
    assert '<a href="#source-1" aria-label="Source 1"' in body
    assert '<span class="unknown-citation">[^nobody]</span>' in body
    assert "<script" not in body
    assert shown["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("role", ROLES)
def test_only_who_may_edit_previews(role: str) -> None:
    response = signed_in(f.user(role)).post(address(article(), "preview"), {"content": "secret"})
    assert response.status_code == (200 if role in EDITING else 403)
    assert (b"secret" in response.content) == (role in EDITING)


def test_outsider_previews_nothing_and_learns_of_no_answer(client: Client) -> None:
    assert client.post(address(article(), "preview"), {"content": "x"}).status_code == 403
    assert client.post("/admin/articles/article/999/preview/", {"content": "x"}).status_code == 403


def test_preview_of_no_answer_is_not_found() -> None:
    client = signed_in(f.user("Editors"))
    assert client.post("/admin/articles/article/999/preview/", {"content": "x"}).status_code == 404


def test_preview_needs_the_csrf_token() -> None:
    client = signed_in(f.user("Editors"), strict=True)
    assert client.post(address(article(), "preview"), {"content": "x"}).status_code == 403


def test_preview_takes_posts_only() -> None:
    client = signed_in(f.user("Editors"))
    assert client.get(address(article(), "preview"), {"content": "x"}).status_code == 405


@pytest.mark.parametrize(
    "data", [{}, {"content": "a\x00b"}, {"content": "x" * 60_001}, {"text": "x"}]
)
def test_senseless_preview_is_a_bad_request(data: dict[str, str]) -> None:
    response = signed_in(f.user("Editors")).post(address(article(), "preview"), data)
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"content=%ff%fe%00", "application/x-www-form-urlencoded"),
        (b"content=\x00\xff\xfe", "application/x-www-form-urlencoded"),
        (b"\xff\xfejunk", "multipart/form-data; boundary=x"),
        (b"\xff\xfejunk", "multipart/form-data"),
        (b"{}", "application/json"),
    ],
)
def test_junk_bytes_are_a_bad_request(content: bytes, kind: str) -> None:
    client = signed_in(f.user("Editors"))
    response = client.post(address(article(), "preview"), content, content_type=kind)
    assert response.status_code == 400


def test_whole_page_shows_the_draft_to_nobody_else() -> None:
    live = f.published(at=timezone.now())
    client = signed_in(f.user("Editors"))
    client.post(address(live), typed(live, short_answer="Only a draft."))
    response = client.get(address(live, "page"))
    assert "Only a draft." in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    public = Client().get(live.get_absolute_url())
    assert public.status_code == 200
    assert "Only a draft." not in public.content.decode()


def test_editor_carries_the_addresses_of_its_own_article() -> None:
    written = article()
    page = signed_in(f.user("Editors")).get(address(written)).content.decode()
    found = re.findall(r'data-markdownx-(?:upload-)?urls-path="([^"]+)"', page)
    assert sorted(found) == [address(written, "preview"), address(written, "upload")]
