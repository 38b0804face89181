"""Evidence changed or deleted by hand is found, and the place is named."""

from datetime import timedelta

import pytest

from articles.models import (
    Article,
    AuditEvent,
    DraftEdit,
    Publication,
    Revision,
    RevisionContributor,
)
from articles.snapshots import canonical
from reviews.models import ReviewRecord
from tests import factories as f
from tests.tampering import ROW_CHANGED, broken, events, run, submitted, unguarded

pytestmark = pytest.mark.django_db


def address(article: Article) -> str:
    return f"{article.condition.slug}/{article.slug}"


def said(article: Article) -> list[str]:
    """What `verify_article` finds wrong, each line without the answer's address.

    That a whole row changed is told besides: `test_sealing` holds it for every column.
    """
    out, error = run("verify_article", address(article))
    lines = out.split("\n") if error else []
    return [line.replace(address(article), "", 1) for line in lines if ROW_CHANGED not in line]


def test_everything_holds_after_a_whole_life() -> None:
    article = f.published()
    again = f.save(article, body="New.[^smith]", at=f.NOW + timedelta(days=1))
    article = f.published(again, at=f.NOW + timedelta(days=1))
    f.withdrawn(article, at=f.NOW + timedelta(days=2))
    f.published()
    newest = events()[-1]
    assert run("verify_audit") == (
        f"The audit trail holds. Events: {len(events())}. The newest is {newest.pk}: {newest.hash}",
        "",
    )
    assert run("verify_article", address(article)) == ("The evidence holds. Answers: 1.", "")
    assert run("verify_article", "--all") == ("The evidence holds. Answers: 2.", "")


def test_an_unknown_address_is_an_error() -> None:
    article = f.article()
    assert run("verify_article", f"{article.condition.slug}/none") == (
        "",
        f"There is no answer at {article.condition.slug}/none.",
    )


def test_an_end_cut_off_the_trail_is_found_at_the_evidence_it_told_of() -> None:
    article = f.published()
    published, approved = events()[-1], events()[-2]
    assert [approved.verb, published.verb] == ["approved", "published"]
    with unguarded():
        published.delete()
        approved.delete()
    assert run("verify_audit")[1] == ""
    name = ReviewRecord.objects.get().reviewer_name
    assert said(article) == [
        ", version 1: no audit event tells of its publication",
        f", version 1, signature of {name}: no audit event tells of this signature",
    ]


def test_a_deleted_signature_is_found_from_both_sides() -> None:
    article = f.published()
    record = ReviewRecord.objects.get()
    key = record.pk
    with unguarded():
        record.delete()
    approved = AuditEvent.objects.get(verb="approved")
    publication = f.live(article).pk
    assert broken() == [
        f"audit event {approved.pk}: it tells of reviewrecord:{key}, which was deleted"
    ]
    assert said(article) == [
        f", version 1, publication {publication}: {what}"
        for what in (
            "its signers are not the ones who signed these words",
            "it lacks a signature",
            "its date of the last review is not the day of a signature",
        )
    ]


def test_changed_words_are_found() -> None:
    article = f.published()
    revision = f.live(article).revision
    with unguarded():
        Revision.objects.update(snapshot=revision.snapshot.replace("calm", "cure"))
    assert said(article) == [", version 1: changed: its words do not give its hash"]


def test_changed_words_with_a_hash_of_their_own_are_found() -> None:
    article = f.published()
    revision = f.live(article).revision
    forged = canonical({"question": "Forged?"})
    with unguarded():
        Revision.objects.filter(pk=revision.pk).update(snapshot=forged.text, sha256=forged.sha256)
    name = ReviewRecord.objects.get().reviewer_name
    found = said(article)
    assert found[:3] == [
        ", version 1: no audit event tells of this version with this hash",
        ", version 1: no audit event tells of its publication",
        f", version 1, signature of {name}: it was signed for other words than its version holds",
    ]


@pytest.mark.parametrize(
    ("field", "value", "what"),
    [
        ("reviewer_name", "Dr Forged", "name"),
        ("credentials", "Professor", "credentials"),
        ("conflict_note", "none", "conflict_note"),
        ("review_due_on", f.TODAY + timedelta(days=9000), "review_due_on"),
        ("signed_at", f.NOW - timedelta(microseconds=1), "signed_at"),
    ],
)
def test_a_changed_signature_is_found_by_its_field(field: str, value: object, what: str) -> None:
    article = f.published()
    with unguarded():
        ReviewRecord.objects.update(**{field: value})
    name = ReviewRecord.objects.get().reviewer_name
    assert said(article) == [
        f", version 1, signature of {name}: changed: the record differs from the signed "
        f"statement in {what}"
    ]


@pytest.mark.parametrize("text", ["[]", "no JSON"])
def test_a_changed_statement_is_found(text: str) -> None:
    article = f.published()
    with unguarded():
        ReviewRecord.objects.update(statement=text)
    found = said(article)
    name = ReviewRecord.objects.get().reviewer_name
    assert found[0] == (
        f", version 1, signature of {name}: changed: the signed statement does not give its hash"
    )
    assert len(found) == 3


def test_changed_signers_of_a_publication_are_found() -> None:
    article = f.published()
    publication = f.live(article)
    with unguarded():
        Publication.objects.update(signers=publication.signers.replace("MD", "PhD"))
    assert said(article) == [
        f", version 1, publication {publication.pk}: "
        "its signers are not the ones who signed these words"
    ]


def test_a_later_date_of_review_is_found() -> None:
    article = f.published()
    publication = f.live(article)
    with unguarded():
        Publication.objects.update(last_reviewed_on=f.TODAY + timedelta(days=1))
    assert said(article) == [
        f", version 1, publication {publication.pk}: "
        "its date of the last review is not the day of a signature"
    ]


def test_withdrawn_words_made_live_again_are_found() -> None:
    article = f.published()
    f.withdrawn(article)
    with unguarded():
        Article.objects.filter(pk=article.pk).update(live=article.live)
    assert said(article) == [": what is live is not its newest publication, or was withdrawn"]


def test_an_edit_given_to_somebody_else_or_deleted_is_found() -> None:
    article = f.save(f.article(), body="Again.[^smith]")
    with unguarded():
        DraftEdit.objects.filter(version=1).update(editor=f.user("Editors"))
    assert said(article) == [": no audit event tells of edit 1 of the draft by this person"]
    with unguarded():
        DraftEdit.objects.filter(version=1).delete()
    assert said(article) == [": edit 1 of the draft was deleted"]


def test_a_deleted_version_is_found_as_a_gap() -> None:
    article = f.article()
    first = submitted(article)
    article = f.save(article, body="Again.[^smith]")
    submitted(article)
    with unguarded():
        RevisionContributor.objects.filter(revision=first).delete()
        first.delete()
    assert said(article) == [": version 1 was deleted"]


def test_a_check_of_one_answer_says_nothing_of_another() -> None:
    forged, sound = f.published(), f.published()
    with unguarded():
        ReviewRecord.objects.filter(request__article=forged).update(credentials="Professor")
    assert said(sound) == []
    assert len(said(forged)) == 1
    out, error = run("verify_article", "--all")
    assert out.startswith(address(forged))
    assert error == "It does not hold. Faults: 2."
