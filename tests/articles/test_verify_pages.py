"""Anybody checks published words without us, and meets no words that are withheld."""

import hashlib
import json
from datetime import timedelta
from uuid import uuid4

import html5lib
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django import DjangoAssertNumQueries, Settings

from articles.enums import ChangeClass, WithdrawalKind
from articles.guards import install
from articles.models import Article, AuditEvent, Publication, Revision, Treatment
from reviews.enums import AfterApproval, Scope
from reviews.models import ReviewRecord
from tests import factories as f
from tests import looks
from tests.articles.reading import lapsed, text_of
from tests.articles.versions import replaced

UNKNOWN = "0123456789abcdef" * 4
# Each stands in the words and nowhere else on the page of a check.
WORDS = ("Doctors try to calm", "Feeling sick.", "What happens if we wait?", "Neurologist")


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: f.NOW + timedelta(days=4))


def revision(of: Article) -> Revision:
    return f.live(of).revision


def addresses(of: Revision) -> tuple[str, str]:
    """Where the words are checked, and where their bytes are."""
    names = ("articles:verify", "articles:snapshot")
    page, snapshot = (reverse(name, args=[of.sha256]) for name in names)
    return page, snapshot


def withheld(client: Client, of: Revision, sentence: str) -> str:
    """The page of a check that shows none of the words and offers no bytes."""
    page, snapshot = addresses(of)
    html = text_of(client, page)
    assert sentence in html
    assert snapshot not in html
    refused = text_of(client, snapshot, status=410)
    assert sentence in refused
    for words in WORDS:
        assert words in of.snapshot
        assert words not in html + refused
    return html


@pytest.mark.django_db
def test_live_words_are_checked_with_statements_and_place_in_the_audit_trail(
    client: Client,
) -> None:
    article = f.published()
    words, record = revision(article), ReviewRecord.objects.get()
    event = AuditEvent.objects.get(verb="published")
    html = html5lib.parse(
        text_of(client, addresses(words)[0]), treebuilder="etree", namespaceHTMLElements=False
    )

    def shown(mark: str) -> list[str | None]:
        return [code.text for code in html.iter("code") if mark in code.attrib]

    assert shown("data-recomputed") == [words.sha256]
    assert shown("data-statement") == [record.statement]
    assert shown("data-statement-sha256") == [record.statement_sha256]
    text = " ".join(html.itertext())
    assert "It is what readers see now." in text
    assert "sha256sum" in text
    assert event.hash in text
    assert json.loads(words.snapshot)["question"] in text


@pytest.mark.django_db
def test_the_bytes_give_the_hash_in_their_address(client: Client) -> None:
    words = revision(f.published())
    response = client.get(addresses(words)[1])
    assert hashlib.sha256(response.content).hexdigest() == words.sha256
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{words.sha256}.json"'
    assert "X-HealthInfo-Demonstration" not in response.headers


@pytest.mark.django_db
def test_an_answer_leads_to_its_check(client: Client) -> None:
    article = f.published()
    page = addresses(revision(article))[0]
    assert f'<a href="{page}">Check this page</a>' in text_of(client, article.get_absolute_url())


@pytest.mark.django_db
@pytest.mark.parametrize("which", [0, 1])
def test_a_check_is_kept_as_other_public_pages_are_without_cookie_or_index(
    client: Client, which: int
) -> None:
    path = addresses(revision(f.published()))[which]
    anonymous = client.get(path)
    client.force_login(f.user("Editors"))
    response = client.get(path)
    assert response.content == anonymous.content
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert response.headers["Cache-Control"] == "public, no-cache"
    assert response.headers["X-Robots-Tag"] == "noindex"
    etag = response.headers["ETag"]
    assert client.get(path, headers={"if-none-match": etag}).status_code == 304
    assert client.post(path).status_code == 405


@pytest.mark.django_db
def test_a_demonstration_marks_the_page_and_leaves_the_bytes_exact(
    client: Client, settings: Settings
) -> None:
    settings.DEMO = True
    words = revision(f.published())
    page, snapshot = addresses(words)
    assert "<strong>Demonstration:</strong>" in text_of(client, page)
    response = client.get(snapshot)
    assert response.headers["X-HealthInfo-Demonstration"] == "1"
    assert response.content.decode() == words.snapshot


@pytest.mark.django_db
@pytest.mark.parametrize("benchmark", [False, True])
def test_a_benchmark_marks_the_bytes_too(
    client: Client, settings: Settings, benchmark: bool
) -> None:
    settings.BENCHMARK = benchmark
    response = client.get(addresses(revision(f.published()))[1])
    assert response.headers.get("X-HealthInfo-Benchmark") == ("1" if benchmark else None)
    assert "X-HealthInfo-Demonstration" not in response.headers


@pytest.mark.django_db
def test_a_hash_that_was_never_public_is_as_unknown_as_any_other(client: Client) -> None:
    waiting = f.request().revision
    held = f.approved(f.request(after_approval=AfterApproval.HOLD)).revision
    for secret in (waiting, held):
        for path, unknown in zip(
            addresses(secret), addresses(Revision(sha256=UNKNOWN)), strict=True
        ):
            answer, expected = client.get(path), client.get(unknown)
            assert (answer.status_code, expected.status_code) == (404, 404)
            assert answer.content == expected.content
            assert dict(answer.headers) == dict(expected.headers)


@pytest.mark.django_db
@pytest.mark.parametrize("sha256", [UNKNOWN.upper(), UNKNOWN[:-1], f"{UNKNOWN}%0A", "x" * 64])
def test_what_is_no_hash_is_not_found(client: Client, sha256: str) -> None:
    assert client.get(f"/verify/{sha256}/").status_code == 404


@pytest.mark.django_db
def test_the_draft_is_not_in_a_check(client: Client) -> None:
    article = f.published()
    f.save(article, question="Unsigned question?", body="Unsigned.[^smith]")
    for path in addresses(revision(article)):
        assert "Unsigned" not in text_of(client, path)


@pytest.mark.django_db
def test_replaced_words_stay_to_be_checked_and_are_called_replaced(client: Client) -> None:
    first, article = replaced()
    page, snapshot = addresses(first)
    assert "A newer version took its place" in text_of(client, page)
    assert text_of(client, snapshot) == first.snapshot
    assert "It is what readers see now." in text_of(client, addresses(revision(article))[0])


@pytest.mark.django_db
def test_withdrawn_words_are_gone_and_their_record_stays(client: Client) -> None:
    article = f.published()
    words, signer = revision(article), ReviewRecord.objects.get().reviewer_name
    etag = client.get(addresses(words)[1]).headers["ETag"]
    f.withdrawn(article)
    html = withheld(client, words, "It was withdrawn: the words are not shown")
    assert signer in html
    again = client.get(addresses(words)[1], headers={"if-none-match": etag})
    assert again.status_code == 410


@pytest.mark.django_db
def test_a_withdrawal_takes_back_what_the_answer_said_before_even_after_repair(
    client: Client,
) -> None:
    first, article = replaced()
    second = revision(article)
    f.withdrawn(article, at=f.NOW + timedelta(days=2))
    repaired = f.save(article, body="Repaired.[^smith]", at=f.NOW + timedelta(days=3))
    third = revision(f.published(repaired, at=f.NOW + timedelta(days=3)))
    withheld(client, first, "It was withdrawn")
    for path in addresses(second):
        assert "Newer words." not in client.get(path).content.decode()
    assert text_of(client, addresses(third)[1]) == third.snapshot


@pytest.mark.django_db
def test_words_withheld_by_an_alert_or_lapsed_are_not_given(client: Client) -> None:
    article = f.published()
    f.alerted(Treatment.objects.get(entries__article=article), WithdrawalKind.STOP)
    withheld(client, revision(article), "A safety alert about a treatment withholds the words.")
    withheld(client, revision(lapsed()), "Its review is too long ago")


@pytest.mark.django_db
def test_a_caution_withholds_nothing(client: Client) -> None:
    article = f.published()
    f.alerted(Treatment.objects.get(entries__article=article), WithdrawalKind.CAUTION)
    assert text_of(client, addresses(revision(article))[1]) == revision(article).snapshot


@pytest.mark.django_db
def test_words_changed_by_hand_are_denounced_and_not_given(client: Client) -> None:
    words = revision(f.published())
    connection.check_constraints()
    install.lift(connection)
    Revision.objects.update(snapshot=words.snapshot.replace("calm", "cure"))
    install.install(connection)
    page, snapshot = addresses(words)
    html = text_of(client, page)
    assert "They differ: the words we keep are not the words that were signed." in html
    assert "It is what readers see now." not in html
    assert "They differ" in text_of(client, snapshot, status=410)


@pytest.mark.django_db
def test_a_wording_change_leads_to_the_review_on_which_it_rests(client: Client) -> None:
    article = f.published()
    first, at = revision(article), f.NOW + timedelta(days=1)
    changed = f.save(article, questions_to_ask="What happens if we wait?\nWhom do I call?", at=at)
    request = f.request(changed, change_class=ChangeClass.WORDING, at=at)
    f.approved(request, at=at, scope=Scope.CHANGES_ONLY, change_class=ChangeClass.WORDING)
    assert Publication.objects.latest().rests_on_id == f.live(article).pk
    html = text_of(client, addresses(request.revision)[0])
    assert f'<a href="{addresses(first)[0]}">an earlier version</a>' in html


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 50, 300])
def test_a_check_asks_as_often_for_three_hundred_publications_as_for_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    article = f.published()
    words = revision(article)
    values = Publication.objects.values().get()
    connection.check_constraints()
    install.lift(connection)
    Publication.objects.bulk_create(
        Publication(**{**values, "id": None, "approval": uuid4()}) for _ in range(1, count)
    )
    install.install(connection)
    assert words.publications.count() == count
    with django_assert_num_queries(4):
        assert client.get(addresses(words)[0]).status_code == 200


@pytest.mark.looks
@pytest.mark.django_db(transaction=True)
def test_the_check_is_accessible_and_fits_a_narrow_screen(page: Page) -> None:
    words = revision(f.published())
    page.goto(addresses(words)[0])
    assert looks.faults(page, (looks.DESK, looks.NARROW)) == []
