"""Feedback: votes, reports and questions, and what becomes of them on the page."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from articles.actions import feedback
from articles.enums import FeedbackKind, FeedbackState, WithdrawalKind
from articles.errors import Conflict, NotAllowed, NotReady
from articles.models import Article, AuditEvent, Feedback, OpenQuestion, Treatment
from tests import factories as f
from tests import voices as v
from tests.articles.reading import text_of

pytestmark = pytest.mark.django_db

SECRET = "The second sentence forgets the left knee."
LATER = f.NOW + timedelta(hours=2)


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: LATER)


def vote(article: Article, answer: str = "yes", **headers: str) -> HttpResponse:
    data = {"helpful": answer, "seen": f.live(article).revision.sha256}
    response: Any = Client().post(v.address(article, "helpful"), data, headers=headers or v.OURS)
    return response  # type: ignore[no-any-return]


def reported(article: Article, text: str = SECRET) -> Feedback:
    return feedback.report(article.pk, text, token=f"token {text}", at=f.NOW)


def decided(row: Feedback, outcome: FeedbackState) -> Feedback:
    return feedback.decide(row.pk, outcome, by=f.user("Editors"), at=f.NOW)


def ask_address(article: Article) -> str:
    return reverse("articles:ask", args=[article.condition.slug])


def test_vote_is_counted_for_the_words_that_were_read_and_leads_on() -> None:
    article = f.published()
    for answer in ("yes", "no"):
        response = vote(article, answer)
        assert response.status_code == 303
        assert response.headers["Location"] == f"{v.address(article, 'report')}?after=vote"
    rows = Feedback.objects.order_by("pk")
    assert [(row.kind, row.state, row.text) for row in rows] == [
        (FeedbackKind.HELPFUL, FeedbackState.COUNTED, ""),
        (FeedbackKind.NOT_HELPFUL, FeedbackState.COUNTED, ""),
    ]
    assert {row.publication for row in rows} == {article.live}
    assert "Thank you." in text_of(Client(), f"{v.address(article, 'report')}?after=vote")


@pytest.mark.parametrize("headers", [{"origin": "null"}, {"sec-fetch-site": "cross-site"}])
def test_vote_from_elsewhere_is_not_counted(headers: dict[str, str]) -> None:
    assert vote(f.published(), **headers).status_code == 403
    assert not Feedback.objects.exists()


def test_vote_that_is_none_is_not_counted() -> None:
    assert vote(f.published(), "perhaps").status_code == 403
    assert not Feedback.objects.exists()


def test_vote_on_words_that_are_gone_is_not_counted() -> None:
    article = f.published()
    data = {"helpful": "yes", "seen": "f" * 64}
    response = Client().post(v.address(article, "helpful"), data, headers=v.OURS)
    assert response.status_code == 409
    assert "The page has changed since you opened it." in response.content.decode()
    assert not Feedback.objects.exists()


def test_opening_the_address_of_a_vote_leads_back_and_counts_nothing() -> None:
    article = f.published()
    response = Client().get(v.address(article, "helpful"), {"helpful": "yes"})
    assert (response.status_code, response["Location"]) == (302, article.get_absolute_url())
    assert not Feedback.objects.exists()


def test_fourth_vote_of_a_day_on_an_answer_is_refused(settings: Settings, tmp_path: Path) -> None:
    files = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = {"default": {"BACKEND": files, "LOCATION": tmp_path}}
    article = f.published()
    assert [vote(article).status_code for _ in range(4)] == [303, 303, 303, 429]
    assert vote(f.published()).status_code == 303
    cache.clear()


def test_report_waits_for_an_editor_and_is_not_on_the_page(client: Client) -> None:
    article = f.published()
    path = v.address(article, "report")
    data = v.filled_in(path, at=LATER, text=SECRET)
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
    path = v.address(f.published(), "report")
    data = v.filled_in(path, at=LATER, text=SECRET)
    v.send(client, path, data)
    again = v.send(client, path, {**data, "text": "Quite another thing is wrong here."})
    assert again.status_code == 409
    assert "Quite another thing is wrong here." in again.content.decode()
    assert Feedback.objects.get().text == SECRET


@pytest.mark.parametrize("name", ["report", "ask"])
def test_danger_shows_help_at_once_and_is_urgent(client: Client, name: str) -> None:
    article = f.published()
    path = ask_address(article) if name == "ask" else v.address(article, name)
    sent = v.send(client, path, v.filled_in(path, at=LATER, text=v.DANGER))
    html = text_of(client, sent.headers["Location"])
    assert "Nobody watches this site for emergencies." in html
    assert Feedback.objects.get().state == "urgent"


def test_page_says_how_many_reports_were_looked_at_and_what_came_of_them(client: Client) -> None:
    article = f.published()
    first, second, third, spam = (reported(article, f"{SECRET} {n}") for n in range(4))
    reported(article, f"{SECRET} waits")
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
    row = reported(article)
    with pytest.raises(NotReady, match="no later version is published yet"):
        decided(row, FeedbackState.CHANGED)
    changed = f.save(article, short_answer=f.SHORT_ANSWER + " And more.")
    newest = f.published(changed, at=f.NOW + timedelta(hours=1))
    assert decided(row, FeedbackState.CHANGED).led_to == newest.live


def test_decisions_are_made_once_by_editors_and_fit_the_kind() -> None:
    article = f.published()
    row, question = reported(article), v.asked(article, "Will it come back?")
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


def test_question_is_not_answered_from_elsewhere_nor_worded_twice() -> None:
    article, editor = f.published(), f.user("Editors")
    for wording in ("One?", "Two?"):
        asked = v.asked(article, "Will it come back?")
        feedback.show_as_question(asked.pk, wording, by=editor, at=f.NOW)
    one = OpenQuestion.objects.get(wording="One?")
    context: dict[str, Any] = {"by": editor, "at": f.NOW}
    with pytest.raises(NotReady, match="about the same condition"):
        feedback.word_question(one.pk, wording="One?", answered_by=f.published(), **context)
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
    assert vote(article).status_code == 404
    text_of(Client(), v.address(article, "report"), status=404)
    text_of(Client(), "/conditions/no-such-condition/ask/", status=404)


def test_audit_trail_has_no_word_of_what_readers_wrote() -> None:
    article, editor = f.published(), f.user("Editors")
    decided(reported(article), FeedbackState.UNCHANGED)
    asked = v.asked(article, f"{SECRET}?")
    feedback.show_as_question(asked.pk, "Does it come back?", by=editor, at=f.NOW)
    vote(article)
    events = AuditEvent.objects.filter(object__startswith="feedback:").order_by("pk")
    assert [event.verb for event in events] == ["reported", "decided", "asked", "decided"]
    assert SECRET not in " ".join(str(row) for row in AuditEvent.objects.values())


@pytest.mark.parametrize("count", [1, 3, 50])
def test_condition_asks_as_often_for_fifty_questions_as_for_one(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    article, editor = f.published(), f.user("Editors")
    for number in range(count):
        asked = v.asked(article, f"Will it come back {number}?")
        feedback.show_as_question(asked.pk, f"Question {number}?", by=editor, at=f.NOW)
    client, path = Client(), article.condition.get_absolute_url()
    with django_assert_num_queries(11):
        assert client.get(path).status_code == 200
