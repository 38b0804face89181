"""Deciding: what an approval needs, what it signs, and who may not sign."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import override_settings

from articles import snapshots
from articles.enums import ChangeClass
from articles.errors import NotAllowed, NotReady
from articles.models import Article, AuditEvent, Publication
from reviews.actions import deciding, requesting
from reviews.enums import AfterApproval, Outcome, Scope, State
from reviews.models import Reviewer, ReviewRecord, ReviewRequest
from tests import factories

pytestmark = pytest.mark.django_db
NOW, TODAY = factories.NOW, factories.TODAY
WORDING: dict[str, Any] = {"scope": Scope.CHANGES_ONLY, "change_class": ChangeClass.WORDING}


def approve(
    request: ReviewRequest,
    reviewer: Reviewer | None = None,
    *,
    at: datetime = NOW,
    **fields: Any,
) -> ReviewRecord:
    signer = reviewer or request.reviewers.get()
    decision = factories.decision(request.article.kind, **fields)
    return deciding.approve(request.pk, reviewer=signer, decision=decision, at=at)


def refuse(request: ReviewRequest, **fields: Any) -> ReviewRecord:
    decision = factories.decision(**{"comment": "Say more.", **fields})
    reviewer = request.reviewers.get()
    return deciding.request_changes(request.pk, reviewer=reviewer, decision=decision, at=NOW)


def problems(request: ReviewRequest, **fields: Any) -> Sequence[str]:
    with pytest.raises(NotReady) as caught:
        approve(request, **fields)
    assert not ReviewRecord.objects.exists()
    return caught.value.problems


def test_a_record_holds_what_was_signed_by_whom() -> None:
    request = factories.request()
    reviewer = request.reviewers.get()
    record = approve(
        request, conflict=True, conflict_note=" A talk. ", comment=" Fine. ",
        reauthenticated="password",
    )  # fmt: skip
    assert record.revision_sha256 == request.revision.sha256
    assert (record.outcome, record.scope) == (Outcome.APPROVED, Scope.WHOLE_PAGE)
    assert (record.conflict_note, record.comment) == ("A talk.", "Fine.")
    assert (record.signed_at, record.signed_on) == (NOW, TODAY)
    assert record.reauthenticated == "password"
    assert record.statement_sha256 == snapshots.digest(record.statement)
    assert json.loads(record.statement) == {
        "schema": 2,
        "request": str(request.key),
        "revision": request.revision.sha256,
        "number": 1,
        "change_note": "What changed.",
        "correction": "",
        "name": reviewer.name,
        "slug": reviewer.slug,
        "credentials": "MD",
        "registration": f"Register of examples {reviewer.registration_number}",
        "specialties": "Examples",
        "standing_conflicts": "None declared",
        "conflict_note": "A talk.",
        "outcome": "approved",
        "scope": "whole_page",
        "change_class": "material",
        "review_due_on": "2026-10-01",
        "signed_at": "2026-04-07T09:30:00.000000+00:00",
        "signed_on": "2026-04-07",
    }
    verbs = list(AuditEvent.objects.values_list("verb", flat=True))
    assert verbs[-2:] == ["approved", "published"]


@pytest.mark.parametrize(
    ("zone", "day"), [("UTC", date(2026, 4, 7)), ("Pacific/Auckland", date(2026, 4, 8))]
)
def test_the_day_of_a_signature_is_the_sites_own(zone: str, day: date) -> None:
    with override_settings(TIME_ZONE=zone):
        record = approve(factories.request(), at=datetime(2026, 4, 7, 20, 0, tzinfo=UTC))
    assert record.signed_on == day
    assert Publication.objects.get().last_reviewed_on == day


def test_everything_missing_is_named_at_once() -> None:
    request = factories.request()
    found = problems(
        request,
        checklist=["safe", "plain"],
        conflict=True,
        conflict_disqualifies=True,
        review_due_on=None,
        scope=Scope.CHANGES_ONLY,
    )
    assert found == (
        "Conflict of interest: say which.",
        "Checklist: “What a reader may act on is in the source that is cited for it.” "
        "is not ticked.",
        "Review again by: choose a day after today and not after 2027-04-07.",
        "Scope: a material change needs a review of the whole page.",
        "Conflict of interest: it disqualifies you from approving this.",
    )
    assert approve(request).pk


@pytest.mark.parametrize("due", [TODAY, date(2027, 4, 8), TODAY - timedelta(days=1)])
def test_the_next_review_is_neither_today_nor_later_than_its_kind_allows(due: date) -> None:
    request = factories.request()
    assert problems(request, review_due_on=due) == (
        "Review again by: choose a day after today and not after 2027-04-07.",
    )
    assert approve(request, review_due_on=date(2027, 4, 7)).pk


def test_a_conflict_that_disqualifies_rules_out_approval_but_not_a_reason() -> None:
    request = factories.request()
    conflict = {"conflict": True, "conflict_disqualifies": True, "conflict_note": "Shares."}
    assert problems(request, **conflict) == (
        "Conflict of interest: it disqualifies you from approving this.",
    )
    assert refuse(request, **conflict).conflict_disqualifies


def test_a_conflict_that_disqualifies_is_declared() -> None:
    request = factories.request()
    with pytest.raises(NotReady, match="Conflict of interest: say which"):
        refuse(request, conflict=False, conflict_disqualifies=True, conflict_note="Shares.")


def wording(article: Article) -> ReviewRequest:
    edited = factories.save(article, body=article.body + " Please.")
    return factories.request(edited, change_class=ChangeClass.WORDING)


@pytest.mark.parametrize("author", [ChangeClass.WORDING, ChangeClass.MATERIAL])
@pytest.mark.parametrize("reviewer", [ChangeClass.WORDING, ChangeClass.MATERIAL])
def test_the_change_class_is_the_highest_of_authors_and_reviewers(
    author: ChangeClass, reviewer: ChangeClass
) -> None:
    article = factories.published()
    edited = factories.save(article, body=article.body + " Please.")
    request = factories.request(edited, change_class=author)
    fields: dict[str, Any] = {"scope": Scope.CHANGES_ONLY, "change_class": reviewer}
    if ChangeClass.MATERIAL in (author, reviewer):
        with pytest.raises(NotReady, match="material change"):
            approve(request, **fields)
    else:
        assert approve(request, **fields).scope == Scope.CHANGES_ONLY


def test_reconfirming_takes_a_review_of_the_whole_page() -> None:
    article = factories.published()
    request = requesting.ask_to_reconfirm(
        article.pk, reviewers=[factories.reviewer()], due_on=TODAY, by=factories.user("Editors"),
        at=NOW,
    )  # fmt: skip
    with pytest.raises(NotReady, match="only a review of the whole page reconfirms"):
        approve(request, **WORDING)
    assert approve(request).pk


def test_wording_on_top_of_a_withdrawn_answer_takes_a_review_of_the_whole_page() -> None:
    article = factories.published()
    factories.withdrawn(article)
    request = wording(article)
    with pytest.raises(NotReady, match="material change"):
        approve(request, **WORDING)


def test_a_withdrawal_during_the_review_makes_wording_material() -> None:
    article = factories.published()
    request = wording(article)
    factories.withdrawn(article)
    with pytest.raises(NotReady, match="material change"):
        approve(request, **WORDING)


def test_changes_are_asked_for_with_a_reason() -> None:
    request = factories.request()
    with pytest.raises(NotReady, match="Reason: say what has to change"):
        refuse(request, comment=" ")
    record = refuse(request)
    request.refresh_from_db()
    assert request.state == State.CHANGES_REQUESTED
    assert (record.outcome, record.comment, record.review_due_on) == (
        Outcome.CHANGES_REQUESTED,
        "Say more.",
        None,
    )
    assert not Publication.objects.exists()
    assert AuditEvent.objects.latest().verb == "asked for changes"
    with pytest.raises(NotAllowed, match="no longer in review"):
        approve(request)


def test_two_approvals_where_two_are_required() -> None:
    first, second = factories.reviewer(), factories.reviewer()
    draft = factories.draft(emergency_advice="- a fit lasts long[^smith]")
    request = factories.request(factories.article(saved=draft), reviewers=[first, second])
    approve(request, first, review_due_on=date(2026, 9, 1))
    assert not Publication.objects.exists()
    approve(request, second, at=NOW + timedelta(days=1))
    live = Publication.objects.get()
    assert [signer["name"] for signer in json.loads(live.signers)] == [first.name, second.name]
    # The earlier signature, and the sooner of the two dates.
    assert (live.last_reviewed_on, live.review_due_on) == (TODAY, date(2026, 9, 1))


def refused(request: ReviewRequest, reviewer: Reviewer | None = None, **fields: Any) -> str:
    """Why this reviewer may not approve; nothing is written, whatever the reason."""
    before = ReviewRecord.objects.count()
    with pytest.raises(NotAllowed) as caught:
        approve(request, reviewer, **fields)
    assert ReviewRecord.objects.count() == before
    return str(caught.value)


def test_a_stale_request_is_not_approved() -> None:
    article = factories.article()
    older = factories.request(article)
    factories.request(factories.save(article, body="Better.[^smith]"))
    assert refused(older) == "This request is no longer in review."


def test_a_reviewer_decides_once() -> None:
    request = factories.request(after_approval=AfterApproval.HOLD)
    approve(request)
    assert refused(request) == "This request is no longer in review."
    assert request.records.count() == 1


def test_only_those_who_were_asked_decide() -> None:
    assert (
        refused(factories.request(), factories.reviewer()) == "You were not asked to review this."
    )


def test_rights_and_verification_are_read_when_signing_not_when_asked() -> None:
    reviewer = factories.reviewer()
    request = factories.request(reviewers=[reviewer])
    # The object in hand still says that everything is fine.
    stale: Any = Reviewer.objects.select_related("user").get(pk=reviewer.pk)
    Reviewer.objects.filter(pk=reviewer.pk).update(suspended=True)
    assert "suspended" in refused(request, stale)
    Reviewer.objects.filter(pk=reviewer.pk).update(suspended=False)
    reviewer.user.groups.clear()
    assert refused(request, stale) == "Only reviewers decide."
    assert not Publication.objects.exists()


def test_whoever_edited_while_it_was_reviewed_does_not_sign_the_whole_page() -> None:
    reviewer = factories.reviewer()
    request = factories.request(reviewers=[reviewer])
    reviewer.user.groups.add(*factories.user("Editors").groups.all())
    factories.save(request.article, by=reviewer.user, body="My own words.")
    assert "You have edited this answer" in refused(request)


def test_a_publisher_does_not_approve() -> None:
    request = factories.request()
    with pytest.raises(NotAllowed, match="Only publishers"):
        deciding.publish(request.pk, by=factories.user("Editors"), at=NOW)
