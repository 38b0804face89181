"""Bringing back an earlier version: the same words, a new version, a new review of all of it."""

import pytest

from articles.actions import restoring
from articles.enums import ChangeClass, PublicationKind
from articles.errors import NotAllowed, NotReady, Unchanged
from articles.models import Article, Citation, DraftEdit, Publication, Revision
from reviews.enums import Scope, State
from reviews.models import ReviewRequest
from tests import factories as f
from tests import publishing

pytestmark = pytest.mark.django_db


def words(of: Article, number: int) -> Revision:
    return of.revisions.get(number=number)


def failure(request: ReviewRequest) -> str:
    request.refresh_from_db()
    assert request.state == State.FAILED
    return request.failure


def test_the_earlier_words_are_live_again_as_a_new_version() -> None:
    article = publishing.second_version()
    request = f.approved(publishing.rolling_back(article))
    live = f.live(Article.objects.get(pk=article.pk))
    assert request.state == State.PUBLISHED
    assert (live.kind, live.revision.number) == (PublicationKind.ROLL_BACK, 3)
    first = words(article, 1)
    assert (live.revision.restores, live.revision.snapshot) == (first, first.snapshot)
    assert live.revision.proposed_class == ChangeClass.MATERIAL
    assert (live.rests_on, live.last_reviewed_on) == (None, f.TODAY)


def test_it_takes_a_review_of_the_whole_page_even_where_only_wording_differs() -> None:
    article = f.published()
    article = f.published(f.save(article, body=article.body + " Please."))
    request = publishing.rolling_back(article)
    with pytest.raises(NotReady, match="material change"):
        f.approved(request, scope=Scope.CHANGES_ONLY, change_class=ChangeClass.WORDING)


def test_the_draft_stays_and_later_edits_count_as_new_in_the_next_submission() -> None:
    late = f.user("Editors")
    article = f.published()
    article = f.published(f.save(article, by=late, body="Later.[^smith]"))
    f.approved(publishing.rolling_back(article))
    article = Article.objects.get(pk=article.pk)
    assert article.body == "Later.[^smith]"
    again = publishing.submitted(article).revision
    assert again.contributions.filter(user=late).exists()
    assert again.based_on == article.live


def test_whoever_wrote_the_earlier_words_or_asks_for_them_is_no_reviewer_of_them() -> None:
    writer, asking = f.user("Editors"), f.user("Editors")
    article = f.published(f.article(by=writer))
    article = f.published(f.save(article, body="Later.[^smith]"))
    request = publishing.rolling_back(article, by=asking)
    users = set(request.revision.contributions.values_list("user", flat=True))
    assert {writer.pk, asking.pk} <= users
    reviewer = f.reviewer(user=writer)
    with pytest.raises(NotReady, match="wrote part of this answer"):
        publishing.rolling_back(article, reviewers=[reviewer])


def test_what_is_live_is_not_brought_back() -> None:
    article = publishing.second_version()
    with pytest.raises(Unchanged):
        publishing.rolling_back(article, 2)


@pytest.mark.parametrize("number", [2, 7])
def test_what_was_never_published_is_not_brought_back(number: int) -> None:
    article = f.published()
    publishing.submitted(f.save(article, body="Unseen.[^smith]"))
    with pytest.raises(Revision.DoesNotExist):
        publishing.rolling_back(article, number)


def test_what_was_withdrawn_comes_back_by_a_new_review_only() -> None:
    article = f.published()
    f.withdrawn(article)
    later = f.NOW.replace(hour=12)
    request = publishing.rolling_back(article, at=later)
    assert Article.objects.get(pk=article.pk).live is None
    f.approved(request, at=later)
    live = f.live(Article.objects.get(pk=article.pk))
    assert (live.kind, live.revision.restores) == (PublicationKind.ROLL_BACK, words(article, 1))


def test_a_withdrawal_during_the_review_stops_it() -> None:
    article = publishing.second_version()
    request = publishing.rolling_back(article)
    f.withdrawn(article)
    f.approved(request)
    assert failure(request) == "The answer was withdrawn after this version was submitted."


def test_another_publication_during_the_review_stops_it() -> None:
    article = publishing.second_version()
    overtaken = publishing.rolling_back(article).revision
    article.refresh_from_db()
    f.published(f.save(article, body="Third.[^smith]"))
    asked = publishing.reopened(overtaken)
    f.approved(asked)
    assert failure(asked) == "Another version was published after this one was submitted."


def test_a_retracted_source_is_named_before_and_stops_it_afterwards() -> None:
    article = publishing.second_version()
    request = publishing.rolling_back(article)
    source = Citation.objects.get(article=article).source
    source.retraction = "retracted"
    source.save()
    sentence = f"Sources: “{source.title}” is retracted."
    with pytest.raises(NotReady) as caught:
        publishing.rolling_back(article)
    assert caught.value.problems == (sentence,)
    f.approved(request)
    assert failure(request) == f"The source “{source.title}” is retracted."


def test_it_says_for_readers_why_and_may_be_a_correction_too() -> None:
    article = publishing.second_version()
    with pytest.raises(NotReady, match="Change note: say for readers what changed"):
        publishing.rolling_back(article, change_note=" ")
    f.approved(publishing.rolling_back(article, correction=publishing.CORRECTION))
    live = f.live(Article.objects.get(pk=article.pk))
    assert (live.kind, live.revision.correction) == (
        PublicationKind.ROLL_BACK,
        publishing.CORRECTION,
    )


@pytest.mark.parametrize("role", ["", "Reviewers"])
def test_only_editors_bring_back(role: str) -> None:
    article = publishing.second_version()
    with pytest.raises(NotAllowed):
        restoring.restore(article.pk, 1, change_note="Back.", by=f.user(role), at=f.NOW)
    assert (article.revisions.count(), Publication.objects.count()) == (2, 2)
    assert DraftEdit.objects.count() == 2
