"""What the database refuses of corrections, earlier versions, errata, dates and fallen signers."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db.models import ProtectedError

from articles.enums import ChangeClass
from articles.models import Article, Erratum, Publication, Revision
from reviews.enums import AfterApproval, State
from reviews.models import Reviewer, ReviewRequest
from tests import factories as f
from tests import publishing
from tests.test_four_eyes import published, refused, signed

pytestmark = pytest.mark.django_db
HOLD = AfterApproval.HOLD


def revision(of: Article, words: Revision, **fields: Any) -> Revision:
    """A version with those words, written round every action."""
    values: dict[str, Any] = {
        "article": of,
        "number": 9,
        "snapshot": words.snapshot,
        "sha256": words.sha256,
        "draft_version": 1,
        "based_on": of.live,
        "proposed_class": ChangeClass.MATERIAL,
        "change_note": "What changed.",
        "submitted_by": words.submitted_by,
        "submitted_at": f.NOW,
    }
    return Revision.objects.create(**{**values, **fields})


def first_of(article: Article) -> Revision:
    return article.revisions.get(number=1)


def test_the_words_of_a_published_version_may_come_back() -> None:
    article = publishing.second_version()
    assert revision(article, first_of(article), restores=first_of(article)).pk


def test_other_words_do_not_come_back_under_a_versions_name() -> None:
    article = publishing.second_version()
    assert "very words" in refused(
        lambda: revision(article, f.live(article).revision, restores=first_of(article))
    )
    other = first_of(publishing.second_version())
    assert "very words" in refused(lambda: revision(article, other, restores=other))


def test_a_version_that_was_never_published_does_not_come_back() -> None:
    article = f.published()
    unseen = publishing.submitted(f.save(article, body="Unseen.[^smith]")).revision
    assert "very words" in refused(lambda: revision(article, unseen, restores=unseen))


@pytest.mark.parametrize("fields", [{"correction": "We said."}, {"restores": True}])
@pytest.mark.parametrize("lack", [{"based_on": None}, {"proposed_class": ChangeClass.WORDING}])
def test_what_corrects_or_restores_is_material_and_has_a_base(
    fields: dict[str, Any], lack: dict[str, Any]
) -> None:
    article = publishing.second_version()
    words = first_of(article)
    fields = {name: words if value is True else value for name, value in fields.items()}
    assert "what_corrects_or_restores" in refused(
        lambda: revision(article, words, **fields, **lack)
    )


@pytest.mark.parametrize("kind", ["reconfirm", "roll_back", "correction"])
def test_a_publication_is_called_what_it_is(kind: str) -> None:
    request = f.approved(f.request(after_approval=HOLD))
    assert "says what it does" in refused(partial(published, request, kind=kind))
    assert published(request).pk


def test_a_correction_is_not_published_as_something_else() -> None:
    asked = publishing.submitted(
        f.save(f.published(), body="Corrected.[^smith]"), after_approval=HOLD, correction="We said."
    )
    request = f.approved(asked)
    for kind in ("publish", "roll_back", "reconfirm"):
        assert "says what it does" in refused(partial(published, request, kind=kind))
    assert published(request, kind="correction").pk


@pytest.mark.parametrize("kind", ["roll_back", "correction", "reconfirm", "publish"])
def test_changes_alone_neither_correct_nor_bring_back_nor_carry_what_is_material(kind: str) -> None:
    article = publishing.second_version()
    if kind == "roll_back":
        request = publishing.rolling_back(article)
    elif kind == "reconfirm":
        request = publishing.reconfirming(article)
    elif kind == "publish":
        request = publishing.submitted(f.save(article, body="Material.[^smith]"))
    else:
        edited = f.save(article, body="Corrected.[^smith]")
        request = publishing.submitted(edited, correction="We said.")
    signed(request, f.reviewer(), scope="changes_only")
    ReviewRequest.objects.filter(pk=request.pk).update(state="approved")
    live = f.live(article)
    assert "review of the whole page" in refused(
        lambda: published(request, kind=kind, rests_on=live, last_reviewed_on=live.last_reviewed_on)
    )


def test_an_erratum_stands_beside_a_note_that_readers_saw() -> None:
    unseen = f.request().revision
    values = {"text": "One.", "reason": "A slip.", "by": unseen.submitted_by, "at": f.NOW}
    assert "was published" in refused(lambda: Erratum.objects.create(revision=unseen, **values))
    seen = f.live(f.published()).revision
    for lack in ("text", "reason"):
        empty = {**values, lack: ""}
        assert f"erratum_has_a_{lack}" in refused(
            partial(Erratum.objects.create, revision=seen, **empty)
        )
    assert Erratum.objects.create(revision=seen, **values).pk


def opened(**fields: Any) -> ReviewRequest:
    words = publishing.submitted(f.article())
    ReviewRequest.objects.update(state=State.STALE)
    values = {
        "article": words.article,
        "revision": words.revision,
        "due_on": f.TODAY,
        "opened_by": words.opened_by,
        "opened_at": f.NOW,
    }
    return ReviewRequest.objects.create(**{**values, **fields})


def test_a_date_stands_on_a_request_exactly_when_it_is_scheduled() -> None:
    day = f.TODAY + timedelta(days=1)
    rule = "a_date_exactly_when_scheduled"
    assert rule in refused(lambda: opened(after_approval=AfterApproval.SCHEDULE))
    assert rule in refused(lambda: opened(publish_on=day))
    assert opened(after_approval=AfterApproval.SCHEDULE, publish_on=day).pk


def test_a_date_never_moves_and_without_one_nothing_is_scheduled() -> None:
    request = publishing.scheduled()
    mine = ReviewRequest.objects.filter(pk=request.pk)
    later = f.TODAY + timedelta(days=30)
    assert "only the state" in refused(lambda: mine.update(publish_on=later))
    held = f.approved(f.request(after_approval=HOLD))
    assert "what_is_scheduled_has_a_date" in refused(
        lambda: ReviewRequest.objects.filter(pk=held.pk).update(state=State.SCHEDULED)
    )


@pytest.mark.parametrize("said", [{"change_note": "Nothing."}, {"correction": "We said."}])
def test_a_signature_covers_what_readers_are_told_of_the_change(said: dict[str, str]) -> None:
    request, reviewer = f.request(), f.reviewer()
    assert "says what the record says" in refused(lambda: signed(request, reviewer, said=said))


@pytest.mark.parametrize(
    "fall",
    [
        {"suspended": True},
        {"verified_by": None, "verification": "", "valid_until": None},
        {"valid_until": f.TODAY - timedelta(days=2)},
        {"account": "closed"},
    ],
)
def test_nothing_goes_public_on_the_word_of_somebody_who_fell(fall: dict[str, Any]) -> None:
    request = f.approved(f.request(after_approval=HOLD))
    signer = Reviewer.objects.get(records__request=request)
    if "account" in fall:
        signer.user.is_active = False
        signer.user.save()
    else:
        Reviewer.objects.filter(pk=signer.pk).update(**fall)
    assert "reviewers who may sign" in refused(lambda: published(request))
    assert not Publication.objects.exists()


def test_evidence_protects_whoever_added_an_erratum() -> None:
    by = publishing.erratum(f.published()).by
    with pytest.raises(ProtectedError):
        by.delete()
