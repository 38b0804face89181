"""The database counts signatures as publishing does: what is material takes whole-page reviews."""

from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from articles.enums import ChangeClass
from articles.models import Article, Publication
from reviews.enums import Scope, State
from reviews.models import ReviewRequest
from tests import factories as f
from tests import publishing
from tests.tampering import run, unguarded
from tests.test_four_eyes import published, refused, signed

pytestmark = pytest.mark.django_db
WORDING, MATERIAL = ChangeClass.WORDING, ChangeClass.MATERIAL
WHOLE, CHANGES = Scope.WHOLE_PAGE, Scope.CHANGES_ONLY
LACKS = "uses the approvals of that very revision"


def asked(of: Article, proposed: ChangeClass, **fields: Any) -> ReviewRequest:
    """A request for two signatures, written round every action."""
    words = publishing.submitted(of, change_class=proposed)
    ReviewRequest.objects.filter(pk=words.pk).update(state=State.STALE)
    values = {"approvals_required": 2, "two_because": "It harms.", "due_on": f.TODAY, **fields}
    kept = ("article_id", "revision_id", "opened_by_id", "opened_at")
    values |= {name: getattr(words, name) for name in kept}
    return ReviewRequest.objects.create(key=uuid4(), **values)


def reworded() -> Article:
    """A live answer whose draft differs by a word that means no harm."""
    article = f.published()
    return f.save(article, body=article.body.replace("try to calm", "attempt to calm"))


def sign(request: ReviewRequest, *signatures: tuple[Scope, ChangeClass], **fields: Any) -> None:
    for scope, change_class in signatures:
        signed(request, f.reviewer(), scope=scope, change_class=change_class, **fields)
    ReviewRequest.objects.filter(pk=request.pk).update(state=State.APPROVED)


def brought_out(request: ReviewRequest, *, resting: bool = False) -> Publication:
    live = f.live(request.article) if resting else None
    return published(request, rests_on=live) if resting else published(request)


def test_two_reviews_of_the_whole_page_publish_what_is_material() -> None:
    request = asked(reworded(), MATERIAL)
    sign(request, (WHOLE, MATERIAL), (WHOLE, MATERIAL))
    assert brought_out(request).pk


def test_one_of_the_whole_page_and_one_of_the_changes_do_not() -> None:
    request = asked(reworded(), MATERIAL)
    sign(request, (WHOLE, MATERIAL), (CHANGES, MATERIAL))
    assert LACKS in refused(lambda: brought_out(request))


def test_what_one_signer_calls_material_is_material_for_the_others() -> None:
    request = asked(reworded(), WORDING)
    sign(request, (CHANGES, WORDING), (WHOLE, MATERIAL))
    assert LACKS in refused(lambda: brought_out(request))


def test_where_nothing_is_live_everything_is_material() -> None:
    article = reworded()
    request = asked(article, WORDING)
    sign(request, (CHANGES, WORDING), (WHOLE, WORDING))
    f.withdrawn(article)
    assert LACKS in refused(lambda: brought_out(request))


def test_two_reviews_of_the_changes_publish_what_is_wording() -> None:
    request = asked(reworded(), WORDING)
    sign(request, (CHANGES, WORDING), (CHANGES, WORDING))
    assert brought_out(request, resting=True).pk


def test_a_medicines_signature_counts_for_the_whole_page_only() -> None:
    article, other = reworded(), f.reviewer()
    request = asked(article, MATERIAL, for_medicines=True)
    signed(request, other, scope=CHANGES, for_medicines=True)
    sign(request, (WHOLE, MATERIAL), (WHOLE, MATERIAL))
    assert "is a pharmacist" in refused(lambda: brought_out(request))


def test_an_approval_calls_a_change_no_less_than_its_author_did() -> None:
    request = asked(reworded(), MATERIAL)
    for scope in Scope:
        rule = "material where its author does"
        assert rule in refused(partial(sign, request, (scope, WORDING)))
    sign(request, (WHOLE, WORDING), outcome="declined", comment="No.", review_due_on=None)


@pytest.mark.parametrize(("other", "holds"), [(WHOLE, True), (CHANGES, False)])
def test_a_publication_that_lacks_one_of_them_is_found(other: Scope, holds: bool) -> None:
    request = asked(reworded(), MATERIAL)
    sign(request, (WHOLE, MATERIAL), (other, MATERIAL))
    with unguarded():
        publication = brought_out(request)
    article = request.article
    out, _error = run("verify_article", f"{article.condition.slug}/{article.slug}")
    place = f"{article.condition.slug}/{article.slug}, version 2, publication {publication.pk}"
    assert (f"{place}: it lacks a signature" not in out.splitlines()) is holds
