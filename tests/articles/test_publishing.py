"""Publishing: exactly the approved words, resting on the right review, or a reason why not."""

import json
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User

from articles.actions import publishing
from articles.actions.publishing import Approval
from articles.drafts import Cited
from articles.enums import ChangeClass
from articles.errors import Conflict
from articles.models import Article, AuditEvent, Citation, Publication
from reviews.actions import deciding, requesting
from reviews.enums import AfterApproval, Scope, State
from reviews.models import ReviewRequest
from tests import factories

pytestmark = pytest.mark.django_db
HOLD = AfterApproval.HOLD
LATER = factories.NOW + timedelta(days=40)
FIRST_DUE = factories.TODAY + timedelta(days=180)


def held(article: Article | None = None) -> ReviewRequest:
    return factories.approved(factories.request(article, after_approval=HOLD))


def publish(request: ReviewRequest, by: User | None = None) -> ReviewRequest:
    publisher = by or factories.user("Publishers")
    return deciding.publish(request.pk, by=publisher, at=factories.NOW + timedelta(hours=2))


def reworded(article: Article, word: str, *, due: date) -> Publication:
    """The live publication after a change of wording of which only the changes were read."""
    request = factories.request(
        factories.save(article, body=f"{article.body} {word}"),
        change_class=ChangeClass.WORDING,
        at=LATER,
    )
    wording = {"scope": Scope.CHANGES_ONLY, "change_class": ChangeClass.WORDING}
    approved = factories.approved(request, at=LATER, review_due_on=due, **wording)
    assert (approved.state, approved.failure) == (State.PUBLISHED, "")
    return factories.live(Article.objects.get(pk=article.pk))


def failure(request: ReviewRequest) -> str:
    request.refresh_from_db()
    assert request.state == State.FAILED
    return request.failure


def test_the_approved_revision_is_what_readers_get() -> None:
    request = factories.approved(factories.request())
    record = request.records.get()
    live = factories.live(Article.objects.get())
    assert (live.revision, live.approval, live.kind) == (request.revision, request.key, "publish")
    assert live.signers == f"[{record.statement}]"
    assert json.loads(live.signers)[0]["revision"] == live.revision.sha256
    assert (live.last_reviewed_on, live.review_due_on) == (factories.TODAY, FIRST_DUE)
    assert (live.rests_on, live.published_at) == (None, factories.NOW)
    assert (request.state, request.failure) == (State.PUBLISHED, "")
    assert AuditEvent.objects.filter(verb="published").count() == 1


def test_an_edit_after_submission_does_not_reach_the_page() -> None:
    article = factories.article()
    request = factories.request(article)
    factories.save(article, body="Smuggled in.")
    factories.approved(request)
    assert "Smuggled" not in factories.live(Article.objects.get()).revision.snapshot


def test_a_held_answer_waits_for_a_publisher() -> None:
    request = held()
    assert (request.state, Article.objects.get().live) == (State.HELD, None)
    publisher = factories.user("Publishers")
    assert publish(request, publisher).state == State.PUBLISHED
    live = factories.live(Article.objects.get())
    assert (live.published_by, live.last_reviewed_on) == (publisher, factories.TODAY)


def test_an_answer_is_published_once() -> None:
    request = held()
    publish(request)
    with pytest.raises(Conflict, match="not waiting to be published"):
        publish(request)
    assert Publication.objects.count() == 1


def test_what_is_still_in_review_is_not_published() -> None:
    with pytest.raises(Conflict, match="not waiting to be published"):
        publish(factories.request())
    assert not Publication.objects.exists()


def test_a_wording_change_rests_on_the_first_whole_page() -> None:
    article = factories.published()
    first = factories.live(article)
    second = reworded(article, "Please.", due=FIRST_DUE + timedelta(days=30))
    edited = Article.objects.get()
    third = reworded(edited, "Thanks.", due=FIRST_DUE + timedelta(days=60))
    assert (second.rests_on, third.rests_on) == (first, first)
    assert {second.last_reviewed_on, third.last_reviewed_on} == {factories.TODAY}
    assert {second.review_due_on, third.review_due_on} == {FIRST_DUE}


def test_a_wording_change_may_bring_the_next_review_forward_but_not_put_it_off() -> None:
    article = factories.published()
    sooner = FIRST_DUE - timedelta(days=90)
    assert reworded(article, "Please.", due=sooner).review_due_on == sooner
    again = reworded(Article.objects.get(), "Thanks.", due=FIRST_DUE)
    assert again.review_due_on == sooner


def test_a_review_of_the_whole_page_moves_the_dates() -> None:
    article = factories.published()
    reworded(article, "Please.", due=FIRST_DUE)
    edited = factories.save(Article.objects.get(), body="All is new.[^smith]")
    live = factories.live(factories.published(edited, at=LATER))
    assert (live.rests_on, live.last_reviewed_on) == (None, LATER.date())
    assert live.review_due_on == LATER.date() + timedelta(days=180)


def test_reconfirming_publishes_the_same_words_with_new_dates() -> None:
    article = factories.published()
    first = factories.live(article)
    request = requesting.ask_to_reconfirm(
        article.pk,
        reviewers=[factories.reviewer()],
        due_on=LATER.date(),
        by=factories.user("Editors"),
        at=LATER,
    )
    factories.approved(request, at=LATER)
    live = factories.live(Article.objects.get())
    assert (live.kind, live.revision, live.rests_on) == ("reconfirm", first.revision, None)
    assert live.last_reviewed_on == LATER.date()


def test_a_withdrawal_since_the_submission_stops_it_and_keeps_the_signature() -> None:
    article = factories.published()
    request = factories.request(factories.save(article, body="New.[^smith]"))
    factories.withdrawn(article)
    factories.approved(request)
    assert failure(request) == "The answer was withdrawn after this version was submitted."
    assert request.records.count() == 1
    assert Article.objects.get().live is None
    assert AuditEvent.objects.latest().verb == "publishing failed"


def test_a_clock_moved_back_does_not_hide_a_withdrawal() -> None:
    article = factories.published()
    request = factories.request(factories.save(article, body="New.[^smith]"), at=LATER)
    factories.withdrawn(article, at=LATER - timedelta(days=2))
    factories.approved(request, at=LATER)
    assert "was withdrawn after" in failure(request)


def test_a_withdrawn_answer_comes_back_by_a_new_review_of_the_whole_page() -> None:
    article = factories.published()
    factories.withdrawn(article)
    live = factories.live(factories.published(article, at=LATER))
    assert live.last_reviewed_on == LATER.date()
    assert Publication.objects.count() == 2
    assert Article.objects.get().live == live


def test_a_source_retracted_since_stops_it_until_it_stands_again() -> None:
    request = held()
    source = Citation.objects.get().source
    source.retraction = "retracted"
    source.save()
    publish(request)
    assert failure(request) == f"The source “{source.title}” is retracted."
    source.retraction = "none"
    source.save()
    request = publish(request)
    assert (request.state, request.failure) == (State.PUBLISHED, "")
    assert request.records.count() == 1


def test_a_retracted_source_that_left_the_draft_counts_for_what_was_frozen() -> None:
    article = factories.article()
    source = article.citations.get().source
    request = held(article)
    factories.save(article, citations=(Cited("smith", factories.source().pk),))
    source.retraction = "retracted"
    source.save()
    publish(request)
    assert "is retracted" in failure(request)


def test_a_version_whose_base_was_overtaken_is_not_published() -> None:
    article = factories.published()
    overtaken = factories.request(factories.save(article, body="Second.[^smith]")).revision
    article.refresh_from_db()
    factories.published(factories.save(article, body="Third.[^smith]"))
    request = requesting.open_request(
        overtaken.pk,
        reviewers=[factories.reviewer()],
        due_on=LATER.date(),
        by=factories.user("Editors"),
        at=LATER,
    )
    factories.approved(request, at=LATER)
    assert failure(request) == "Another version was published after this one was submitted."
    assert factories.live(Article.objects.get()).revision.number == 3


def test_a_refusal_of_the_database_keeps_the_signature_too() -> None:
    """A clock that was moved back makes a wording change due before the last review."""
    article = factories.published(at=LATER)
    early = factories.NOW
    request = factories.request(
        factories.save(article, body=article.body + " Please."),
        change_class=ChangeClass.WORDING,
        at=early,
    )
    wording = {"scope": Scope.CHANGES_ONLY, "change_class": ChangeClass.WORDING}
    due = early.date() + timedelta(days=1)
    factories.approved(request, at=early, review_due_on=due, **wording)
    assert failure(request) == "The database refused it: it clashes with what stands already."
    assert request.records.count() == 1
    assert factories.live(Article.objects.get()) == article.live


def approval(request: ReviewRequest, **fields: object) -> Approval:
    values: dict[str, object] = {
        "key": request.key,
        "revision_id": request.revision_id,
        "sha256": request.revision.sha256,
        "statements": tuple(record.statement for record in request.records.all()),
        "whole_page_on": factories.TODAY,
        "review_due_on": FIRST_DUE,
    }
    return Approval(**{**values, **fields})  # type: ignore[arg-type]  # a mapping of mixed values


def test_words_that_do_not_match_the_signed_hash_are_not_published() -> None:
    request = held()
    with pytest.raises(Conflict, match="do not match the hash"):
        publishing.publish(
            approval(request, sha256="0" * 64), by=request.opened_by, at=factories.NOW
        )
    assert not Publication.objects.exists()


@pytest.mark.parametrize("withdrawn", [False, True])
def test_what_is_not_live_needs_a_review_of_the_whole_page(withdrawn: bool) -> None:
    article = factories.article()
    if withdrawn:
        factories.withdrawn(factories.published(article))
    request = factories.request(article, after_approval=HOLD, at=LATER)
    factories.approved(request, at=LATER)
    with pytest.raises(Conflict, match="needs a review of the whole page"):
        publishing.publish(approval(request, whole_page_on=None), by=request.opened_by, at=LATER)
