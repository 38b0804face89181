"""Bringing back a version and adding an erratum, from the record of an answer."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Erratum
from reviews.models import ReviewRequest
from tests import factories as f
from tests import publishing
from tests.reviews.desk.helpers import as_role, signed_in

pytestmark = pytest.mark.django_db
EDITING = ("Editors", "Publishers", "Administrators", "superuser")
ROLES = ("outsider", "staff", "Reviewers", *EDITING)


@pytest.fixture(scope="module")
def key(for_the_module: None) -> int:
    """The key of an answer whose second version is live since an hour ago."""
    return publishing.second_version(at=timezone.now() - timedelta(hours=1)).pk


@pytest.fixture
def article(key: int) -> Article:
    """That answer."""
    return Article.objects.get(pk=key)


def address(of: Article, screen: str, number: int = 1) -> str:
    return reverse(f"admin:articles_article_{screen}", args=[of.pk, number])


def asking() -> dict[str, object]:
    return {
        "change_note": "We went back.",
        "reviewers": [f.reviewer().pk],
        "reason": "They know the disease.",
        "due_on": timezone.localdate().isoformat(),
        "after_approval": "publish",
        "correction": publishing.CORRECTION,
    }


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("screen", ["roll_back", "erratum"])
def test_only_who_may_edit_opens_the_screens(article: Article, role: str, screen: str) -> None:
    expected = {"outsider": 302, "staff": 403, "Reviewers": 403}.get(role, 200)
    assert as_role(role).get(address(article, screen)).status_code == expected


@pytest.mark.parametrize("role", ROLES)
def test_an_earlier_version_is_put_before_reviewers(article: Article, role: str) -> None:
    as_role(role).post(address(article, "roll_back"), asking())
    found = ReviewRequest.objects.open().filter(article=article)
    assert found.exists() is (role in EDITING)
    if role in EDITING:
        revision = found.get().revision
        assert (revision.number, revision.restores) == (3, article.revisions.get(number=1))
        assert revision.correction == publishing.CORRECTION


@pytest.mark.parametrize("role", ROLES)
def test_an_erratum_stands_beside_the_note(article: Article, role: str) -> None:
    words = {"text": "One source was added.", "reason": "A slip."}
    response = as_role(role).post(address(article, "erratum", 2), words)
    assert Erratum.objects.exists() is (role in EDITING)
    if role in EDITING:
        record = reverse("admin:articles_article_evidence", args=[article.pk])
        assert response["Location"] == record
        assert "One source was added." in as_role(role).get(record).content.decode()


@pytest.mark.parametrize("missing", ["text", "reason"])
def test_what_an_erratum_lacks_is_named_and_nothing_is_lost(article: Article, missing: str) -> None:
    words = {"text": "One source was added.", "reason": "A slip.", missing: " "}
    response = as_role("Editors").post(address(article, "erratum"), words)
    assert list(response.context["form"].errors) == [missing]
    kept = "A slip." if missing == "text" else "One source was added."
    assert kept in response.content.decode()
    assert not Erratum.objects.exists()


def test_what_is_live_is_not_offered_and_not_brought_back(article: Article) -> None:
    client = as_role("Editors")
    record = reverse("admin:articles_article_evidence", args=[article.pk])
    html = client.get(record).content.decode()
    assert address(article, "roll_back", 1) in html
    assert address(article, "roll_back", 2) not in html
    assert address(article, "erratum", 2) in html
    answer = client.post(address(article, "roll_back", 2), asking())
    assert "These are exactly the words that are live" in answer.content.decode()


@pytest.mark.parametrize("screen", ["roll_back", "erratum"])
def test_a_version_that_was_never_published_is_not_found(article: Article, screen: str) -> None:
    at = timezone.now()
    publishing.submitted(f.save(article, body="Unseen.[^smith]", at=at), at=at)
    client = as_role("Editors")
    for number in (3, 9):
        assert client.get(address(article, screen, number)).status_code == 404


def test_a_reviewer_sees_the_record_without_the_ways_to_change_it(article: Article) -> None:
    signer = article.review_requests.order_by("pk")[0].reviewers.order_by("pk")[0]
    client = signed_in(signer.user)
    record = reverse("admin:articles_article_evidence", args=[article.pk])
    html = client.get(record).content.decode()
    assert "Version 1 submitted" in html
    assert address(article, "roll_back", 1) not in html
