"""Hand-made approvals and publications that the database refuses."""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, models, transaction

from articles.models import Publication, Withdrawal
from articles.snapshots import canonical
from reviews.enums import AfterApproval
from reviews.models import Reviewer, ReviewRecord, ReviewRequest
from tests import factories

pytestmark = pytest.mark.django_db


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        act()
    return str(caught.value)


def written(request: ReviewRequest, reviewer: Reviewer, **fields: Any) -> ReviewRecord:
    """An approval written round every action, whole unless `fields` say otherwise."""
    values: dict[str, Any] = {
        "request": request,
        "reviewer": reviewer,
        "revision_sha256": request.revision.sha256,
        "outcome": "approved",
        "scope": "whole_page",
        "change_class": "material",
        "checklist": "[]",
        "conflict": False,
        "conflict_note": "",
        "comment": "",
        "review_due_on": factories.TODAY + timedelta(days=180),
        "reviewer_name": reviewer.name,
        "reviewer_slug": reviewer.slug,
        "credentials": reviewer.credentials,
        "registration": f"{reviewer.register} {reviewer.registration_number}",
        "specialties": ", ".join(str(specialty) for specialty in reviewer.specialties.all()),
        "reauthenticated": "password",
        "signed_at": factories.NOW,
        "signed_on": factories.TODAY,
        **fields,
    }
    statement = canonical(
        {
            "revision": values["revision_sha256"],
            "name": values["reviewer_name"],
            "slug": values["reviewer_slug"],
            "credentials": values["credentials"],
            "registration": values["registration"],
            "specialties": values["specialties"],
            "outcome": values["outcome"],
            "scope": values["scope"],
            "conflict_note": values["conflict_note"],
            "change_note": request.revision.change_note,
            "correction": request.revision.correction,
            **fields.pop("said", {}),
        }
    )
    values.pop("said", None)
    return ReviewRecord.objects.create(
        **values, statement=statement.text, statement_sha256=statement.sha256
    )


def signed(request: ReviewRequest, reviewer: Reviewer, **fields: Any) -> ReviewRecord:
    """The same by somebody who is asked."""
    if not request.reviewers.contains(reviewer) and request.state == "in_review":
        factories.assigned(request, reviewer)
    return written(request, reviewer, **fields)


def test_a_whole_record_is_accepted() -> None:
    request, reviewer = factories.request(), factories.reviewer()
    assert signed(request, reviewer).pk


def test_the_author_cannot_approve_their_own_revision() -> None:
    author = factories.reviewer(user=factories.user("Editors"))
    article = factories.article(by=author.user)
    request = factories.request(article)
    assert "nobody reviews what they wrote" in refused(lambda: signed(request, author))


def test_whoever_submitted_cannot_approve() -> None:
    author = factories.reviewer(user=factories.user("Editors"))
    request = factories.request(by=author.user)
    assert "nobody reviews what they wrote" in refused(lambda: signed(request, author))


def test_an_earlier_editor_cannot_sign_the_whole_page_but_may_sign_later_changes() -> None:
    editor = factories.reviewer(user=factories.user("Editors"))
    article = factories.published(factories.article(by=editor.user))
    request = factories.request(factories.save(article, body=article.body + " More."))
    assert "nobody reviews what they wrote" in refused(lambda: signed(request, editor))
    assert signed(request, editor, scope="changes_only").pk


@pytest.mark.parametrize(
    "fields",
    [
        {"verified_by": None, "valid_until": None},
        {"valid_until": factories.TODAY - timedelta(days=1)},
        {"suspended": True},
    ],
)
def test_only_a_verified_reviewer_in_date_and_not_suspended_signs(
    fields: dict[str, object],
) -> None:
    request, reviewer = factories.request(), factories.reviewer()
    Reviewer.objects.filter(pk=reviewer.pk).update(**fields)
    assert "verified reviewer" in refused(lambda: signed(request, reviewer))


def test_a_reviewer_without_an_active_account_does_not_sign() -> None:
    request, reviewer = factories.request(), factories.reviewer()
    reviewer.user.is_active = False
    reviewer.user.save()
    assert "verified reviewer" in refused(lambda: signed(request, reviewer))


def test_a_signature_is_not_dated_before_its_request() -> None:
    request, reviewer = factories.request(), factories.reviewer()
    before = factories.NOW - timedelta(seconds=1)
    assert "signed on its day" in refused(lambda: signed(request, reviewer, signed_at=before))


def test_a_signature_is_dated_on_its_own_day() -> None:
    request, reviewer = factories.request(), factories.reviewer()
    other = factories.TODAY - timedelta(days=2)
    assert "signed on its day" in refused(lambda: signed(request, reviewer, signed_on=other))


@pytest.mark.parametrize("field", ["reviewer_name", "credentials", "registration"])
def test_nobody_signs_in_another_name(field: str) -> None:
    request, reviewer = factories.request(), factories.reviewer()
    assert "own name" in refused(lambda: signed(request, reviewer, **{field: "Dr Nobody"}))


def test_a_record_names_the_hash_of_its_own_request() -> None:
    request, reviewer = factories.request(), factories.reviewer()
    assert "its own open request" in refused(
        lambda: signed(request, reviewer, revision_sha256="0" * 64)
    )


def test_a_closed_request_takes_no_record() -> None:
    first, second = factories.reviewer(), factories.reviewer()
    request = factories.approved(factories.request(reviewers=[first, second]))
    assert "its own open request" in refused(lambda: signed(request, second))


def test_one_record_a_request_and_reviewer() -> None:
    request, reviewer = factories.request(), factories.reviewer()
    signed(request, reviewer)
    refused(lambda: signed(request, reviewer, comment="again"))


def test_the_statement_says_what_the_record_says() -> None:
    request, reviewer = factories.request(), factories.reviewer()
    assert "says what the record says" in refused(
        lambda: signed(request, reviewer, said={"scope": "changes_only"})
    )


def test_a_disqualifying_conflict_rules_out_approval() -> None:
    request, reviewer = factories.request(), factories.reviewer()
    conflict = {"conflict": True, "conflict_disqualifies": True, "conflict_note": "Shares."}
    assert "no_approval_with_a_disqualifying_conflict" in refused(
        lambda: signed(request, reviewer, **conflict)
    )


def test_a_declared_conflict_has_a_note() -> None:
    request, reviewer = factories.request(), factories.reviewer()
    assert "a_declared_conflict_has_a_note" in refused(
        lambda: signed(request, reviewer, conflict=True)
    )


def published(request: ReviewRequest, **fields: Any) -> Publication:
    """A publication written round every action."""
    records = request.records.filter(outcome="approved").order_by("pk")
    values: dict[str, Any] = {
        "article": request.article,
        "revision": request.revision,
        "kind": "publish",
        "approval": request.key,
        "signers": f"[{','.join(record.statement for record in records)}]",
        "last_reviewed_on": factories.TODAY,
        "review_due_on": factories.TODAY + timedelta(days=180),
        "published_at": factories.NOW,
        "published_by": request.opened_by,
    }
    return Publication.objects.create(**{**values, **fields})


@pytest.fixture
def held() -> ReviewRequest:
    """A request that was approved and waits for a publisher."""
    return factories.approved(factories.request(after_approval=AfterApproval.HOLD))


def test_a_publication_with_its_approval_is_accepted(held: ReviewRequest) -> None:
    assert json.loads(published(held).signers)[0]["outcome"] == "approved"


def test_a_publication_needs_an_approval() -> None:
    request = factories.request()
    assert refused(lambda: published(request))


def test_a_publication_needs_an_approval_that_exists(held: ReviewRequest) -> None:
    assert refused(lambda: published(held, approval=uuid4()))


def test_an_approval_of_another_revision_does_not_publish(held: ReviewRequest) -> None:
    other = factories.request().revision
    assert refused(lambda: published(held, revision=other, article=other.article))


def test_an_approval_is_used_once(held: ReviewRequest) -> None:
    published(held)
    refused(lambda: published(held))


def test_the_signers_are_those_who_signed(held: ReviewRequest) -> None:
    assert "those who signed" in refused(lambda: published(held, signers='[{"name":"Dr X"}]'))


def test_the_date_of_the_last_review_is_the_reviewers(held: ReviewRequest) -> None:
    later = factories.TODAY + timedelta(days=1)
    assert "whole-page review moves" in refused(lambda: published(held, last_reviewed_on=later))


def test_a_review_is_not_due_later_than_the_reviewer_said(held: ReviewRequest) -> None:
    later = factories.TODAY + timedelta(days=181)
    assert "whole-page review moves" in refused(lambda: published(held, review_due_on=later))


def test_a_review_is_due_after_the_last_one(held: ReviewRequest) -> None:
    assert "review_due_after_last_reviewed" in refused(
        lambda: published(held, review_due_on=factories.TODAY)
    )


def test_a_first_publication_rests_on_a_whole_page_review() -> None:
    request, reviewer = factories.request(), factories.reviewer()
    signed(request, reviewer, scope="changes_only")
    ReviewRequest.objects.filter(pk=request.pk).update(state="approved")
    assert "whole-page review moves" in refused(lambda: published(request))


def test_as_many_approvals_as_the_request_requires() -> None:
    revision = factories.request().revision
    ReviewRequest.objects.filter(revision=revision).update(state="stale")
    request = ReviewRequest.objects.create(
        article=revision.article,
        revision=revision,
        approvals_required=2,
        two_because="Two.",
        due_on=factories.TODAY,
        opened_by=revision.submitted_by,
        opened_at=factories.NOW,
    )
    signed(request, factories.reviewer())
    ReviewRequest.objects.filter(pk=request.pk).update(state="approved")
    assert "uses the approvals" in refused(lambda: published(request))


def test_evidence_protects_the_people_in_it(held: ReviewRequest) -> None:
    record = held.records.get()
    with pytest.raises(models.ProtectedError):
        record.reviewer.user.delete()


@pytest.mark.parametrize("kind", ["stop", "lift"])
def test_a_suspended_reviewer_takes_nothing_back_and_lifts_nothing(kind: str) -> None:
    treatment, suspended = factories.treatment(), factories.reviewer(suspended=True)
    told = {"treatment": treatment, "kind": kind, "reason": "x", "notice": "y"}
    write = partial(Withdrawal.objects.create, **told, at=factories.NOW)
    assert "suspended" in refused(lambda: write(by=suspended.user))
    assert write(by=factories.reviewer().user).pk
