"""A reviewer is suggested and may claim only in a language that they review in."""

import pytest

from articles.errors import NotReady
from articles.models import Article
from reviews import policies, queues, staffing
from reviews.actions import requesting
from reviews.models import Reviewer, ReviewRequest
from tests import factories as f

pytestmark = pytest.mark.django_db
# What a reviewer has named, and whether a German answer fits them.
NAMED = [("", True), ("de", True), ("de,en", True), ("en", False), ("en,es", False)]


def german(*, reviewers: list[Reviewer], reason: str = "") -> ReviewRequest:
    article = f.article()
    Article.objects.filter(pk=article.pk).update(language="de")
    return f.request(Article.objects.get(pk=article.pk), reviewers=reviewers, reason=reason)


@pytest.mark.parametrize(("languages", "fits"), NAMED)
def test_who_may_claim_is_who_sees_it_in_their_list_and_is_suggested(
    languages: str, fits: bool
) -> None:
    f.reviewer()  # for whom it is open in any case
    reviewer = f.reviewer(languages=languages)
    request = german(reviewers=[])
    assert (policies.why_not_claim(reviewer, request, on=f.TODAY) == "") is fits
    assert (request in queues.open_to(reviewer.user, on=f.TODAY)) is fits
    assert (request in queues.visible(reviewer.user, on=f.TODAY)) is fits
    assert policies.may_see(reviewer.user, request, on=f.TODAY) is fits
    found = staffing.candidates(request.article_id, staffing.NOTHING_NEW, wrote=(), on=f.TODAY)
    assert getattr(found.get(pk=reviewer.pk), "fits") is fits  # noqa: B009 - an annotation


def test_whoever_reads_another_language_is_asked_with_a_reason() -> None:
    reviewer = f.reviewer(name="Dr Else", languages="en")
    with pytest.raises(NotReady) as caught:
        german(reviewers=[reviewer])
    assert caught.value.problems == ("Reason: say why you ask Dr Else, whom it does not fit.",)
    request = german(reviewers=[reviewer], reason="She was born in Graz.")
    assert request.assignments.get().reason == "She was born in Graz."
    f.signed(request, reviewer)
    request.refresh_from_db()
    assert request.state == "published"


def test_nobody_who_reads_it_is_left_to_claim_it() -> None:
    f.reviewer(languages="en")
    with pytest.raises(NotReady, match="nobody whom it fits could claim it"):
        german(reviewers=[])


def test_reconfirming_asks_who_signed_in_whatever_language() -> None:
    reviewer = f.reviewer(languages="en")
    request = german(reviewers=[reviewer], reason="She knows it.")
    f.signed(request, reviewer)
    again = requesting.ask_to_reconfirm(
        request.article_id,
        reviewers=[reviewer],
        due_on=f.TODAY,
        by=f.user("Editors"),
        at=f.NOW,
        reason="Signed before.",
    )
    assert list(again.reviewers) == [reviewer]
