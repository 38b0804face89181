"""The benchmark's answers: through the real actions, only where nothing else is, and marked."""

import importlib
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from articles import markdown, readiness
from articles.models import Article, Condition, ConditionName, Publication
from reviews.benchmark import loading, people
from reviews.models import ReviewRecord
from tests.articles.reading import text_of
from tests.articles.search.asking import find
from tests.test_audit import unbroken

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parent.parent / "articles" / "importers" / "data"


def publish() -> str:
    out = StringIO()
    call_command("benchmark_corpus", str(DATA), stdout=out)
    return out.getvalue()


def test_it_refuses_a_database_that_is_not_said_to_be_for_benchmarks() -> None:
    with pytest.raises(CommandError, match="HEALTHINFO_BENCHMARK=1"):
        publish()
    assert not Article.objects.exists()


@pytest.mark.parametrize("what", [User, Condition])
def test_it_refuses_a_database_that_holds_anything(
    settings: Settings, what: type[User] | type[Condition]
) -> None:
    settings.BENCHMARK = True
    if what is User:
        User.objects.create_user("somebody")
    else:
        Condition.objects.create(name="Gout", slug="gout")
    with pytest.raises(CommandError, match="holds something already"):
        publish()
    assert not Article.objects.exists()


def test_every_answer_goes_through_submission_approval_and_publication(
    settings: Settings, client: Client
) -> None:
    settings.BENCHMARK = True
    said = publish()
    articles = Article.objects.all()
    assert articles.count() == Publication.objects.count() == int(said.split()[0])
    assert not articles.filter(live=None).exists()
    assert not ConditionName.objects.filter(verified_on=None).exists()
    for record in ReviewRecord.objects.all():
        assert (record.comment, record.reauthenticated) == (loading.NOTE, "benchmark")
        assert record.credentials == "None: this reviewer does not exist"
        assert "fictitious" in record.reviewer_name
    assert unbroken()
    call_command("verify_article", all=True, stdout=StringIO())
    article = articles.exclude(external_id="")[0]
    found = find(article.question, on=article.live.last_reviewed_on) if article.live else None
    assert found is not None
    assert article.external_id in {hit.answer.external_id for hit in found.hits}
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_every_page_and_rendering_says_so(settings: Settings, client: Client) -> None:
    settings.BENCHMARK = True
    publish()
    for path in ("/", Article.objects.all()[0].get_absolute_url(), "/search/?q=a"):
        html = text_of(client, path)
        assert ("Benchmark." in html, '<meta name="robots" content="noindex">' in html) == (
            True,
            True,
        )
        assert client.get(path).headers["X-Robots-Tag"] == "noindex"
    assert client.get("/api/v1/search").json()["benchmark"].startswith("Benchmark:")


def test_a_real_site_carries_no_mark_of_a_benchmark(client: Client) -> None:
    assert "Benchmark" not in text_of(client, "/")
    assert "benchmark" not in client.get("/api/v1/search").json()


def test_a_benchmark_is_not_served_as_a_site(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BENCHMARK = True
    publish()
    people.require_marked()
    settings.BENCHMARK = False
    monkeypatch.delitem(sys.modules, "healthinfo.wsgi", raising=False)
    with pytest.raises(ImproperlyConfigured, match="HEALTHINFO_BENCHMARK=1 or not at all"):
        importlib.import_module("healthinfo.wsgi")


@pytest.mark.parametrize(
    "body",
    [
        "Short.",
        "A sentence that is long enough. " * 12,
        "One sentence without an end " * 60,
        "- a list\n- of **things**\n\n" * 30,
    ],
)
def test_a_short_answer_is_the_text_s_own_beginning_or_says_what_it_is(body: str) -> None:
    low, high = readiness.SHORT_ANSWER_LENGTH
    made = loading.short_answer(body)
    assert low <= len(made) <= high
    assert made.endswith(loading.NOTE) or " ".join(markdown.plain(body).split()).startswith(made)
