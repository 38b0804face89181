from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError
from pytest_django import DjangoAssertNumQueries

from articles import drafts
from articles.actions import drafting
from articles.enums import ChangeClass
from articles.models import Article
from reviews import queues
from reviews.actions import deciding, requesting
from reviews.enums import AfterApproval
from reviews.models import ReviewRequest
from tests import factories as f

pytestmark = pytest.mark.django_db


def rows_of(request: ReviewRequest) -> tuple[queues.Row, ...]:
    found = ReviewRequest.objects.filter(pk=request.pk)
    return queues.rows(found, user=f.user("Editors"), on=f.TODAY)


def changed(article: Article, **words: object) -> Article:
    """The live article after an editor changed its draft."""
    new = replace(drafts.of(article), **words)  # type: ignore[arg-type]  # mixed values
    return drafting.save_draft(
        article.pk,
        new,
        expected_version=article.draft_version,
        by=f.user("Editors"),
        at=f.NOW + timedelta(hours=1),
    )


def again(article: Article) -> ReviewRequest:
    return f.request(article, change_class=ChangeClass.WORDING, at=f.NOW + timedelta(hours=2))


def test_row_of_a_first_publication() -> None:
    reviewer = f.reviewer(name="Dr Who Was Asked")
    request = f.request(reviewers=[reviewer])
    assert rows_of(request) == (
        queues.Row(
            pk=request.pk,
            url=f"/admin/reviews/reviewrequest/{request.pk}/change/",
            question="What are the treatments for example disease?",
            number=1,
            kind_label="Treatment",
            condition=request.article.condition.name,
            summary="First publication",
            harm=False,
            urgent=False,
            change_class_label="Material",
            waiting_since=f.NOW,
            due_on=f.TODAY + timedelta(days=14),
            days_overdue=0,
            state_label="In review",
            failure="",
            reason="",
            reviewers=("Dr Who Was Asked",),
            notes=(),
            obstacles=(),
            is_open=True,
            review_due_on=None,
            publish_url="",
            publish_on=None,
            hold_url="",
        ),
    )


def test_row_says_what_changed_in_one_line() -> None:
    article = f.published()
    entries = tuple(
        replace(entry, risks="Feeling tired.[^smith]", monitoring="Blood tests.")
        for entry in drafts.of(article).entries
    )
    words = f.SHORT_ANSWER.replace("plans", "prepares")
    (row,) = rows_of(again(changed(article, short_answer=words, entries=entries)))
    assert (row.summary, row.harm) == ("Short answer, 1 treatment changed", False)


def test_row_flags_a_changed_word_of_strength() -> None:
    article = f.published()
    words = f.SHORT_ANSWER.replace("surgery can repair", "surgery must repair")
    (row,) = rows_of(again(changed(article, short_answer=words)))
    assert (row.summary, row.harm) == ("Short answer", True)


def test_reconfirmation_says_that_no_word_changed() -> None:
    article = f.published()
    request = requesting.ask_to_reconfirm(
        article.pk,
        reviewers=[f.reviewer()],
        due_on=f.TODAY + timedelta(days=9),
        by=f.user("Editors"),
        at=f.NOW + timedelta(hours=1),
    )
    (row,) = rows_of(request)
    assert (row.summary, row.harm) == ("No words changed: is it still accurate?", False)


def test_overdue_counts_the_days_after_the_due_date() -> None:
    request = f.request()
    found = ReviewRequest.objects.filter(pk=request.pk)
    user = f.user("Editors")
    days = [
        queues.rows(found, user=user, on=request.due_on + timedelta(days=late))[0].days_overdue
        for late in (0, 1, 30)
    ]
    assert days == [0, 1, 30]


def test_reviewer_sees_what_they_are_asked_and_it_waits_until_they_decided() -> None:
    mine, other = f.reviewer(specialties=[f.specialty("Other")]), f.reviewer()
    request = f.request(reviewers=[mine], reason="Knows it.")
    f.request(reviewers=[other])
    assert list(queues.visible(mine.user, on=f.TODAY)) == [request]
    assert list(queues.waiting_for(mine.user)) == [request]
    f.approved(request)
    assert list(queues.waiting_for(mine.user)) == []


def test_row_tells_the_reason_why_it_was_sent_back() -> None:
    reviewer = f.reviewer()
    request = f.request(reviewers=[reviewer])
    decision = f.decision(comment="Say how long.")
    deciding.request_changes(request.pk, reviewer=reviewer, decision=decision, at=f.NOW)
    assert rows_of(request)[0].reason == "Say how long."


def test_publisher_gets_the_button_of_what_is_held() -> None:
    request = f.approved(f.request(after_approval=AfterApproval.HOLD))
    found = ReviewRequest.objects.filter(pk=request.pk)
    addresses = {
        role: queues.rows(found, user=f.user(role), on=f.TODAY)[0].publish_url
        for role in ("Editors", "Publishers")
    }
    address = f"/admin/reviews/reviewrequest/{request.pk}/publish/"
    assert addresses == {"Editors": "", "Publishers": address}


@pytest.mark.parametrize("count", [1, 3])
def test_rows_take_four_queries(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user = f.user("Publishers")
    for _number in range(count):
        again(changed(f.published(), question="What helps?"))
    list(user.get_all_permissions())
    with django_assert_num_queries(4):
        assert len(queues.rows(ReviewRequest.objects.in_review(), user=user, on=f.TODAY)) == count


def test_row_counts_doses_and_treatments() -> None:
    article = f.published(f.article(saved=f.draft(body="Take 10 mg weekly.[^smith]")))
    entries = (*drafts.of(article).entries, f.entry(phase="Later"))
    (row,) = rows_of(again(changed(article, body="Take 15 mg weekly.[^smith]", entries=entries)))
    assert (row.summary, row.harm) == ("Body, 1 dose, 1 new treatment", True)


def test_row_says_what_changed_when_it_was_put_up() -> None:
    article = f.published()
    request = again(changed(article, question="What helps?"))
    changed(Article.objects.get(pk=article.pk), question="What else helps?")
    assert rows_of(request)[0].summary == "Question"
    with pytest.raises(IntegrityError, match="only the state, due date and priority of a request"):
        ReviewRequest.objects.filter(pk=request.pk).update(outline={})


def test_a_review_of_what_was_submitted_before_a_withdrawal_repairs_nothing() -> None:
    article = f.published()
    f.request(f.save(article, body="New.[^smith]"))
    withdrawal = f.withdrawn(article)
    assert list(queues.to_repair()) == [withdrawal]
    later = withdrawal.at + timedelta(hours=1)
    article.refresh_from_db()
    f.request(f.save(article, body="Repaired.[^smith]", at=later), at=later)
    assert not queues.to_repair().exists()
