"""What letters to the desk say: exactly this, and never a word of an answer."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from pytest_django.fixtures import Settings

from articles.enums import WithdrawalKind
from reviews.actions import cycling, deciding, mailing
from reviews.models import Reviewer, ReviewRequest
from tests import factories as f
from tests.reviews.letters import DUE, asked, html, only, reachable, run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(settings: Settings) -> None:
    settings.SITE_URL = "https://health.example"
    settings.SITE_NAME = "HealthInfo"
    settings.CONTACT_EMAIL = "desk@health.example"
    settings.DEMO = False


def words(content: str) -> str:
    """What a mail program shows of that HTML, in one line."""
    return " ".join(re.sub(r"<[^>]*>", " ", content).split())


def test_reminder_says_which_review_is_overdue_and_where_it_is() -> None:
    request, reviewer = asked()
    run(DUE + timedelta(days=2))
    letter = next(m for m in mail.outbox if m.subject == "HealthInfo: a review is overdue")
    assert isinstance(letter, EmailMultiAlternatives)
    link = f"https://health.example/admin/reviews/reviewrequest/{request.pk}/change/"
    condition = request.article.condition.name
    assert (letter.to, letter.cc, letter.bcc) == ([reviewer.user.email], [], [])
    assert letter.extra_headers == {"Auto-Submitted": "auto-generated"}
    assert letter.body == (
        f"Dear {reviewer.user.get_full_name()},\n\n"
        "This review is overdue:\n\n"
        f"- What are the treatments for example disease? ({condition})\n"
        "  due 21 Apr 2026, 2 days overdue\n"
        f"  {link}\n\n"
        "The desk: https://health.example/admin/\n"
        "HealthInfo sends this once a day while something waits. "
        "Questions: desk@health.example\n"
    )
    assert words(html(letter)) == (
        f"HealthInfo Dear {reviewer.user.get_full_name()}, This review is overdue: "
        f"What are the treatments for example disease? ({condition}): "
        "due 21 Apr 2026, 2 days overdue The desk "
        "HealthInfo sends this once a day while something waits. Questions: desk@health.example"
    )
    assert re.findall('href="(.*?)"', html(letter)) == [link, "https://health.example/admin/"]


def test_editor_learns_what_is_due_why_and_what_they_have_to_do() -> None:
    lost, signer = f.reviewer(name="Dr Lost"), f.reviewer(name="Dr Here")
    editor = reachable(f.user("Editors"))
    flagged = f.published(by=lost, review_due_on=DUE)
    due = f.published(f.article(by=editor), by=signer, review_due_on=DUE + timedelta(days=5))
    back = f.request(reviewers=[signer])
    f.request(reviewers=[lost])
    deciding.request_changes(
        back.pk, reviewer=signer, decision=f.decision(comment="SECRET REASON"), at=f.NOW
    )
    Reviewer.objects.filter(pk=lost.pk).update(suspended=True)
    stuck = ReviewRequest.objects.in_review().get()
    run(DUE)
    letter = only()
    desk = "https://health.example/admin"
    question = "What are the treatments for example disease?"
    assert (letter.to, letter.subject) == ([editor.email], "HealthInfo: 4 things wait for you")
    assert letter.body == (
        f"Dear {editor.get_full_name()},\n\n"
        "Answers due, overdue or flagged (2)\n\n"
        f"- {question} ({due.condition.name})\n"
        "  Review due soon, due 26 Apr 2026\n"
        f"  {desk}/articles/article/{due.pk}/change/\n\n"
        f"- {question} ({flagged.condition.name})\n"
        "  Review due soon, due 21 Apr 2026\n"
        "  Dr Lost, who signed for the whole page, is suspended.\n"
        "  For an editor: Nobody who signed for the whole page may sign again: name a reviewer.\n"
        f"  {desk}/articles/article/{flagged.pk}/change/\n\n"
        "Reviews that nobody is left to decide (1)\n\n"
        f"- {question} ({stuck.article.condition.name})\n"
        "  due 21 Apr 2026\n"
        f"  {desk}/reviews/reviewrequest/{stuck.pk}/change/\n\n"
        "Changes requested (1)\n\n"
        f"- {question} ({back.article.condition.name})\n"
        "  due 21 Apr 2026\n"
        f"  {desk}/reviews/reviewrequest/{back.pk}/change/\n\n"
        f"The desk: {desk}/\n"
        "HealthInfo sends this once a day while something waits. "
        "Questions: desk@health.example\n"
    )
    shown = html(letter)
    assert re.findall('href="(.*?)"', shown) == re.findall(r"https://\S+", str(letter.body))
    assert "<br>Dr Lost, who signed for the whole page, is suspended." in shown
    assert "SECRET" not in letter.body + shown


def test_no_word_of_an_answer_is_in_a_letter() -> None:
    secret = "SECRETWORD"
    reviewer = f.reviewer(user=reachable(f.user("Reviewers")))
    reachable(f.user("Editors"))
    draft = replace(
        f.draft(),
        short_answer=f"{f.SHORT_ANSWER} {secret}.",
        emergency_advice=f"- {secret}[^smith]",
        body=f"{secret}.[^smith]",
        questions_to_ask=f"{secret}?",
        entries=(f.entry(benefits=f"{secret}[^smith]", risks=f"{secret}[^smith]"),),
    )
    article = f.published(f.article(saved=draft), by=reviewer, review_due_on=DUE)
    treatment = article.entries.get().treatment
    alert = f.alerted(treatment, WithdrawalKind.STOP)
    assert article.live is not None
    assert article.live.revision.snapshot.count(secret) == 6
    cycling.run(at=f.NOW + timedelta(days=14))
    letters = [letter for letter in mail.outbox if isinstance(letter, EmailMultiAlternatives)]
    text = "".join(f"{letter.subject}{letter.body}{html(letter)}" for letter in letters)
    assert len(letters) == 2
    assert f"{treatment.name} has a safety alert: Text withheld." in text
    for hidden in (secret, alert.scope, alert.reason, alert.notice, f.SHORT_ANSWER[:30]):
        assert hidden not in text


def test_titles_are_text_in_text_and_escaped_in_html() -> None:
    reviewer = f.reviewer(user=reachable(f.user("Reviewers")))
    f.request(
        f.article(saved=f.draft(question="<b>Salt</b> & water?")), reviewers=[reviewer], at=f.NOW
    )
    run(f.TODAY)
    assert "- <b>Salt</b> & water? (" in str(only().body)
    assert "&lt;b&gt;Salt&lt;/b&gt; &amp; water?" in html(only())


def test_demonstration_says_so_in_every_letter(settings: Settings) -> None:
    settings.DEMO = True
    asked()
    run(DUE)
    assert len(mail.outbox) == 2
    for letter in mail.outbox:
        assert isinstance(letter, EmailMultiAlternatives)
        for content in (str(letter.body), html(letter)):
            assert "This is a demonstration: nothing in it is medical advice." in content


def test_long_list_is_counted_and_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailing, "LONGEST_LIST", 2)
    reviewer = f.reviewer(user=reachable(f.user("Reviewers")))
    for _number in range(3):
        f.request(reviewers=[reviewer])
    run(f.TODAY)
    assert only().subject == "HealthInfo: 3 things wait for you"
    assert "Reviews that wait for you (3)" in str(only().body)
    assert str(only().body).count("/admin/reviews/reviewrequest/") == 2


def test_what_is_due_soon_is_left_to_its_owner_and_what_is_late_to_every_editor() -> None:
    owner, other = reachable(f.user("Editors")), reachable(f.user("Editors"))
    f.published(f.article(by=owner), by=f.reviewer(), review_due_on=DUE)

    def told(days: int) -> set[str]:
        run(DUE + timedelta(days=days))
        found = {letter.to[0] for letter in mail.outbox if "Answers due" in str(letter.body)}
        mail.outbox.clear()
        return found

    assert told(0) == {owner.email}
    assert told(1) == {owner.email, other.email}
    User.objects.filter(pk=owner.pk).update(is_active=False)
    f.published(f.article(by=other), by=f.reviewer(), review_due_on=DUE + timedelta(days=30))
    assert told(2) == {other.email}
