"""The database keeps what was said and lets no guest decide, whoever asks and however they ask."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connection, models, transaction

from articles.guards import install
from reviews.actions import commenting, deciding
from reviews.enums import Anchor
from reviews.models import PreviewLink, ReviewComment, Reviewer, ReviewRecord, ReviewRequest
from tests import factories as f
from tests.discussing import asked, comment, objected, preview_link, resubmitted

pytestmark = pytest.mark.django_db
KEPT: list[type[models.Model]] = [ReviewComment, PreviewLink]
SQLITE = connection.vendor == "sqlite"
LATER = f.NOW + timedelta(hours=2)


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def refused(act: Callable[[], object]) -> str:
    """The database's own words for refusing the act."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        act()
    return str(caught.value)


def said(request: ReviewRequest, **fields: object) -> ReviewComment:
    """A comment written past the actions: a whole and harmless one but for `fields`."""
    values: dict[str, object] = {
        "request": request,
        "author": request.opened_by,
        "author_name": "Somebody",
        "anchor": Anchor.PAGE,
        "text": "Forged.",
        "at": f.NOW,
        "sha256": "0" * 64,
    }
    return ReviewComment.objects.create(**{**values, **fields})


@pytest.fixture
def request_() -> ReviewRequest:
    request = f.request()
    comment(request)
    preview_link(request)
    return request


@pytest.mark.parametrize("model", KEPT)
def test_what_was_said_and_shown_is_never_deleted(
    model: type[models.Model], request_: ReviewRequest
) -> None:
    table = model._meta.db_table
    assert "keeps every row" in refused(lambda: execute(f"DELETE FROM {table}"))
    if SQLITE:
        columns = ", ".join(str(field.column) for field in model._meta.concrete_fields)
        copy = f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}"
        refused(lambda: execute(copy))
        assert f"guard_{table}_no_replace" in {guard.name for guard in install.guards("sqlite")}
    else:
        execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert "keeps every row" in refused(lambda: execute(f"TRUNCATE {table} CASCADE"))


@pytest.mark.parametrize("field", [f.name for f in ReviewComment._meta.concrete_fields])
def test_only_the_resolution_of_a_comment_changes(field: str, request_: ReviewRequest) -> None:
    row = ReviewComment.objects.get()
    now = f.NOW + timedelta(days=1)
    settled = {"resolved_by": row.author, "resolved_at": now}
    if field in settled:
        ReviewComment.objects.update(**settled)
        return
    values: dict[str, object] = {
        "id": row.pk + 1,
        "request": f.request(),
        "author": f.user(),
        "reviewer": None,
        "guest": PreviewLink.objects.get(),
        "parent": row,
        "objection": objected(f.request()).records.get(),
        "at": now,
    }
    change = {field: values.get(field, "forged")}
    assert "only the resolution" in refused(lambda: ReviewComment.objects.update(**change))


def test_a_resolved_comment_stays_resolved(request_: ReviewRequest) -> None:
    commenting.resolve(ReviewComment.objects.get().pk, by=asked(request_).user, at=f.NOW)
    for change in (
        {"resolved_by": None, "resolved_at": None},
        {"resolved_at": f.NOW + timedelta(days=1)},
    ):
        assert "that once" in refused(partial(ReviewComment.objects.update, **change))


def test_a_comment_does_not_start_resolved(request_: ReviewRequest) -> None:
    settled = {"resolved_by": request_.opened_by, "resolved_at": f.NOW}
    assert "after it was made" in refused(lambda: said(request_, **settled))


def test_a_reviewers_comment_is_not_settled_over_their_head(request_: ReviewRequest) -> None:
    editor, other = f.user("Editors"), f.reviewer()
    for person in (editor, other.user):
        assert "another one who answered it" in refused(
            partial(ReviewComment.objects.update, resolved_by=person, resolved_at=f.NOW)
        )


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ""},
        {"author": None},
        {"anchor": Anchor.WORDS, "place": "body"},
        {"anchor": Anchor.TREATMENT},
        {"anchor": Anchor.REPLY},
        {"anchor": Anchor.OBJECTION},
        {"anchor": "elsewhere"},
        {"quote": "calm"},
    ],
)
def test_a_comment_by_nobody_or_on_nothing_is_refused(
    fields: dict[str, object], request_: ReviewRequest
) -> None:
    refused(lambda: said(request_, **fields))


def test_a_closed_request_takes_no_new_comment(request_: ReviewRequest) -> None:
    objected(request_)
    assert "open request" in refused(lambda: said(request_))


def test_a_comment_is_not_dated_before_its_request(request_: ReviewRequest) -> None:
    early = f.NOW - timedelta(minutes=1)
    assert "after it was asked for" in refused(lambda: said(request_, at=early))


def test_a_reply_belongs_to_a_comment_on_the_same_request(request_: ReviewRequest) -> None:
    other = comment(f.request())
    first = ReviewComment.objects.earliest("pk")
    reply = commenting.reply(first.pk, text="So?", by=f.user("Editors"), at=f.NOW)
    for parent in (other, reply):
        assert "same request" in refused(
            partial(said, request_, anchor=Anchor.REPLY, parent=parent)
        )


def test_nobody_comments_as_another_reviewer(request_: ReviewRequest) -> None:
    reviewer = asked(request_)
    for fields in (
        {"reviewer": reviewer, "author_name": reviewer.name},
        {"reviewer": reviewer, "author": reviewer.user},
    ):
        assert "in their own name" in refused(partial(said, request_, **fields))


@pytest.mark.parametrize(
    "fields",
    [
        {"author_name": "Prof. Forged"},
        {"at": f.NOW + timedelta(days=15)},
        {"at": f.NOW - timedelta(seconds=1)},
        {"anchor": Anchor.TREATMENT, "place": "Examplumab"},
    ],
)
def test_a_guest_comments_only_in_their_name_and_time(
    fields: dict[str, object], request_: ReviewRequest
) -> None:
    guest: dict[str, object] = {
        "author": None,
        "guest": PreviewLink.objects.get(),
        "author_name": "Prof. Guest",
    }
    assert said(request_, **guest).pk
    refused(lambda: said(request_, **{**guest, **fields}))


def test_a_guest_comments_on_no_other_request_and_after_no_revocation(
    request_: ReviewRequest,
) -> None:
    link = PreviewLink.objects.get()
    guest: dict[str, object] = {"author": None, "guest": link, "author_name": "Prof. Guest"}
    assert "a link that works" in refused(lambda: said(f.request(), **guest))
    PreviewLink.objects.update(revoked_by=f.user("Editors"), revoked_at=f.NOW)
    assert "a link that works" in refused(lambda: said(request_, **guest))


def test_a_guest_answers_no_objection_and_is_no_reviewer() -> None:
    request = resubmitted(objected(f.request()))
    record = ReviewRecord.objects.get()
    reviewer = Reviewer.objects.get(pk=asked(request).pk)
    link = preview_link(request, created_at=request.opened_at)
    for fields in (
        {"anchor": Anchor.OBJECTION, "objection": record},
        {"reviewer": reviewer},
    ):
        refused(
            partial(
                said,
                request,
                **{"author": None, "guest": link, "author_name": link.guest, "at": LATER},
                **fields,
            )
        )


def test_an_objection_is_answered_by_a_reviewer_for_a_later_version() -> None:
    first = objected(f.request())
    record = first.records.get()
    request = resubmitted(first)
    hung = {"anchor": Anchor.OBJECTION, "objection": record, "at": LATER}
    reviewer = asked(request)
    own = {"author": reviewer.user, "reviewer": reviewer, "author_name": reviewer.name}
    assert "by a reviewer" in refused(lambda: said(request, **hung))
    other = f.request(reviewers=[reviewer])
    assert "of a later version" in refused(lambda: said(other, **hung, **own))
    assert said(request, **hung, **own).pk


def test_an_approval_round_the_rules_still_answers_every_objection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    request = resubmitted(objected(f.request()))
    monkeypatch.setattr("reviews.completeness._objection_problems", lambda request: [])
    decision = f.decision(request.article.kind)
    assert "every earlier objection" in refused(
        lambda: deciding.approve(request.pk, reviewer=asked(request), decision=decision, at=LATER)
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"guest": ""},
        {"expires_at": f.NOW},
        {"expires_at": f.NOW + timedelta(days=30, seconds=2)},
        {"revoked_at": f.NOW},
    ],
)
def test_a_preview_link_names_its_guest_and_lasts_thirty_days_at_most(
    fields: dict[str, object], request_: ReviewRequest
) -> None:
    assert preview_link(request_, expires_at=f.NOW + timedelta(days=30)).pk
    refused(lambda: preview_link(request_, **fields))


@pytest.mark.parametrize("field", [f.name for f in PreviewLink._meta.concrete_fields])
def test_only_the_revocation_of_a_preview_link_changes(field: str, request_: ReviewRequest) -> None:
    row = PreviewLink.objects.get()
    now = f.NOW + timedelta(days=1)
    revoked = {"revoked_by": f.user("Editors"), "revoked_at": now}
    if field in revoked:
        PreviewLink.objects.update(**revoked)
        assert "that once" in refused(lambda: PreviewLink.objects.update(revoked_at=f.NOW))
        return
    values: dict[str, object] = {
        "id": row.pk + 1,
        "request": f.request(),
        "created_by": f.user(),
        "created_at": f.NOW - timedelta(days=1),
        "expires_at": now,
    }
    change = {field: values.get(field, "forged")}
    assert "only the revocation" in refused(lambda: PreviewLink.objects.update(**change))


@pytest.mark.parametrize(
    "column", ["author_id", "resolved_by_id", "created_by_id", "revoked_by_id"]
)
def test_whom_comments_and_links_name_is_not_deleted(column: str, request_: ReviewRequest) -> None:
    ReviewComment.objects.update(resolved_by=asked(request_).user, resolved_at=f.NOW)
    PreviewLink.objects.update(revoked_by=f.user("Editors"), revoked_at=f.NOW)
    model = ReviewComment if column in ("author_id", "resolved_by_id") else PreviewLink
    key = model._default_manager.values_list(column, flat=True).get()
    assert "a person whom evidence names stays" in refused(
        lambda: execute(f"DELETE FROM auth_user WHERE id = {key}")
    )
