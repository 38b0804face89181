"""A reader's text that may speak of danger: the desk is told at once, once, without its words."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from articles.models import AuditEvent
from reviews.actions import alarming
from tests import factories as f
from tests import voices as v
from tests.reviews.letters import html, only, outbox, reachable
from tests.test_audit import unbroken

pytestmark = pytest.mark.django_db
LATER = f.NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _site(settings: Settings) -> None:
    settings.SITE_URL = "https://health.example"
    settings.SITE_NAME = "HealthInfo"
    settings.CONTACT_EMAIL = "desk@health.example"
    settings.URGENT_LEAD = "Lee Lead, 555"
    settings.DEMO = False


def test_the_letter_says_where_to_look_and_whom_to_tell_and_no_word_of_the_text() -> None:
    editor, article = reachable(f.user("Editors")), f.published()
    v.shared(article, v.story(text=v.DANGER, pseudonym="Wren"))
    assert alarming.run(at=LATER).count == 1
    letter = only()
    assert (letter.to, letter.subject) == ([editor.email], "HealthInfo: a reader’s text is urgent")
    assert letter.body == (
        f"Dear {editor.get_full_name()},\n\n"
        "A text that a reader sent may speak of self-harm or danger. Read it at the desk now, and "
        "tell Lee Lead, 555 at once.\n\n"
        "The desk: https://health.example/admin/from-readers/\n"
        "HealthInfo sends this once for each such text, without its words. "
        "Questions: desk@health.example\n"
    )
    for word in ("die", "Wren", article.condition.name, article.question):
        assert word not in letter.body + html(letter)
    assert "https://health.example/admin/from-readers/" in html(letter)


def test_whoever_may_decide_is_told_of_each_text_once() -> None:
    editor, publisher = reachable(f.user("Editors")), reachable(f.user("Publishers"))
    reachable(f.reviewer().user)
    article = f.published()
    v.shared(article)
    assert alarming.run(at=LATER).count == 0
    v.reported(article, v.DANGER)
    v.asked(article, v.DANGER)
    subject = "HealthInfo: 2 readers’ texts are urgent"
    alarming.run(at=LATER)
    assert outbox() == [(subject, [editor.email]), (subject, [publisher.email])]
    assert alarming.run(at=LATER).count == 0
    newcomer = reachable(f.user("Editors"))
    v.shared(article, v.story(text=v.DANGER))
    alarming.run(at=LATER)
    one = "HealthInfo: a reader’s text is urgent"
    assert outbox() == [
        (one, [editor.email]),
        (one, [publisher.email]),
        ("HealthInfo: 3 readers’ texts are urgent", [newcomer.email]),
    ]
    assert unbroken()


def test_what_was_decided_alarms_nobody() -> None:
    reachable(f.user("Editors"))
    v.declined(v.shared(f.published(), v.story(text=v.DANGER)))
    assert alarming.run(at=LATER).count == 0


def test_a_letter_that_was_refused_is_sent_by_the_next_run(monkeypatch: pytest.MonkeyPatch) -> None:
    editor = reachable(f.user("Editors"))
    told = v.shared(f.published(), v.story(text=v.DANGER))

    def refuse(*_args: object) -> int:
        raise OSError("busy")

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", refuse)
        with pytest.raises(CommandError, match="was not sent: busy"):
            call_command("tell_urgent")
    assert not AuditEvent.objects.filter(verb=alarming.TOLD).exists()
    call_command("tell_urgent")
    assert len(mail.outbox) == 1
    event = AuditEvent.objects.get(verb=alarming.TOLD)
    assert json.loads(event.detail) == {"to": editor.pk, "texts": f"experience:{told.pk}"}
