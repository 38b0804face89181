"""What the database refuses about experiences and feedback, whoever asks."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, models

from articles.actions import feedback, voices
from articles.enums import FeedbackState
from articles.models import Experience, Feedback, SiteText
from tests import factories as f
from tests import voices as v
from tests.test_guards import SQLITE, execute, refused

pytestmark = pytest.mark.django_db

KEPT: list[type[models.Model]] = [Experience, Feedback]


@pytest.fixture
def told() -> Experience:
    """A published experience; and a report that waits."""
    article = f.published()
    v.reported(article, "A word is missing here.")
    return v.published(article, token="mine")


def change(row: Experience | Feedback, **fields: Any) -> str:
    rows = type(row)._default_manager.filter(pk=row.pk)
    return refused(lambda: rows.update(**fields))


@pytest.mark.parametrize("model", KEPT)
def test_rows_are_not_deleted(model: type[models.Model], told: Experience) -> None:
    assert model._default_manager.exists()
    assert "keeps every row" in refused(lambda: execute(f"DELETE FROM {model._meta.db_table}"))


@pytest.mark.skipif(SQLITE, reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("model", KEPT)
def test_tables_are_not_truncated(model: type[models.Model], told: Experience) -> None:
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    table = model._meta.db_table
    assert "keeps every row" in refused(lambda: execute(f"TRUNCATE {table} CASCADE"))


@pytest.mark.skipif(not SQLITE, reason="REPLACE is SQLite's")
@pytest.mark.parametrize("model", KEPT)
def test_rows_are_not_replaced(model: type[models.Model], told: Experience) -> None:
    table = model._meta.db_table
    columns = ", ".join(field.column for field in model._meta.concrete_fields)
    copy = f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}"
    assert refused(lambda: execute(copy))


def test_deleted_experience_stays_deleted(told: Experience) -> None:
    gone = voices.withdraw("mine", at=f.NOW)
    assert "stays deleted" in change(gone, deleted_at=f.NOW + timedelta(days=1))
    assert change(gone, text="It came back.")
    assert change(gone, state="published", text=v.WORDS, pseudonym="Wren")


def test_deleted_experience_has_no_text(told: Experience) -> None:
    assert "experience_is_whole_or_deleted" in change(told, state="deleted", deleted_at=f.NOW)


def test_deleted_experience_keeps_no_rule_that_it_did_not_meet(told: Experience) -> None:
    nothing = dict.fromkeys(("text", "pseudonym", "pseudonym_key", "relation", "message"), "")
    deleted = {**nothing, "state": "deleted", "deleted_at": f.NOW}
    assert "experience_is_whole_or_deleted" in change(told, **deleted, rule="dose")
    assert Experience.objects.filter(pk=told.pk).update(**deleted, rule="") == 1


def test_nobody_changes_the_words_of_an_author(told: Experience) -> None:
    waiting = v.shared(told.article)
    for row in (told, waiting):
        for column in ("text", "pseudonym", "pseudonym_key"):
            assert "only its author" in change(row, **{column: "Forged."})
        assert "only its author" in change(row, relation="friend")


@pytest.mark.parametrize(
    "fields",
    [{"token_hash": "f" * 64}, {"received_at": f.NOW + timedelta(days=1)}],
)
def test_facts_of_an_experience_never_change(told: Experience, fields: dict[str, Any]) -> None:
    assert "never change" in change(told, **fields)


def test_experience_stays_with_its_question_and_consent(told: Experience) -> None:
    assert "never change" in change(told, article=f.published())
    assert "never change" in change(told, consent=v.consent())


def test_experience_needs_an_adult(told: Experience) -> None:
    assert change(told, adult=False)


def forged(told: Experience, **fields: Any) -> str:
    values = {
        "article": told.article,
        "pseudonym": "Forger",
        "pseudonym_key": "f" * 64,
        "relation": "person",
        "text": v.WORDS,
        "adult": True,
        "consent": told.consent,
        "token_hash": "e" * 64,
        "state": "waiting",
        "received_at": f.NOW,
    }
    return refused(lambda: Experience.objects.bulk_create([Experience(**{**values, **fields})]))


def test_experience_starts_unpublished_and_consented_to(told: Experience) -> None:
    disclaimer = SiteText.objects.create(
        kind="disclaimer", text="Ask.", signed_by="Dr Example", at=f.NOW
    )
    editor = {"decided_by": f.user("Editors"), "decided_at": f.NOW}
    assert "starts unpublished" in forged(told, state="published", **editor)
    assert "consent text" in forged(told, consent=disclaimer)
    assert "experience_of_an_adult" in forged(told, adult=False)
    assert "experience_is_whole_or_deleted" in forged(told, text="")


def test_experience_is_decided_by_somebody(told: Experience) -> None:
    waiting = v.shared(told.article)
    assert "decided_by_somebody" in change(waiting, state="published")
    editor = {"decided_by": f.user("Editors"), "decided_at": f.NOW}
    assert "says_why" in change(waiting, state="declined", **editor)


@pytest.mark.parametrize("state", ["waiting", "urgent", "shorten"])
def test_published_experience_only_goes_down(told: Experience, state: str) -> None:
    assert "not moved there" in change(told, state=state, message="Why.")


def test_declined_experience_is_not_published(told: Experience) -> None:
    assert "not moved there" in change(v.declined(told), state="published")


def test_one_voice_a_contributor_and_question(told: Experience) -> None:
    again = v.shared(told.article, v.story(pseudonym=told.pseudonym))
    editor = {"decided_by": f.user("Editors"), "decided_at": f.NOW}
    assert change(again, state="published", **editor)


def test_editor_who_decided_stays(told: Experience) -> None:
    editor = told.decided_by
    assert editor is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM articles_experience WHERE decided_by_id IS NOT NULL")
        assert cursor.fetchone() == (1,)
    assert "a person whom evidence names stays" in refused(
        lambda: execute(f"DELETE FROM auth_user WHERE id = {editor.pk}")
    )


def test_feedback_keeps_its_facts_and_its_text_is_only_deleted(told: Experience) -> None:
    row = Feedback.objects.get()
    assert "never change" in change(row, text="Forged.")
    assert "never change" in change(row, received_at=f.NOW + timedelta(days=1))
    assert "never change" in change(row, article=f.published())
    assert "has_words" in change(row, text="")


def test_decided_feedback_stays_decided(told: Experience) -> None:
    row = feedback.decide(
        Feedback.objects.get().pk, FeedbackState.UNCHANGED, by=f.user("Editors"), at=f.NOW
    )
    assert "stays decided" in change(row, state="dismissed")


def test_feedback_is_not_counted_as_a_change_without_a_later_version(told: Experience) -> None:
    row = Feedback.objects.get()
    editor = {"decided_by": f.user("Editors"), "decided_at": f.NOW}
    live = f.live(told.article)
    assert "names_its_version" in change(row, state="changed", **editor)
    assert "later version" in change(row, state="changed", led_to=live, **editor)
    elsewhere = f.live(f.published())
    assert "later version" in change(row, state="changed", led_to=elsewhere, **editor)


def test_feedback_is_about_a_version_of_its_own_answer(told: Experience) -> None:
    other = f.published()
    assert "version of its own answer" in refused(
        lambda: Feedback.objects.bulk_create(
            [
                Feedback(
                    kind="report",
                    article=other,
                    publication=f.live(told.article),
                    text="A word.",
                    key="k",
                    state="waiting",
                    received_at=f.NOW,
                )
            ]
        )
    )


def test_question_stands_with_its_own_condition(told: Experience) -> None:
    editor = f.user("Editors")
    here, there = told.article.condition, f.condition()
    one = feedback.ask(here.pk, "How long does it last?", language="en", token="a", at=f.NOW)
    other = feedback.ask(there.pk, "How long does it last?", language="en", token="b", at=f.NOW)
    shown = feedback.show_as_question(one.pk, "How long does it last?", by=editor, at=f.NOW)
    decided = {"state": "asked", "decided_by": editor, "decided_at": f.NOW}
    assert "with its own condition" in change(other, question=shown.question, **decided)
