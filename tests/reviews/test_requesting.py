"""Asking for reviews: only those who can sign are asked, and one request is open at a time."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from articles.actions import drafting
from articles.enums import ChangeClass
from articles.errors import Conflict, NotAllowed, NotReady, Unchanged
from articles.models import Article, AuditEvent, Revision
from articles.verification import seal
from reviews.actions import requesting
from reviews.enums import AfterApproval, Scope, State
from reviews.models import Reviewer, ReviewRequest
from tests import factories

pytestmark = pytest.mark.django_db
DUE = factories.TODAY + timedelta(days=7)
LATER = factories.NOW + timedelta(days=30)


def asked(revision: Revision, *reviewers: Reviewer, **fields: Any) -> ReviewRequest:
    by = fields.pop("by", None) or factories.user("Editors")
    return requesting.open_request(
        revision.pk, reviewers=reviewers, due_on=DUE, by=by, at=factories.NOW, **fields
    )


def reconfirm(article: Article, *reviewers: Reviewer) -> ReviewRequest:
    return requesting.ask_to_reconfirm(
        article.pk, reviewers=reviewers, due_on=LATER.date(), by=factories.user("Editors"), at=LATER
    )


@pytest.fixture
def revision() -> Revision:
    article = factories.article()
    return drafting.submit(
        article.pk,
        expected_version=1,
        change_class=ChangeClass.MATERIAL,
        change_note="First.",
        by=factories.user("Editors"),
        at=factories.NOW,
    )


def test_a_request_puts_the_revision_before_its_reviewers(revision: Revision) -> None:
    first, second, editor = factories.reviewer(), factories.reviewer(), factories.user("Editors")
    request = asked(revision, first, second, by=editor, after_approval=AfterApproval.HOLD)
    assert set(request.reviewers.all()) == {first, second}
    assert (request.article_id, request.state, request.after_approval, request.due_on) == (
        revision.article_id,
        State.IN_REVIEW,
        AfterApproval.HOLD,
        DUE,
    )
    assert (request.opened_by, request.opened_at) == (editor, factories.NOW)
    event = AuditEvent.objects.latest()
    assert (event.verb, event.object) == ("asked for review", f"reviewrequest:{request.pk}")
    assert json.loads(event.detail) == {
        "reviewers": f"{first.name}, {second.name}",
        "whole": seal(request, *request.assignments.order_by("pk")),
    }


@pytest.mark.parametrize("role", ["Reviewers", ""])
def test_only_editors_ask(revision: Revision, role: str) -> None:
    with pytest.raises(NotAllowed, match="Only editors ask"):
        asked(revision, factories.reviewer(), by=factories.user(role))
    assert not ReviewRequest.objects.exists()


def test_somebody_is_asked(revision: Revision) -> None:
    with pytest.raises(NotReady, match="name 1 more"):
        asked(revision)


@pytest.mark.parametrize(
    "fields",
    [
        {"verified_by": None, "valid_until": None},
        {"valid_until": factories.TODAY - timedelta(days=1)},
        {"suspended": True},
    ],
)
def test_nobody_is_asked_who_could_not_sign(revision: Revision, fields: dict[str, Any]) -> None:
    able, unable = factories.reviewer(), factories.reviewer()
    Reviewer.objects.filter(pk=unable.pk).update(**fields)
    unable.refresh_from_db()
    with pytest.raises(NotReady) as caught:
        asked(revision, able, unable)
    assert caught.value.problems == (
        f"Reviewer: the verification of {unable.name} is missing, over or suspended.",
    )
    assert not ReviewRequest.objects.exists()


def test_verification_counts_on_its_last_day(revision: Revision) -> None:
    assert asked(revision, factories.reviewer(valid_until=factories.TODAY)).pk


def test_contributors_are_not_asked() -> None:
    author = factories.reviewer(user=factories.user("Editors"))
    article = factories.article(by=author.user)
    with pytest.raises(NotReady) as caught:
        factories.request(article, reviewers=[author])
    assert caught.value.problems == (f"Reviewer: {author.name} wrote part of this answer.",)
    # One transaction: no revision without its request.
    assert not Revision.objects.exists()


def test_an_earlier_editor_is_asked_about_wording_only() -> None:
    earlier = factories.reviewer()
    earlier.user.groups.add(*factories.user("Editors").groups.all())
    article = factories.published(factories.article(by=earlier.user))
    edited = factories.save(article, body=article.body + " Please.")
    with pytest.raises(NotReady, match="wrote part of this answer"):
        factories.request(edited, reviewers=[earlier], change_class=ChangeClass.MATERIAL)
    request = factories.request(edited, reviewers=[earlier], change_class=ChangeClass.WORDING)
    wording: dict[str, Any] = {
        "scope": Scope.CHANGES_ONLY,
        "change_class": ChangeClass.WORDING,
    }
    assert factories.approved(request, **wording).state == State.PUBLISHED


def test_submitting_again_makes_the_older_request_stale() -> None:
    article = factories.article()
    older = factories.request(article)
    newer = factories.request(factories.save(article, body="Better.[^smith]"))
    older.refresh_from_db()
    assert (older.state, newer.state) == (State.STALE, State.IN_REVIEW)


@pytest.mark.parametrize("after", [AfterApproval.HOLD, AfterApproval.PUBLISH])
def test_what_is_closed_does_not_become_stale(after: AfterApproval) -> None:
    article = factories.article()
    older = factories.approved(factories.request(article, after_approval=after))
    factories.request(factories.save(article, body="Better.[^smith]"))
    older.refresh_from_db()
    expected = State.STALE if after == AfterApproval.HOLD else State.PUBLISHED
    assert older.state == expected


def test_requests_of_other_answers_stay_open() -> None:
    other = factories.request()
    factories.request()
    other.refresh_from_db()
    assert other.is_open


def test_reconfirming_asks_for_the_live_revision() -> None:
    article = factories.published()
    request = reconfirm(article, factories.reviewer())
    assert request.revision == factories.live(article).revision
    assert Revision.objects.count() == 1


@pytest.mark.parametrize("published", [False, True])
def test_only_what_is_live_is_reconfirmed(published: bool) -> None:
    article = factories.article()
    if published:
        factories.withdrawn(factories.published(article))
    with pytest.raises(Conflict, match="Nothing is live"):
        reconfirm(article, factories.reviewer())


def test_no_editor_of_an_answer_is_asked_to_reconfirm_it() -> None:
    editor = factories.reviewer(user=factories.user("Editors"))
    article = factories.published()
    # Their words are in no revision yet, but whoever edits an answer never vouches for all of it.
    factories.save(article, by=editor.user, body="In the draft only.")
    with pytest.raises(NotReady, match="wrote part of this answer"):
        reconfirm(article, editor)


def test_an_open_review_of_other_words_goes_first() -> None:
    article = factories.published()
    factories.request(factories.save(article, body="Better.[^smith]"))
    with pytest.raises(Conflict, match="Another version of this answer is under review"):
        reconfirm(article, factories.reviewer())


def test_a_reviewer_who_does_not_answer_does_not_block_reconfirming_for_ever() -> None:
    article = factories.published()
    older = reconfirm(article, factories.reviewer())
    newer = reconfirm(article, factories.reviewer())
    older.refresh_from_db()
    assert (older.state, newer.state) == (State.STALE, State.IN_REVIEW)


@pytest.mark.parametrize(("day", "overdue"), [(DUE, False), (DUE + timedelta(days=1), True)])
def test_a_request_is_overdue_the_day_after(revision: Revision, day: date, overdue: bool) -> None:
    request = asked(revision, factories.reviewer())
    assert request.is_overdue(on=day) is overdue
    request.state = State.HELD
    assert request.is_overdue(on=day) is False


@pytest.mark.parametrize("after", [AfterApproval.PUBLISH, AfterApproval.HOLD])
def test_the_same_words_again_throw_no_signature_away(after: AfterApproval) -> None:
    request = factories.request(after_approval=after)
    if after == AfterApproval.HOLD:
        factories.approved(request)
    article, state = request.article, request.state
    with pytest.raises(Unchanged, match="These words are before reviewers already"):
        factories.request(article)
    request.refresh_from_db()
    assert (request.state, article.revisions.count()) == (state, 1)
    requesting.cancel(request.pk, reason="Anew.", by=factories.user("Editors"), at=factories.NOW)
    assert factories.request(article).state == State.IN_REVIEW
