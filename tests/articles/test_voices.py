"""Experiences: whose words they are, who decides, and that deleting deletes."""

from collections.abc import Callable
from typing import Any

import pytest

from articles.actions import voices
from articles.actions.voices import seen_as
from articles.enums import VoiceRule, VoiceState
from articles.errors import Conflict, NotAllowed, NotReady
from articles.models import AuditEvent, Experience
from articles.texts import fingerprint
from tests import factories as f
from tests import voices as v

pytestmark = pytest.mark.django_db

SECRET = "Only the author and the editors know this sentence about my left knee."


def test_shared_experience_waits_with_consent_and_without_its_token() -> None:
    article, agreed = f.published(), v.consent()
    made = v.shared(article, v.story(pseudonym="  Wren\u00a0 Song "), token="the token")
    stored = Experience.objects.values().get()
    assert made.state == VoiceState.WAITING
    assert made.consent == agreed
    assert made.pseudonym == "Wren Song"
    assert stored["token_hash"] == fingerprint("the token")
    assert "the token" not in str(stored)


def test_same_form_sent_twice_keeps_one() -> None:
    article, told = f.published(), v.story()
    first = v.shared(article, told, token="one form")
    assert v.shared(article, told, token="one form") == first
    with pytest.raises(Conflict, match="sent already"):
        v.shared(article, v.story(pseudonym=told.pseudonym, text=SECRET), token="one form")
    assert Experience.objects.count() == 1


def test_nobody_under_18_shares() -> None:
    with pytest.raises(NotReady, match="Your age"):
        voices.share(
            f.published().pk,
            v.story(),
            adult=False,
            consent_id=v.consent().pk,
            token="t",
            at=f.NOW,
        )


def test_consent_is_to_the_newest_text() -> None:
    article, old = f.published(), v.consent()
    newest = v.consent("A new text.")
    with pytest.raises(Conflict, match="consent text has changed"):
        voices.share(article.pk, v.story(), adult=True, consent_id=old.pk, token="t", at=f.NOW)
    assert v.shared(article).consent == newest


def test_danger_makes_it_urgent_and_asks_that_the_lead_is_told() -> None:
    made = v.shared(f.published(), v.story(text=v.DANGER))
    assert made.state == VoiceState.URGENT
    editor = f.user("Editors")
    asked: dict[str, Any] = {"seen": seen_as(made), "by": editor, "at": f.NOW, "lead_told": False}
    with pytest.raises(NotReady, match="tell the person named"):
        voices.publish(made.pk, confirmed=VoiceRule.values, **asked)
    with pytest.raises(NotReady, match="tell the person named"):
        voices.decline(made.pk, rule=VoiceRule.PERSONAL, message="Sorry.", **asked)
    with pytest.raises(NotReady, match="tell the person named"):
        voices.ask_to_shorten(made.pk, message="Shorter.", **asked)
    assert v.declined(made, by=editor).state == VoiceState.DECLINED


@pytest.mark.parametrize("missing", list(VoiceRule))
def test_every_rule_is_confirmed_before_it_is_published(missing: VoiceRule) -> None:
    made = v.shared(f.published())
    with pytest.raises(NotReady) as caught:
        voices.publish(
            made.pk,
            seen=seen_as(made),
            confirmed=set(VoiceRule.values) - {missing},
            lead_told=False,
            by=f.user("Editors"),
            at=f.NOW,
        )
    assert caught.value.problems == (f"Not confirmed: {missing.label}.",)


def test_refusals_name_what_is_missing() -> None:
    made, editor = v.shared(f.published()), f.user("Editors")
    common: dict[str, Any] = {"seen": seen_as(made), "lead_told": False, "by": editor, "at": f.NOW}
    with pytest.raises(NotReady) as caught:
        voices.decline(made.pk, rule="", message=" ", **common)
    assert [problem.split(":")[0] for problem in caught.value.problems] == ["Message", "Rule"]
    with pytest.raises(NotReady, match="say to the author what to change"):
        voices.ask_to_shorten(made.pk, message="", **common)


@pytest.mark.parametrize("role", ["", "Reviewers"])
@pytest.mark.parametrize("act", [v.decided, v.declined])
def test_reviewers_and_others_decide_nothing(role: str, act: Callable[..., Experience]) -> None:
    made = v.shared(f.published())
    with pytest.raises(NotAllowed):
        act(made, by=f.user(role))


@pytest.mark.parametrize("role", ["Editors", "Publishers", "Administrators"])
def test_editors_publishers_and_administrators_decide(role: str) -> None:
    made = v.decided(v.shared(f.published()), by=f.user(role))
    assert made.state == VoiceState.PUBLISHED


def test_second_editor_is_told() -> None:
    made = v.shared(f.published())
    v.decided(made)
    with pytest.raises(Conflict, match="decided about it already"):
        v.decided(made)
    v.declined(made)
    with pytest.raises(Conflict, match="declined it already"):
        v.declined(made)


def test_editor_publishes_only_the_words_they_saw() -> None:
    made = v.to_shorten(v.shared(f.published(), token="mine"))
    voices.revise("mine", v.story(text=SECRET), at=f.NOW)
    with pytest.raises(Conflict, match="changed it after you opened it"):
        v.decided(made)
    with pytest.raises(Conflict, match="changed it after you opened it"):
        v.declined(made)


def test_author_changes_the_text_only_when_asked() -> None:
    made = v.shared(f.published(), token="mine")
    with pytest.raises(Conflict, match="Nobody asks you"):
        voices.revise("mine", v.story(text=SECRET), at=f.NOW)
    v.to_shorten(made)
    revised = voices.revise("mine", v.story(text=SECRET), at=f.NOW)
    assert (revised.text, revised.state) == (SECRET, VoiceState.WAITING)


def test_changed_text_that_speaks_of_danger_is_urgent() -> None:
    v.to_shorten(v.shared(f.published(), token="mine"))
    assert voices.revise("mine", v.story(text=v.DANGER), at=f.NOW).state == VoiceState.URGENT


def test_one_voice_a_contributor_and_question() -> None:
    article = f.published()
    v.published(article, v.story(pseudonym="Wren"))
    again = v.shared(article, v.story(pseudonym=" \uff37REN "))
    with pytest.raises(Conflict, match="one voice a contributor"):
        v.decided(again)
    elsewhere = f.published(f.article(of=article.condition))
    v.published(elsewhere, v.story(pseudonym="Wren"))


@pytest.mark.parametrize(
    "reach", [v.shared, v.published, lambda a, s, token: v.declined(v.shared(a, s, token=token))]
)
def test_withdrawing_deletes_the_text_and_keeps_the_bare_fact(
    reach: Callable[..., Experience],
) -> None:
    made = reach(f.published(), v.story(text=SECRET, pseudonym="Wren"), token="mine")
    assert SECRET in str(Experience.objects.values().get())
    voices.withdraw("mine", at=f.NOW)
    voices.withdraw("mine", at=f.NOW)
    row: dict[str, Any] = dict(Experience.objects.values().get())
    assert row["state"] == "deleted"
    assert row["deleted_at"] == f.NOW
    assert row["consent_id"] == made.consent_id
    assert {
        row[name] for name in ("text", "pseudonym", "pseudonym_key", "relation", "message", "rule")
    } == {""}
    withdrawals = AuditEvent.objects.filter(verb="withdrew", object=f"experience:{made.pk}")
    assert withdrawals.count() == 1


def test_nothing_can_be_done_with_what_is_deleted() -> None:
    made = v.shared(f.published(), token="mine")
    voices.withdraw("mine", at=f.NOW)
    with pytest.raises(Conflict, match="deleted it meanwhile"):
        v.decided(made)
    with pytest.raises(Conflict, match="Nobody asks you"):
        voices.revise("mine", v.story(), at=f.NOW)


def test_unknown_token_opens_nothing() -> None:
    v.shared(f.published(), token="mine")
    with pytest.raises(Experience.DoesNotExist):
        voices.withdraw("yours", at=f.NOW)
    with pytest.raises(Experience.DoesNotExist):
        voices.revise("yours", v.story(), at=f.NOW)


def test_audit_trail_tells_the_steps_and_nothing_of_the_text() -> None:
    article, editor = f.published(), f.user("Editors")
    told = v.story(text=f"{SECRET} {v.DANGER}", pseudonym="Hidden name")
    v.to_shorten(v.shared(article, told, token="mine"))
    voices.revise("mine", told, at=f.NOW)
    v.declined(v.decided(Experience.objects.get(), by=editor), by=editor)
    voices.withdraw("mine", at=f.NOW)
    events = AuditEvent.objects.filter(object__startswith="experience:").order_by("pk")
    assert [(e.verb, e.detail) for e in events] == [
        ("shared", '{"who": "the author"}'),
        ("asked to shorten", "{}"),
        ("revised", '{"who": "the author"}'),
        ("published experience", "{}"),
        ("declined", "{}"),
        ("withdrew", '{"who": "the author"}'),
    ]
    trail = " ".join(str(row) for row in AuditEvent.objects.values())
    assert not [word for word in (SECRET, "Hidden name", "mine", "names a dose") if word in trail]
