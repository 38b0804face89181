"""What readers get: which words, which status, which headers."""

from datetime import timedelta

import html5lib
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from articles.actions import drafting
from articles.drafts import Cited
from articles.drafts import of as draft_of
from articles.enums import ChangeClass, QuestionKind
from articles.models import Article, Condition, Treatment
from articles.search import keeping
from reviews.enums import Scope
from tests import factories as f
from tests.articles.reading import paths_of_all_pages, text_of
from tests.copying import copies

pytestmark = pytest.mark.django_db
SECRET = "Unsigned words."


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: f.NOW + timedelta(hours=2))


def test_server_error_page_needs_no_database_and_marks_a_demonstration(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("articles.pages.a_to_z", fail)
    client.raise_request_exception = False
    settings.DEMO = True
    html = text_of(client, reverse("articles:a_to_z"), status=500)
    assert "Something went wrong on our side" in html
    assert "Demonstration." in html
    html5lib.HTMLParser(strict=True).parse(html)


def test_answer_shows_exactly_the_signed_words_with_label_and_hash(client: Client) -> None:
    article = f.published()
    html = text_of(client, article.get_absolute_url())
    sha256 = f.live(article).revision.sha256
    assert "<strong>Short answer</strong>" in html
    assert "Medically reviewed summary" in html
    assert '<time datetime="2026-04-07">7 April 2026</time>' in html
    assert f"<code data-sha256>{sha256}</code>" in html
    assert f.SHORT_ANSWER in html
    for words in ("Off-label", "Very low certainty", "Neurologist", "Who do I call?", "Not stated"):
        assert words in html


def test_whoever_signed_twice_is_named_once_above_the_answer(client: Client) -> None:
    reviewer, at = f.reviewer(name="Dr B. Example"), f.NOW + timedelta(hours=1)
    article = f.published(by=reviewer)
    changed = f.save(article, body=article.body + " Please.", at=at)
    wording = ChangeClass.WORDING
    request = f.request(changed, reviewers=[reviewer], change_class=wording, at=at)
    f.approved(request, at=at, scope=Scope.CHANGES_ONLY, change_class=wording)
    html = text_of(client, article.get_absolute_url())
    byline, _id, panel = html.partition('class="byline"')[2].partition('id="review"')
    assert byline.count("Dr B. Example") == 1
    for scope in ("the whole page", "only the changes"):
        assert f"<dd>{scope}</dd>" in panel


def test_draft_text_is_on_no_public_page(client: Client) -> None:
    paths = paths_of_all_pages()
    article = Article.objects.get(live__isnull=False, slug=paths["answer"].split("/")[-2])
    drafts = [article, Article.objects.get(slug=paths["withdrawn"].split("/")[-2])]
    for draft in drafts:
        changed = f.draft(question=f"{SECRET}?", short_answer=SECRET, body=SECRET)
        drafting.save_draft(
            draft.pk,
            changed,
            expected_version=draft.draft_version,
            by=f.user("Editors"),
            at=f.NOW,
        )
        draft.refresh_from_db()
        assert draft_of(draft).short_answer == SECRET
    unpublished = f.article(saved=f.draft(question=f"{SECRET}?", short_answer=SECRET))
    assert Article.objects.filter(short_answer=SECRET).count() == 3
    for path in (*paths.values(), reverse("sitemap")):
        assert SECRET not in client.get(path).content.decode(), path
    text_of(client, unpublished.get_absolute_url(), status=404)
    text_of(client, unpublished.condition.get_absolute_url(), status=404)
    draft_only = Treatment.objects.get(entries__article=unpublished)
    text_of(client, draft_only.get_absolute_url(), status=404)
    assert draft_only.name not in text_of(client, reverse("articles:treatments"))


def test_etag_answers_304_until_the_answer_is_withdrawn(client: Client) -> None:
    article = f.published()
    etag = client.get(article.get_absolute_url()).headers["ETag"]
    again = client.get(article.get_absolute_url(), headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    f.withdrawn(article)
    gone = client.get(article.get_absolute_url(), headers={"if-none-match": etag})
    assert gone.status_code == 410


def test_a_to_z_lists_each_name_once_and_sends_synonyms_to_the_condition(client: Client) -> None:
    article = f.published(f.article(of=f.condition("Élan disease")))
    html = text_of(client, reverse("articles:a_to_z"))
    synonym = article.condition.names.get().text
    assert html.count('id="letter-e"') == 1
    assert '<a href="#letter-e">E<span>1</span></a>' in html
    assert f'{synonym}, see <a href="{article.condition.get_absolute_url()}">Élan' in html


def test_missing_page_offers_the_nearest_condition(client: Client) -> None:
    article = f.published(f.article(of=f.condition("Parry-Romberg syndrome")))
    html = text_of(client, "/conditions/pary-rombergs/", status=404)
    assert f'<a href="{article.condition.get_absolute_url()}">Parry-Romberg syndrome</a>' in html


@pytest.mark.parametrize("count", [1, 3, 50])
def test_missing_page_asks_as_often_for_fifty_conditions_as_for_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    copies(f.published().condition, count - 1)
    for number, topic in enumerate(Condition.objects.all()):
        topic.name = f"Parry-Romberg syndrome {number}"
        topic.save()
        keeping.refresh_condition(topic.pk)
    with django_assert_num_queries(3):
        html = text_of(client, "/pary-rombergs/", status=404)
    assert html.count("Parry-Romberg syndrome") == min(count, 3)


@pytest.mark.parametrize("count", [1, 3, 50])
def test_page_asks_as_often_for_fifty_as_for_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    topic, treatment, cited = f.condition(), f.treatment(), (Cited("smith", f.source().pk),)
    saved = f.draft(entries=(f.entry(treatment),), citations=cited)
    copies(f.published(f.article(of=topic, saved=saved, kind=QuestionKind.TREATMENT)), count - 1)
    copies(f.published(f.article(saved=saved)).condition, count - 1)
    long = f.draft(entries=tuple(f.entry() for _ in range(count)), citations=cited)
    article = f.published(f.article(of=topic, saved=long, kind=QuestionKind.TREATMENT))
    f.published(f.article(of=topic, saved=saved, kind=QuestionKind.OVERVIEW))
    for path, queries in {
        reverse("articles:home"): 5,
        reverse("articles:a_to_z"): 2,
        reverse("articles:treatments"): 2,
        topic.get_absolute_url(): 13,
        article.get_absolute_url(): 13,
        treatment.get_absolute_url(): 7,
    }.items():
        with django_assert_num_queries(queries, info=path):
            assert client.get(path).status_code == 200
