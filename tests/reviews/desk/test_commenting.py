"""The discussion on the review screen: who takes part, where comments hang, what stays typed."""

from datetime import timedelta

import html5lib
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from reviews.actions import commenting
from reviews.actions.commenting import Hook
from reviews.enums import Anchor
from reviews.models import ReviewComment, Reviewer, ReviewRecord, ReviewRequest
from tests import factories as f
from tests.discussing import asked as asked_reviewer
from tests.discussing import comment, objected, resubmitted
from tests.reviews.desk.helpers import as_role, asked, filled_in, screen, signed_in

pytestmark = pytest.mark.django_db


def discussed() -> tuple[ReviewRequest, Reviewer, ReviewComment, ReviewRecord]:
    """A second version as of now: commented on, after an objection to the first."""
    first, reviewer = asked()
    objected(first, at=first.opened_at)
    review = resubmitted(first, at=first.opened_at + timedelta(minutes=1))
    said = comment(review, text="Secret words?", at=review.opened_at)
    return review, reviewer, said, first.records.get()


def addresses(
    review: ReviewRequest, said: ReviewComment, record: ReviewRecord
) -> dict[str, dict[str, str]]:
    """Every address of the discussion, with what is posted there."""
    stem = "admin:reviews_reviewrequest_"
    return {
        screen(review, "comment"): {"text": "New."},
        reverse(f"{stem}reply", args=[review.pk, said.pk]): {"text": "So."},
        reverse(f"{stem}answer", args=[review.pk, record.pk]): {"text": "Done."},
    }


@pytest.mark.parametrize("role", ["outsider", "staff", "Reviewers"])
def test_others_read_and_say_nothing(role: str) -> None:
    review, reviewer, said, record = discussed()
    assert "Secret words?" in signed_in(reviewer.user).get(screen(review)).content.decode()
    client = as_role(role)
    for address, data in addresses(review, said, record).items():
        response = client.post(address, data)
        assert response.status_code == (302 if role == "outsider" else 403)
        assert "Secret words?" not in response.content.decode()
    assert "Secret words?" not in client.get(screen(review)).content.decode()
    assert ReviewComment.objects.count() == 1


@pytest.mark.parametrize("role", ["Editors", "Publishers", "Administrators"])
def test_editors_comment_and_reply_and_answer_no_objection(role: str) -> None:
    review, _reviewer, said, record = discussed()
    client = as_role(role)
    statuses = [
        client.post(address, data).status_code
        for address, data in addresses(review, said, record).items()
    ]
    assert statuses == [302, 302, 403]
    assert list(ReviewComment.objects.order_by("pk").values_list("anchor", flat=True)) == [
        Anchor.WORDS,
        Anchor.PAGE,
        Anchor.REPLY,
    ]


def test_the_reviewer_who_was_asked_does_all_of_it() -> None:
    review, reviewer, said, record = discussed()
    client = signed_in(reviewer.user)
    for address, data in addresses(review, said, record).items():
        response = client.post(address, data)
        newest = ReviewComment.objects.latest("pk")
        assert (response.status_code, response.headers["Location"]) == (
            302,
            f"{screen(review)}#comment-{newest.pk}",
        )
        assert newest.reviewer == reviewer
    response = client.post(
        reverse("admin:reviews_reviewrequest_reply", args=[review.pk, said.pk]), {"_resolve": ""}
    )
    assert response.status_code == 302
    said.refresh_from_db()
    assert said.resolved_by == reviewer.user


def test_an_editor_sees_why_a_reviewers_comment_is_not_theirs_to_resolve() -> None:
    review, _reviewer, said, _record = discussed()
    client = as_role("Editors")
    shown = client.get(screen(review)).content.decode()
    assert "they, or another reviewer who answers it, resolve it" in shown
    address = reverse("admin:reviews_reviewrequest_reply", args=[review.pk, said.pk])
    response = client.post(address, {"text": "Mended.", "_resolve": ""})
    assert response.status_code == 403
    text = response.content.decode()
    assert "A reviewer said this" in text
    assert "Mended.</textarea>" in text
    said.refresh_from_db()
    assert said.resolved_at is None


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"text": " "}, "Comment: it is empty."),
        ({"text": "Why?", "quote": "never written"}, "Words: they do not stand in this version"),
        ({"text": "x" * 4001}, "Comment: write at most 4000 characters."),
        ({"text": "Why?", "anchor": "treatment", "place": "Forged"}, "no such treatment or source"),
        ({"text": "Why?", "anchor": "reply"}, "Nothing was saved yet"),
        ({"text": "Why?\x00"}, "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_saved_comes_back_as_it_was_typed(
    data: dict[str, str], problem: str
) -> None:
    review, reviewer = asked()
    response = signed_in(reviewer.user).post(screen(review, "comment"), data)
    text = response.content.decode()
    assert response.status_code == 400
    assert problem in text
    assert f"{data['text'].strip()}</textarea>" in text
    assert not ReviewComment.objects.exists()


def test_a_comment_of_another_answer_is_not_found_here() -> None:
    review, _reviewer, _said, _record = discussed()
    other = comment(f.request())
    address = reverse("admin:reviews_reviewrequest_reply", args=[review.pk, other.pk])
    assert as_role("Editors").post(address, {"text": "So."}).status_code == 404


def test_an_address_of_the_discussion_leads_back_to_the_review() -> None:
    review, _reviewer, said, record = discussed()
    client = as_role("Editors")
    for address in addresses(review, said, record):
        response = client.get(address)
        assert (response.status_code, response.headers["Location"]) == (302, screen(review))


def test_comments_need_the_csrf_token() -> None:
    review, reviewer = asked()
    client = Client(enforce_csrf_checks=True)
    client.force_login(reviewer.user)
    assert client.post(screen(review, "comment"), {"text": "New."}).status_code == 403


def test_comments_hang_on_what_they_are_about() -> None:
    treatment = f.treatment("Examplumab")
    reviewer = f.reviewer()
    at = timezone.now() - timedelta(hours=1)
    article = f.published(f.article(saved=f.draft(entries=(f.entry(treatment),)), at=at), at=at)
    words = f.SHORT_ANSWER.replace("Nothing yet cures", "Two treatments cure")
    review = f.request(f.save(article, short_answer=words, at=at), reviewers=[reviewer], at=at)
    for on, text in (
        (Hook(Anchor.WORDS, quote="Two treatments cure"), "on a change"),
        (Hook(Anchor.WORDS, quote="May slow it."), "on a fact"),
        (Hook(Anchor.TREATMENT, place="Examplumab · Active disease"), "on the treatment"),
        (Hook(Anchor.SOURCE, place="smith"), "on the source"),
        (Hook(Anchor.WORDS, quote="calm the disease"), "on the body"),
        (Hook(), "on the page"),
    ):
        comment(review, on=on, text=text, at=at)
    html = signed_in(reviewer.user).get(screen(review)).content.decode()
    tree = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    found = {
        part: [
            "".join(said.findall("p")[-1].itertext()).strip()
            for said in tree.findall(f".//*[@id='{part}']//article")
        ]
        for part in ("discussion", "changes", "treatments", "sources")
    }
    assert found == {
        "discussion": ["on the page", "on the body"],
        "changes": ["on a change"],
        "treatments": ["on the treatment", "on a fact"],
        "sources": ["on the source"],
    }


def test_script_in_a_comment_is_shown_as_words() -> None:
    review, reviewer = asked()
    comment(review, text="<script>alert(1)</script>", at=timezone.now())
    shown = signed_in(reviewer.user).get(screen(review)).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<script>alert" not in shown


def test_open_comments_are_named_on_the_sign_page_and_ticked_before_the_signature() -> None:
    review, reviewer = asked()
    said = comment(review, text="Which dose?", at=timezone.now())
    client = signed_in(reviewer.user)
    page = client.post(screen(review), filled_in(review, _sign="")).content.decode()
    assert "“they try to calm it”: Which dose?" in page
    data = filled_in(review, password=f.PASSWORD)
    refused = client.post(screen(review, "sign"), data)
    assert "Tick every open comment" in refused.content.decode()
    assert not ReviewRecord.objects.exists()
    client.post(screen(review, "sign"), data | {"acknowledged": [str(said.pk)]})
    assert ReviewRecord.objects.get().outcome == "approved"


def test_an_unanswered_objection_is_named_before_the_password_is_asked() -> None:
    review, reviewer, said, _record = discussed()
    commenting.resolve(said.pk, by=reviewer.user, at=timezone.now())
    answer = signed_in(reviewer.user).post(screen(review), filled_in(review, _sign=""))
    assert answer.context["form"].non_field_errors() == [
        f"Objection of {reviewer.name} to version 1: answer it first."
    ]


def test_open_comments_of_ones_own_suffice_to_ask_for_changes() -> None:
    review, reviewer = asked()
    comment(review, text="Which dose?", at=timezone.now())
    data = filled_in(review, _changes="", comment="")
    assert signed_in(reviewer.user).post(screen(review), data).status_code == 302
    assert ReviewRecord.objects.get().comment == "“they try to calm it”: Which dose?"


@pytest.mark.parametrize("count", [1, 3])
def test_the_screen_takes_as_many_queries_for_three_comments_as_for_one(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first, reviewer = asked()
    for number in range(count):
        said = comment(first, text=f"Comment {number}", at=timezone.now())
        commenting.reply(said.pk, text="So.", by=f.user("Editors"), at=timezone.now())
    objected(first, at=timezone.now())
    review = resubmitted(first, at=timezone.now())
    for number in range(count):
        said = comment(review, text=f"Again {number}", by=f.user("Editors"), at=timezone.now())
        commenting.resolve(said.pk, by=asked_reviewer(review).user, at=timezone.now())
    client = signed_in(reviewer.user)
    client.get(screen(review))
    with django_assert_num_queries(37):
        assert client.get(screen(review)).status_code == 200
