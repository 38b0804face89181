"""Drafts: who may write them, what counts as a change, and that nobody's work is lost."""

from dataclasses import replace
from typing import Any

import pytest

from articles import drafts
from articles.actions import drafting
from articles.drafts import Cited, Member
from articles.enums import QuestionKind
from articles.errors import Conflict, NotAllowed, NotReady, Unchanged
from articles.models import Article, AuditEvent, DraftEdit
from tests import factories

pytestmark = pytest.mark.django_db


def new(**fields: object) -> Article:
    values = {"condition": factories.condition(), "kind": "symptoms", "question": "What is it?"}
    return Article(**{**values, "slug": "what-is-it", **fields})


def test_an_editor_starts_an_answer_that_nobody_has_written_yet() -> None:
    editor = factories.user("Editors")
    article = drafting.start(new(question="What is\u0065\u0301? "), by=editor, at=factories.NOW)
    article.refresh_from_db()
    assert (article.question, article.draft_version, article.live) == ("What isé?", 0, None)
    assert not DraftEdit.objects.exists()
    assert AuditEvent.objects.latest().verb == "started"


@pytest.mark.parametrize("role", ["Reviewers", ""])
def test_only_editors_start_answers(role: str) -> None:
    with pytest.raises(NotAllowed, match="Only editors start answers"):
        drafting.start(new(), by=factories.user(role), at=factories.NOW)
    assert not Article.objects.exists()


def test_an_address_that_was_taken_meanwhile_is_a_conflict_in_words() -> None:
    editor, condition = factories.user("Editors"), factories.condition()
    drafting.start(new(condition=condition), by=editor, at=factories.NOW)
    with pytest.raises(Conflict, match="Somebody else started this answer"):
        drafting.start(new(condition=condition), by=editor, at=factories.NOW)


def test_a_condition_has_one_overview() -> None:
    editor, condition = factories.user("Editors"), factories.condition()
    overview = QuestionKind.OVERVIEW
    drafting.start(new(condition=condition, kind=overview), by=editor, at=factories.NOW)
    with pytest.raises(Conflict):
        drafting.start(
            new(condition=condition, kind=overview, slug="other"), by=editor, at=factories.NOW
        )


def test_what_is_saved_is_what_was_written() -> None:
    written = factories.draft(
        team=(Member("Surgeon", "for repair"), Member("Neurologist", "for fits")),
        entries=(factories.entry(phase="Quiet"), factories.entry(as_of=factories.TODAY)),
    )
    article = factories.article(saved=written)
    assert drafts.of(Article.objects.get(pk=article.pk)) == written


def test_each_save_records_its_editor_once() -> None:
    first, second = factories.user("Editors"), factories.user("Editors")
    article = factories.article(by=first)
    factories.save(article, by=second, body="Changed.")
    assert list(DraftEdit.objects.values_list("version", "editor")) == [
        (1, first.pk),
        (2, second.pk),
    ]
    assert [event.verb for event in AuditEvent.objects.all()] == [
        "started",
        "saved draft",
        "saved draft",
    ]


@pytest.mark.parametrize("role", ["Reviewers", ""])
def test_only_editors_save_drafts(role: str) -> None:
    article = factories.article()
    with pytest.raises(NotAllowed, match="Only editors change drafts"):
        factories.save(article, by=factories.user(role), body="Mine.")
    assert Article.objects.get().body == article.body


def test_a_deactivated_editor_saves_nothing() -> None:
    article, editor = factories.article(), factories.user("Editors")
    editor.is_active = False
    editor.save()
    with pytest.raises(NotAllowed):
        factories.save(article, by=editor, body="Mine.")


def test_the_second_of_two_editors_is_told_and_overwrites_nothing() -> None:
    article = factories.article()
    factories.save(article, body="The first.")
    with pytest.raises(Conflict, match="Somebody else saved this draft"):
        factories.save(article, body="The second.")
    article.refresh_from_db()
    assert (article.body, article.draft_version) == ("The first.", 2)
    assert DraftEdit.objects.count() == 2


def test_saving_the_same_words_mints_no_edit() -> None:
    article = factories.article()
    with pytest.raises(Unchanged):
        factories.save(article)
    assert DraftEdit.objects.count() == 1


def test_line_ends_blanks_and_composition_are_no_change() -> None:
    article = factories.article(
        saved=factories.draft(body="Café\n\nSecond line.", team=(Member("Führer", "für"),))
    )
    same = replace(
        drafts.of(article),
        body="  Cafe\u0301\r\n\r\nSecond line.\r",
        team=(Member("Fu\u0308hrer ", "fu\u0308r"),),
    )
    with pytest.raises(Unchanged):
        drafting.save_draft(
            article.pk,
            same,
            expected_version=1,
            by=factories.user("Editors"),
            at=factories.NOW,
        )
    assert DraftEdit.objects.count() == 1


def test_the_order_of_treatments_is_a_change() -> None:
    article = factories.article(
        saved=factories.draft(entries=(factories.entry(), factories.entry()))
    )
    turned = tuple(reversed(drafts.of(article).entries))
    factories.save(article, entries=turned)
    assert drafts.of(Article.objects.get()).entries == turned


@pytest.mark.parametrize("field", ["question", "team", "citations", "entries"])
def test_what_no_draft_may_say_is_refused_in_words(field: str) -> None:
    article = factories.article()
    said = drafts.of(article)
    # The two specialties are one after normalisation, which no form could see.
    wrong: dict[str, Any] = {
        "question": " \r\n",
        "team": (Member("Café", "a"), Member("Cafe\u0301", "b")),
        "citations": (*said.citations, Cited("smith", factories.source().pk)),
        "entries": said.entries * 2,
    }
    with pytest.raises(NotReady, match="names nothing twice"):
        factories.save(article, **{field: wrong[field]})
    assert drafts.of(Article.objects.get()) == said
    assert DraftEdit.objects.count() == 1
