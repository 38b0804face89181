"""Versions: each as readers saw it, marked as what it is, and compared with any other."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from articles.enums import ChangeClass, Evidence, Line, RegulatoryStatus
from articles.models import Publication, Treatment
from reviews.enums import AfterApproval, Scope
from reviews.models import ReviewRecord
from tests import factories as f
from tests import publishing
from tests.articles.reading import plain, text_of
from tests.articles.versions import address, reconfirmed, replaced
from tests.translations import translated

pytestmark = pytest.mark.django_db
HOSTILE = (
    *(
        "0",
        "-1",
        "3",
        "99999999999999999999",
        "1.0",
        "1e3",
        "x",
        " 1",
        "1 ",
        "\u0661",
        "%00",
        "1%0A",
    ),
    *("<script>", "' OR 1=1 --", "1&from=2x", "[]", "None", "\ud7ff", "9" * 5000),
)


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: f.NOW + timedelta(days=60))


def test_history_lists_every_version_newest_first_with_who_when_and_why(client: Client) -> None:
    _first, article = replaced()
    html = text_of(client, address("history", article))
    older, newer = article.publications.order_by("pk")
    records = ReviewRecord.objects.order_by("pk")
    text = plain(html)
    for number, publication, record in ((1, older, records[0]), (2, newer, records[1])):
        assert f'<a href="{address("version", article, number)}">Version {number}</a>' in html
        assert f"<code>{publication.revision.sha256}</code>" in html
        assert f"{record.reviewer_name} , MD: the whole page" in text
    assert "Version 2 · Published · 8 April 2026 What changed. Readers saw it 8 April 2026" in text
    assert "Readers saw it 8 April 2026 – today" in text
    assert "Readers saw it 7 April 2026 – 8 April 2026" in text
    assert html.index("Version 2</a>") < html.index("Version 1</a>")


def test_a_version_shows_its_own_words_and_says_that_it_is_not_the_current_one(
    client: Client, settings: Settings
) -> None:
    settings.SITE_URL = "https://health.example.org"
    first, article = replaced()
    html = text_of(client, address("version", article, 1))
    assert "Doctors try to calm the disease." in html
    assert "Newer words." not in html
    text = plain(html)
    assert "This is version 1 of 2. It is not the current version: do not rely on it." in text
    assert "Readers saw it from 7 April 2026 until 8 April 2026" in text
    live = f"https://health.example.org{article.get_absolute_url()}"
    assert f'<link rel="canonical" href="{live}">' in html
    assert '<meta name="robots" content="noindex">' in html
    assert f"<code data-sha256>{first.sha256}</code>" in html


def test_the_live_version_has_a_permanent_address_too(client: Client) -> None:
    _first, article = replaced()
    html = text_of(client, address("version", article, 2))
    assert "Newer words." in html
    assert "This is the permanent address of version 2, which readers see now." in html
    assert "not the current version" not in html
    for only_of_the_answer in ("Was this helpful?", 'id="experiences"'):
        assert only_of_the_answer not in html
    assert "Was this helpful?" in text_of(client, article.get_absolute_url())
    assert '<meta name="robots" content="noindex">' in html


def test_an_answer_leads_to_its_history_and_prints_the_address_of_its_version(
    client: Client, settings: Settings
) -> None:
    settings.SITE_URL = "https://health.example.org"
    _first, article = replaced()
    html = text_of(client, article.get_absolute_url())
    path = address("version", article, 2)
    assert f'<a href="{path}">2</a>' in html
    assert f'<a href="{address("history", article)}">Version history</a>' in html
    assert f"This very version: https://health.example.org{path}</p>" in html


def test_readers_count_publications_and_not_submissions(client: Client) -> None:
    article = f.article()
    f.request(article)
    article = f.published(f.save(article, body="Second.[^smith]"))
    assert f.live(article).revision.number == 2
    assert "Second." in text_of(client, address("version", article, 1))
    text_of(client, address("version", article, 2), status=404)


def test_words_found_still_accurate_are_a_version_with_reviewers_of_its_own(
    client: Client,
) -> None:
    article = f.published()
    reconfirmed(article, days=3)
    first, second = ReviewRecord.objects.order_by("pk")
    html = text_of(client, address("version", article, 2))
    assert second.reviewer_name in html
    assert first.reviewer_name not in html
    assert first.reviewer_name in text_of(client, address("version", article, 1))
    assert "Still accurate" in text_of(client, address("history", article))
    assert "No word differs." in text_of(client, address("compare", article))


def test_history_tells_corrections_and_errata_once(client: Client) -> None:
    article = publishing.corrected(f.published(), at=f.NOW + timedelta(days=1))
    added = publishing.erratum(article, at=f.NOW + timedelta(days=1))
    reconfirmed(article, days=2)
    html = text_of(client, address("history", article))
    for words in (publishing.CORRECTION, added.text, "Corrected · 8 April 2026"):
        assert plain(html).count(words) == 1
    assert added.text in text_of(client, address("version", article, 2))


def test_the_scope_of_each_signature_is_told(client: Client) -> None:
    article, at = f.published(), f.NOW + timedelta(days=1)
    changed = f.save(article, questions_to_ask="What happens if we wait?\nWhom do I call?", at=at)
    request = f.request(changed, change_class=ChangeClass.WORDING, at=at)
    f.approved(request, at=at, scope=Scope.CHANGES_ONLY, change_class=ChangeClass.WORDING)
    text = plain(text_of(client, address("history", article)))
    assert "only the changes, 8 April 2026" in text
    assert text.count("the whole page, 7 April 2026") == 2


def test_comparison_marks_words_by_more_than_colour(client: Client) -> None:
    _first, article = replaced()
    html = text_of(client, address("compare", article))
    assert '<ins><span\n      class="unseen">inserted: </span>' in html
    assert '<del><span\n      class="unseen">deleted: </span>' in html
    assert "Newer words" in html
    backwards = text_of(client, f"{address('compare', article)}?from=2&to=1")
    assert "<del>" in backwards
    assert '<option value="2" selected>' in backwards
    assert "No word differs." in text_of(client, f"{address('compare', article)}?from=2&to=2")


def test_comparison_is_told_in_words_without_marks_or_codes(client: Client) -> None:
    article = f.published(f.article(saved=f.draft(body="## Is it new?\n\nYes.[^smith]")))
    body = (
        "## Is it new?\n\n*Yes.*[^smith]\n\n- See [this](https://example.org/) ~~now~~\n- or wait"
    )
    entry = replace(f.entry(), line="adjunct", status="off_label", evidence="very_low")
    changed = f.save(article, body=body, entries=(entry,), at=f.NOW + timedelta(days=1))
    f.published(changed, at=f.NOW + timedelta(days=1))
    html = text_of(client, address("compare", article))
    told = "Is it new?\n\nYes.[smith]\n\nSee this (https://example.org/) ~~now~~\nor wait"
    after = re.sub(r"<del>.*?</del>|<span\s+class=\"unseen\">.*?</span>", "", html, flags=re.DOTALL)
    assert told in re.sub(r"<[^>]+>", "", after)
    for label in (Line.ADJUNCT.label, RegulatoryStatus.OFF_LABEL.label, Evidence.VERY_LOW.label):
        assert f"</span>{label}</ins>" in html
    assert html.count(f"<h2>Treatment: {Treatment.objects.get(pk=entry.treatment).name}") == 1
    assert "<h3>When it is tried</h3>" in html
    for code in ("[^", "**", "## ", "very_low", "off_label"):
        assert code not in html


def test_what_was_never_published_is_in_no_history(client: Client) -> None:
    article = f.published()
    changed = f.save(article, question="Secret?", body="Secret.[^smith]")
    f.approved(f.request(changed, after_approval=AfterApproval.HOLD))
    assert article.revisions.filter(snapshot__contains="Secret").count() == 1
    for name, number in (("history", ()), ("compare", ()), ("version", (1,))):
        html = text_of(client, address(name, article, *number))
        assert "Secret" not in html
        assert "Version 2" not in html
    unpublished = f.article()
    for name in ("history", "compare"):
        text_of(client, address(name, unpublished), status=404)
    text_of(client, address("version", unpublished, 1), status=404)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_no_version_is_not_found(client: Client, text: str) -> None:
    _first, article = replaced()
    for query in ({"from": text}, {"to": text}, {"from": "1", "to": text}):
        assert client.get(address("compare", article), query).status_code == 404
    assert client.get(address("history", article), {"page": text}).status_code == 404
    base = address("version", article, 1).removesuffix("1/")
    assert client.get(f"{base}{text}/").status_code == 404


def test_an_unknown_parameter_changes_nothing_and_an_empty_one_means_the_newest(
    client: Client,
) -> None:
    _first, article = replaced()
    expected = text_of(client, address("compare", article))
    for query in ("?from=&to=", "?x=%ff&from=1", "?to=2"):
        assert text_of(client, address("compare", article) + query) == expected


@pytest.mark.parametrize("count", [1, 3, 50])
def test_pages_of_versions_ask_as_often_for_fifty_as_for_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    article = f.published()
    for day in range(1, count):
        reconfirmed(article, days=day)
    assert Publication.objects.count() == count
    for name, number, queries in (("history", (), 6), ("compare", (), 6), ("version", (1,), 8)):
        with django_assert_num_queries(queries):
            assert client.get(address(name, article, *number)).status_code == 200


def test_a_long_history_is_told_in_pages(client: Client) -> None:
    article = f.published()
    for day in range(1, 27):
        reconfirmed(article, days=day)
    first, second = (
        text_of(client, f"{address('history', article)}?page={page}") for page in (1, 2)
    )
    assert (first.count('id="version-'), second.count('id="version-')) == (25, 2)
    assert ('id="version-3"' in first, 'id="version-2"' in second) == (True, True)
    assert '<a href="?page=2">Older versions</a>' in first
    assert '<a href="?page=1">Newer versions</a>' in second
    text_of(client, f"{address('history', article)}?page=3", status=404)


def test_hostile_words_are_text_on_every_page_of_versions(client: Client) -> None:
    script = "</title><script>alert(1)</script>"
    article = f.published(f.article(saved=f.draft(question=f"{script}?")))
    at = f.NOW + timedelta(days=1)
    changed = f.save(article, question=f"<img src=x onerror=1>{script}?", body=script, at=at)
    f.published(changed, at=at)
    for name, number in (("history", ()), ("compare", ()), ("version", (1,)), ("version", (2,))):
        html = text_of(client, address(name, article, *number))
        assert "alert(1)" in html
        assert "<script>alert" not in html
        assert "<img src=x" not in html


def test_a_translation_has_versions_of_its_own(client: Client) -> None:
    original = f.published()
    german = translated(original)
    for name, number in (("history", ()), ("compare", ()), ("version", (1,))):
        path = f"/de{address(name, german, *number)}"
        assert "Was hilft?" in text_of(client, path)
        assert "Was hilft?" not in text_of(client, address(name, original, *number))
    assert f'href="/de{address("version", german, 1)}"' in text_of(
        client, german.get_absolute_url()
    )
