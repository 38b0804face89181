"""Submitting freezes exactly the draft, and remembers whose words it holds."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from articles import drafts, snapshots
from articles.actions import drafting
from articles.enums import ChangeClass
from articles.errors import Conflict, NotAllowed, NotReady, Unchanged
from articles.models import Article, AuditEvent, Revision
from tests import factories
from tests.factories import SHORT_ANSWER

pytestmark = pytest.mark.django_db


def submit(article: Article, **fields: Any) -> Revision:
    values: dict[str, Any] = {
        "expected_version": article.draft_version,
        "change_class": ChangeClass.WORDING,
        "change_note": "What changed.",
        "by": fields.pop("by", None) or factories.user("Editors"),
        "at": factories.NOW,
    }
    return drafting.submit(article.pk, **{**values, **fields})


def contributors(revision: Revision) -> set[User]:
    return set(revision.contributors.all())


def test_a_revision_freezes_the_draft() -> None:
    article = factories.article()
    revision = submit(article, change_note="  First version. ")
    frozen = snapshots.of(article)
    assert (revision.snapshot, revision.sha256) == (frozen.text, frozen.sha256)
    assert snapshots.digest(revision.snapshot) == revision.sha256
    assert (revision.number, revision.draft_version, revision.based_on) == (1, 1, None)
    assert revision.change_note == "First version."
    event = AuditEvent.objects.latest()
    assert (event.verb, event.object) == ("submitted", f"revision:{revision.pk}")


def test_revisions_are_numbered_in_their_article() -> None:
    article = factories.article()
    assert [submit(article).number, submit(article).number] == [1, 2]
    assert submit(factories.article()).number == 1


def test_a_first_publication_is_material_whatever_its_author_says() -> None:
    assert submit(factories.article()).proposed_class == ChangeClass.MATERIAL


def test_a_wording_change_of_a_live_answer_stays_wording() -> None:
    article = factories.published()
    revision = submit(factories.save(article, body=article.body + " Please."))
    assert revision.proposed_class == ChangeClass.WORDING
    assert revision.based_on == article.live


def test_a_withdrawn_answer_starts_again_as_material() -> None:
    article = factories.published()
    factories.withdrawn(article)
    revision = submit(factories.save(article, body=article.body + " Please."))
    assert revision.proposed_class == ChangeClass.MATERIAL
    # What was withdrawn still serves to compare with.
    assert revision.based_on == article.live


def test_the_author_may_call_a_wording_change_material() -> None:
    article = factories.published()
    edited = factories.save(article, body=article.body + " Please.")
    assert submit(edited, change_class=ChangeClass.MATERIAL).proposed_class == "material"


@pytest.mark.parametrize("role", ["Reviewers", ""])
def test_only_editors_submit(role: str) -> None:
    with pytest.raises(NotAllowed, match="Only editors submit drafts"):
        submit(factories.article(), by=factories.user(role))
    assert not Revision.objects.exists()


def test_a_draft_that_moved_on_is_not_submitted() -> None:
    article = factories.article()
    factories.save(article, body="Newer.")
    with pytest.raises(Conflict, match="Somebody else saved this draft"):
        submit(article)
    assert not Revision.objects.exists()


def test_everything_missing_is_named_at_once() -> None:
    article = factories.article(saved=factories.draft(short_answer="", team=()))
    with pytest.raises(NotReady) as caught:
        submit(article, change_note=" ")
    assert caught.value.problems == (
        "Short answer: it is empty.",
        "Change note: say for readers what changed.",
    )
    assert not Revision.objects.exists()


def test_the_live_words_mint_nothing() -> None:
    article = factories.published()
    with pytest.raises(Unchanged, match="exactly the words that are live"):
        submit(article)
    edited = factories.save(article, body=article.body + " Please.")
    reverted = factories.save(edited, body=article.body)
    with pytest.raises(Unchanged):
        submit(reverted)
    assert Revision.objects.count() == 1


def test_withdrawn_words_may_be_submitted_again() -> None:
    article = factories.published()
    factories.withdrawn(article)
    assert submit(article).sha256 == factories.live(article).revision.sha256


def test_contributors_are_all_who_edited_and_who_submitted() -> None:
    first, second, submitter = (factories.user("Editors") for _ in range(3))
    article = factories.save(factories.article(by=first), by=second, body="Other words.")
    assert contributors(submit(article, by=submitter)) == {first, second, submitter}


def test_a_resubmission_keeps_the_contributors_of_the_refused_one() -> None:
    first, second = factories.user("Editors"), factories.user("Editors")
    article = factories.article(by=first)
    submit(article, by=first)
    again = factories.save(article, by=second, body="Better words.")
    assert contributors(submit(again, by=second)) == {first, second}


def test_contributors_count_from_the_last_published_words() -> None:
    first, second = factories.user("Editors"), factories.user("Editors")
    article = factories.published(factories.article(by=first))
    again = factories.save(article, by=second, body=article.body + " Please.")
    assert contributors(submit(again, by=second)) == {second}


def test_work_begun_before_the_last_publication_counts() -> None:
    early, later = factories.user("Editors"), factories.user("Editors")
    article = factories.article()
    request = factories.request(article)
    edited = factories.save(article, by=early, short_answer=SHORT_ANSWER + " Ask them.")
    factories.approved(request)
    again = factories.save(edited, by=later, body=article.body + " Please.")
    assert contributors(submit(again, by=later)) == {early, later}


def test_submitting_leaves_the_draft_alone() -> None:
    article = factories.article()
    before = drafts.of(article)
    submit(article)
    article.refresh_from_db()
    assert (drafts.of(article), article.draft_version, article.live) == (before, 1, None)
