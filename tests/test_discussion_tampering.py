"""A comment rewritten, reopened or dropped by hand is found, and the place is named."""

from datetime import timedelta

import pytest

from articles.models import AuditEvent
from reviews.actions import commenting
from reviews.models import ReviewComment
from tests import factories as f
from tests.discussing import asked, comment
from tests.tampering import broken, run, unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture
def said() -> ReviewComment:
    """A reviewer's comment that they resolved."""
    request = f.request()
    row = comment(request)
    commenting.resolve(row.pk, by=asked(request).user, at=f.NOW + timedelta(hours=1))
    return ReviewComment.objects.get(pk=row.pk)


def found(row: ReviewComment) -> list[str]:
    """What `verify_article` says of the comment."""
    article = row.request.article
    out, _error = run("verify_article", f"{article.condition.slug}/{article.slug}")
    place = f"{article.condition.slug}/{article.slug}, version 1"
    where = f"{place}, comment {row.pk} of {row.author_name}: "
    return [line.removeprefix(where) for line in out.splitlines()]


def test_comments_that_nobody_touched_hold(said: ReviewComment) -> None:
    assert found(said) == ["The evidence holds. Answers: 1."]


@pytest.mark.parametrize("field", ["text", "quote", "author_name", "place"])
def test_a_rewritten_comment_is_found(field: str, said: ReviewComment) -> None:
    forged = "Fine as it is."
    with unguarded():
        ReviewComment.objects.update(**{field: forged})
    said.refresh_from_db()
    assert found(said) == ["changed: what was said does not give its hash"]


def test_a_rewritten_comment_with_a_hash_of_its_own_is_found(said: ReviewComment) -> None:
    with unguarded():
        ReviewComment.objects.update(sha256="1" * 64)
    assert found(said) == [
        "changed: what was said does not give its hash",
        "no audit event tells of it with this hash",
        "no audit event tells that it was resolved",
    ]


def test_a_comment_reopened_by_hand_is_found(said: ReviewComment) -> None:
    with unguarded():
        ReviewComment.objects.update(resolved_by=None, resolved_at=None)
    assert found(said) == ["changed: it was resolved, and is open again"]


def test_a_comment_resolved_by_hand_is_found() -> None:
    row = comment(f.request())
    with unguarded():
        ReviewComment.objects.update(resolved_by=row.author, resolved_at=f.NOW)
    assert found(row) == ["no audit event tells that it was resolved"]


def test_a_deleted_comment_is_found_at_the_event_that_tells_of_it(said: ReviewComment) -> None:
    event = AuditEvent.objects.get(verb="commented")
    with unguarded():
        ReviewComment.objects.all().delete()
    assert broken() == [
        f"audit event {event.pk}: it tells of reviewcomment:{said.pk}, which was deleted"
    ]
