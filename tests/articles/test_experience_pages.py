"""Experiences as readers see them, and where they are never seen."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.actions import voices
from articles.enums import WithdrawalKind
from articles.models import Article, Experience, Treatment
from tests import factories as f
from tests import voices as v
from tests.articles.reading import lapsed, paths_of_all_pages, text_of

pytestmark = pytest.mark.django_db

SECRET = "Only the author and the editors know this sentence about my left knee."
TOKEN = "t" * 43


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: f.NOW + timedelta(hours=2))


def page_of(article: Article) -> str:
    return text_of(Client(), article.get_absolute_url())


def line(article: Article) -> str:
    html = page_of(article)
    if 'class="voices-line"' not in html:
        return ""
    return html.split('<p class="voices-line"><a href="#experiences">')[1].split("</a>")[0]


@pytest.mark.parametrize(
    ("relations", "who"),
    [
        (["person"], "1 person with {} has shared a first-person experience on this question"),
        (
            ["person", "person"],
            "2 people with {} have shared their first-person experience on this question",
        ),
        (
            ["person", "carer", "friend"],
            "1 person with {} and 2 people close to somebody with {} have shared their "
            "first-person experience on this question",
        ),
        (
            ["family"],
            "1 person close to somebody with {} has shared a first-person experience "
            "on this question",
        ),
    ],
)
def test_line_counts_who_spoke_and_says_how_they_relate(relations: list[str], who: str) -> None:
    article = f.published(f.article(of=f.condition("Example disease")))
    assert line(article) == ""
    for relation in relations:
        v.published(article, v.story(relation=relation))
    assert line(article) == who.replace("{}", "Example disease")


def test_only_published_experiences_are_counted() -> None:
    article = f.published(f.article(of=f.condition("Example disease")))
    v.published(article)
    v.shared(article)
    v.shared(article, v.story(text=v.DANGER))
    v.to_shorten(v.shared(article))
    v.declined(v.shared(article))
    v.published(article, token=TOKEN)
    assert line(article).startswith("2 people")
    voices.withdraw(TOKEN, at=f.NOW)
    assert line(article).startswith("1 person")


def test_published_experience_is_labelled_and_escaped() -> None:
    article = f.published()
    v.published(article, v.story(text=f"<b>{v.WORDS}</b>", pseudonym="<i>Wren</i>"))
    html = page_of(article)
    assert f"&lt;b&gt;{v.WORDS}&lt;/b&gt;" in html
    assert "<bdi>&lt;i&gt;Wren&lt;/i&gt;</bdi>" in html
    assert "Personal, not medical advice." in html
    assert "no medical professional reviewed them" in html
    assert '<time datetime="2026-04">April 2026</time>' in html


def test_before_a_consent_text_is_published_nobody_is_invited() -> None:
    article = f.published()
    share = v.address(article, "share")
    assert "First-person experiences" not in page_of(article)
    text_of(Client(), share, status=404)
    v.consent()
    assert f'href="{share}"' in page_of(article)
    text_of(Client(), share)


def test_answer_shows_the_newest_and_leads_to_all() -> None:
    article = f.published()
    for number in range(25):
        v.published(article, v.story(text=f"{v.WORDS} Number {number}."))
    html = page_of(article)
    assert [number for number in range(25) if f"Number {number}." in html] == [20, 21, 22, 23, 24]
    everything = v.address(article, "experiences")
    assert f'<a href="{everything}">All 25 experiences</a>' in html
    first = text_of(Client(), everything)
    second = text_of(Client(), f"{everything}?page=2")
    assert first.count('class="experience"') == 20
    assert second.count('class="experience"') == 5
    assert text_of(Client(), f"{everything}?page=nonsense") == first


@pytest.mark.parametrize("count", [1, 3, 50])
def test_pages_ask_as_often_for_fifty_as_for_one(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    article = f.published()
    for _ in range(count):
        v.published(article)
    client, path = Client(), article.get_absolute_url()
    for address, queries in (
        (path, 13),
        (v.address(article, "experiences"), 13),
        (article.condition.get_absolute_url(), 12),
    ):
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200


def test_condition_counts_its_community_each_contributor_once() -> None:
    article = f.published()
    other = f.published(f.article(of=article.condition))
    for on in (article, other):
        v.published(on, v.story(pseudonym="Wren"))
    v.published(other, v.story(pseudonym="Juniper"))
    v.shared(other)
    html = text_of(Client(), article.condition.get_absolute_url())
    assert "2 people have shared first-person experiences here." in html
    assert f'<a href="{other.get_absolute_url()}#experiences">' in html
    f.withdrawn(other)
    html = text_of(Client(), article.condition.get_absolute_url())
    assert "1 person has shared first-person experiences here." in html


def test_experiences_are_hidden_while_their_answer_is() -> None:
    stopped, gone = f.published(), f.published()
    old = lapsed()
    for article in (stopped, gone, old):
        v.published(article, v.story(text=SECRET))
    assert SECRET in page_of(stopped)
    f.alerted(Treatment.objects.get(entries__article=stopped), WithdrawalKind.STOP)
    f.withdrawn(gone)
    for article, status in ((stopped, 200), (gone, 410), (old, 200)):
        assert SECRET not in text_of(Client(), article.get_absolute_url(), status=status)
        for name in ("share", "experiences", "report"):
            text_of(Client(), v.address(article, name), status=404)
        condition = text_of(Client(), article.condition.get_absolute_url())
        assert "first-person experiences here" not in condition


def machine_paths(article: Article) -> list[str]:
    """The history, the record, the search and the API of an answer."""
    sha256, number = f.live(article).revision.sha256, 1
    sought = urlencode({"q": "left knee"})
    return [
        v.address(article, "history"),
        f"{article.get_absolute_url()}versions/{number}/",
        reverse("articles:verify", args=[sha256]),
        reverse("articles:snapshot", args=[sha256]),
        f"{reverse('articles:search')}?{sought}",
        f"{reverse('articles:api_search')}?{sought}",
        f"{reverse('articles:api_suggest')}?{sought}",
    ]


def test_text_that_is_not_published_is_on_no_public_page() -> None:
    paths = paths_of_all_pages()
    slug = paths["answer"].strip("/").split("/")[-1]
    article = Article.objects.get(slug=slug)
    shown = v.published(article, v.story(text=SECRET), token=TOKEN)
    assert SECRET in page_of(article)
    assert SECRET in text_of(Client(), v.address(article, "experiences"))

    others = [
        *paths.values(),
        reverse("sitemap"),
        v.address(article, "experiences"),
        v.address(article, "share"),
        v.address(article, "report"),
        reverse("articles:ask", args=[article.condition.slug]),
        *machine_paths(article),
    ]

    def nowhere() -> None:
        for path in others:
            assert SECRET not in Client().get(path).content.decode(), path

    v.declined(shown)
    nowhere()
    voices.withdraw(TOKEN, at=f.NOW)
    nowhere()
    v.shared(article, v.story(text=SECRET))
    nowhere()
    v.to_shorten(v.shared(article, v.story(text=SECRET)))
    nowhere()
    assert Experience.objects.filter(text=SECRET).count() == 2


def test_published_experience_stands_beside_its_answer_and_nowhere_else() -> None:
    paths = paths_of_all_pages()
    article = Article.objects.get(slug=paths["answer"].strip("/").split("/")[-1])
    v.published(article, v.story(text=SECRET))
    assert {Client().get(path).status_code for path in machine_paths(article)} == {200}
    found = {
        path
        for path in (
            *paths.values(),
            reverse("sitemap"),
            *machine_paths(article),
        )
        if SECRET in Client().get(path).content.decode()
    }
    assert found == {paths["answer"]}
    page = page_of(article)
    data = re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert SECRET not in "".join(data)
    sitemap = text_of(Client(), reverse("sitemap"))
    assert "experience" not in sitemap
    assert "/share/" not in sitemap


def test_withdrawn_text_is_gone_from_the_next_request_even_for_a_browser_that_kept_it() -> None:
    article = f.published()
    v.published(article, v.story(text=SECRET), token=TOKEN)
    first = Client().get(article.get_absolute_url())
    assert SECRET in first.content.decode()
    voices.withdraw(TOKEN, at=f.NOW)
    headers = {"if-none-match": first.headers["ETag"]}
    again = Client().get(article.get_absolute_url(), headers=headers)
    assert (again.status_code, SECRET in again.content.decode()) == (200, False)
