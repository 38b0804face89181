"""Feedback: votes, reports and questions, and what becomes of them on the page."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.actions import feedback
from articles.enums import FeedbackState, WithdrawalKind
from articles.errors import Conflict, NotAllowed, NotReady
from articles.models import Article, AuditEvent, Feedback, OpenQuestion, Treatment
from tests import factories as f
from tests import voices as v
from tests.articles.reading import text_of
from tests.translations import translated

pytestmark = pytest.mark.django_db

SECRET = "The second sentence forgets the left knee."
LATER = f.NOW + timedelta(hours=2)


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: LATER)


def decided(row: Feedback, outcome: FeedbackState) -> Feedback:
    return feedback.decide(row.pk, outcome, by=f.user("Editors"), at=f.NOW)


def ask_address(article: Article) -> str:
    return reverse("articles:ask", args=[article.condition.slug])


def test_report_waits_for_an_editor_and_is_not_on_the_page(client: Client) -> None:
    article = f.published()
    path = v.address(article, "report")
    data = v.filled_in(path, at=LATER, text=SECRET, seen=v.seen(article))
    for _twice in range(2):
        sent = v.send(client, path, data)
        assert sent.headers["Location"] == f"{path}?after=sent"
    row = Feedback.objects.get()
    assert (row.state, row.text, row.publication) == ("waiting", SECRET, article.live)
    assert "Thank you" in text_of(client, f"{path}?after=sent")
    html = text_of(client, article.get_absolute_url())
    assert SECRET not in html
    assert "by a reader was looked at" not in html


def test_form_sent_again_with_other_words_is_asked_about(client: Client) -> None:
    article = f.published()
    path = v.address(article, "report")
    data = v.filled_in(path, at=LATER, text=SECRET, seen=v.seen(article))
    v.send(client, path, data)
    again = v.send(client, path, {**data, "text": "Quite another thing is wrong here."})
    assert again.status_code == 409
    assert "Quite another thing is wrong here." in again.content.decode()
    assert Feedback.objects.get().text == SECRET


def test_report_is_about_the_words_that_were_read(client: Client) -> None:
    article = f.published()
    path, read = v.address(article, "report"), v.seen(article)
    assert f'name="seen" value="{read}"' in text_of(client, path)
    changed = f.save(article, short_answer=f.SHORT_ANSWER + " And more.")
    newest = f.published(changed, at=f.NOW + timedelta(hours=1))
    with pytest.raises(Conflict, match="page has changed"):
        feedback.report(article.pk, SECRET, sha256=read, token="t", at=LATER)
    # Another mistake beside it hides nothing: the next form is about the new words.
    for text in (SECRET, "Short."):
        refused = v.send(client, path, v.filled_in(path, at=LATER, text=text, seen=read))
        html = refused.content.decode()
        assert (refused.status_code, text in html) == (400, True)
        assert "The page has changed since you opened it. Please look at it again." in html
        assert f'name="seen" value="{v.seen(newest)}"' in html
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("prefix", ["", "/de"])
def test_question_is_filed_under_the_language_of_its_page(client: Client, prefix: str) -> None:
    article = f.published()
    translated(article)
    path = prefix + ask_address(article)
    sent = v.send(client, path, v.filled_in(path, at=LATER, text="Kommt das Knie wieder?"))
    assert sent.status_code == 303
    row = Feedback.objects.get()
    shown = feedback.show_as_question(row.pk, "Wieder?", by=f.user("Editors"), at=f.NOW).question
    assert shown is not None
    assert {row.language, shown.language} == {prefix[1:] or "en"}


@pytest.mark.parametrize("name", ["report", "ask"])
def test_danger_shows_help_at_once_and_is_urgent(client: Client, name: str) -> None:
    article = f.published()
    path = ask_address(article) if name == "ask" else v.address(article, name)
    sent = v.send(client, path, v.filled_in(path, at=LATER, text=v.DANGER, seen=v.seen(article)))
    html = text_of(client, sent.headers["Location"])
    assert "Nobody watches this site for emergencies." in html
    assert Feedback.objects.get().state == "urgent"


def test_page_says_how_many_reports_were_looked_at_and_what_came_of_them(client: Client) -> None:
    article = f.published()
    first, second, third, spam = (v.reported(article, f"{SECRET} {n}") for n in range(4))
    v.reported(article, f"{SECRET} waits")
    decided(first, FeedbackState.UNCHANGED)
    decided(spam, FeedbackState.DISMISSED)
    html = text_of(client, article.get_absolute_url())
    assert "1 report by a reader was looked at, none led to a change." in html
    decided(second, FeedbackState.ACCEPTED)
    changed = f.save(article, short_answer=f.SHORT_ANSWER + " And more.")
    f.published(changed, at=f.NOW + timedelta(hours=1))
    decided(second, FeedbackState.CHANGED)
    decided(third, FeedbackState.CHANGED)
    html = text_of(client, article.get_absolute_url())
    assert "3 reports by readers were looked at, 2 led to a change." in html
    assert SECRET not in html


def test_a_change_needs_a_later_version() -> None:
    article = f.published()
    row = v.reported(article, SECRET)
    with pytest.raises(NotReady, match="no later version is published yet"):
        decided(row, FeedbackState.CHANGED)
    changed = f.save(article, short_answer=f.SHORT_ANSWER + " And more.")
    newest = f.published(changed, at=f.NOW + timedelta(hours=1))
    assert decided(row, FeedbackState.CHANGED).led_to == newest.live


def test_decisions_are_made_once_by_editors_and_fit_the_kind() -> None:
    article = f.published()
    row, question = v.reported(article, SECRET), v.asked(article, "Will it come back?")
    for role in ("", "Reviewers"):
        with pytest.raises(NotAllowed):
            feedback.decide(row.pk, FeedbackState.DISMISSED, by=f.user(role), at=f.NOW)
        with pytest.raises(NotAllowed):
            feedback.show_as_question(question.pk, "Does it?", by=f.user(role), at=f.NOW)
    with pytest.raises(NotReady, match="does not fit"):
        decided(question, FeedbackState.CHANGED)
    with pytest.raises(NotReady, match="does not fit"):
        feedback.show_as_question(row.pk, "Does it?", by=f.user("Editors"), at=f.NOW)
    decided(row, FeedbackState.DISMISSED)
    with pytest.raises(Conflict, match="decided about it already"):
        decided(row, FeedbackState.UNCHANGED)


def test_question_is_shown_in_an_editors_words_with_how_often_it_was_asked(
    client: Client,
) -> None:
    article, editor = f.published(), f.user("Editors")
    path = ask_address(article)
    v.send(client, path, v.filled_in(path, at=LATER, text="will my left KNEE come back???"))
    v.asked(article, "Is the left knee gone for good?")
    condition = article.condition.get_absolute_url()
    assert "KNEE" not in text_of(client, condition)
    for row in Feedback.objects.order_by("pk"):
        feedback.show_as_question(row.pk, "Does the knee come back?", by=editor, at=f.NOW)
    html = text_of(client, condition)
    assert "Questions people ask that are not yet answered" in html
    assert "Does the knee come back?" in html
    assert "asked 2 times" in html
    assert "left" not in html.split('id="not-answered"')[1]
    other = text_of(client, f.published().condition.get_absolute_url())
    assert "Does the knee come back?" not in other
    assert "Questions people ask" not in other
    assert '<h2 id="not-answered">Is your question not here?</h2>' in other


def test_question_leaves_the_list_while_its_answer_is_shown(client: Client) -> None:
    article, editor = f.published(), f.user("Editors")
    asked = v.asked(article, "Will it come back?")
    shown = feedback.show_as_question(asked.pk, "Does it come back?", by=editor, at=f.NOW)
    assert shown.question is not None
    named: dict[str, Any] = {"wording": "Does it come back?", "by": editor, "at": f.NOW}
    condition = article.condition.get_absolute_url()

    def listed() -> bool:
        return "Does it come back?" in text_of(client, condition)

    assert listed()
    draft = f.article(of=article.condition)
    feedback.word_question(shown.question.pk, answered_by=draft, **named)
    assert listed()
    f.published(draft)
    assert not listed()
    f.withdrawn(draft)
    assert listed()


def test_the_first_words_of_a_question_are_in_the_trail() -> None:
    asked = v.asked(f.published(), "Will it come back?")
    feedback.show_as_question(asked.pk, "Does it come back?", by=f.user("Editors"), at=f.NOW)
    event = AuditEvent.objects.order_by("pk").last()
    assert event is not None
    assert json.loads(event.detail) == {"outcome": "asked", "wording": "Does it come back?"}


def test_question_is_not_answered_from_elsewhere_nor_worded_twice() -> None:
    article, editor = f.published(), f.user("Editors")
    for wording in ("One?", "Two?"):
        asked = v.asked(article, "Will it come back?")
        feedback.show_as_question(asked.pk, wording, by=editor, at=f.NOW)
    one = OpenQuestion.objects.get(wording="One?")
    context: dict[str, Any] = {"by": editor, "at": f.NOW}
    with pytest.raises(NotReady, match="about the same condition"):
        feedback.word_question(one.pk, wording="One?", answered_by=f.published(), **context)
    with pytest.raises(NotReady, match="in the question's language"):
        feedback.word_question(one.pk, wording="One?", answered_by=translated(article), **context)
    for wording in ("Two?", "  "):
        with pytest.raises(Conflict, match="these words already"):
            feedback.word_question(one.pk, wording=wording, answered_by=None, **context)
    with pytest.raises(NotAllowed):
        feedback.word_question(
            one.pk, wording="Forged?", answered_by=None, by=f.user("Reviewers"), at=f.NOW
        )
    with pytest.raises(NotReady, match="Wording"):
        feedback.show_as_question(v.asked(article, "Again?!?!?!").pk, " ", by=editor, at=f.NOW)


def test_withheld_answer_takes_no_feedback() -> None:
    article = f.published()
    f.alerted(Treatment.objects.get(entries__article=article), WithdrawalKind.STOP)
    text_of(Client(), v.address(article, "report"), status=404)
    text_of(Client(), "/conditions/no-such-condition/ask/", status=404)


def test_audit_trail_has_no_word_of_what_readers_wrote() -> None:
    article, editor = f.published(), f.user("Editors")
    decided(v.reported(article, SECRET), FeedbackState.UNCHANGED)
    asked = v.asked(article, f"{SECRET}? {v.DANGER}")
    assert asked.state == "urgent"
    feedback.show_as_question(asked.pk, "Does it come back?", by=editor, at=f.NOW)
    events = AuditEvent.objects.filter(object__startswith="feedback:").order_by("pk")
    assert [event.verb for event in events] == ["reported", "decided", "asked", "decided"]
    trail = " ".join(str(row) for row in AuditEvent.objects.values())
    assert not [word for word in (SECRET, "urgent", "waiting") if word in trail]


@pytest.mark.parametrize("count", [1, 3, 50])
def test_condition_asks_as_often_for_fifty_questions_as_for_one(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    article, editor = f.published(), f.user("Editors")
    for number in range(count):
        asked = v.asked(article, f"Will it come back {number}?")
        feedback.show_as_question(asked.pk, f"Question {number}?", by=editor, at=f.NOW)
    client, path = Client(), article.condition.get_absolute_url()
    with django_assert_num_queries(12):
        assert client.get(path).status_code == 200
