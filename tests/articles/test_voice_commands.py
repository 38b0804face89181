"""The operator's commands: export, erasure, and the end of what was not published."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.actions import feedback
from articles.enums import FeedbackState
from articles.errors import Conflict
from articles.models import AuditEvent, Experience, Feedback
from tests import factories as f
from tests import voices as v

pytestmark = pytest.mark.django_db

SECRET = "Only the author and the editors know this sentence about my left knee."


def run(command: str, **arguments: Any) -> str:
    out = StringIO()
    call_command(command, stdout=out, **arguments)
    return out.getvalue()


@pytest.fixture
def told() -> Experience:
    return v.published(f.published(), v.story(text=SECRET, pseudonym="Wren Song"), token="mine")


def ways(told: Experience) -> list[dict[str, Any]]:
    return [{"token": "mine"}, {"number": told.pk, "pseudonym": "wren  SONG"}]


def test_export_holds_everything_that_is_kept(told: Experience) -> None:
    by_token, by_name = (json.loads(run("export_experience", **way)) for way in ways(told))
    assert by_token == by_name
    assert by_token["experience"]["text"] == SECRET
    assert by_token["experience"].keys() == {f.attname for f in Experience._meta.concrete_fields}
    assert by_token["consent"]["text"] == "You agree that we show your text."
    assert [event["verb"] for event in by_token["events"]] == ["shared", "published experience"]


@pytest.mark.parametrize("way", [0, 1])
def test_erasure_deletes_the_text_for_whoever_proves_whose_it_is(
    told: Experience, way: int
) -> None:
    said = run("erase_experience", **ways(told)[way])
    assert said == f"Experience {told.pk} holds no text any more.\n"
    row = Experience.objects.get()
    assert (row.state, row.text, row.pseudonym) == ("deleted", "", "")
    event = AuditEvent.objects.latest()
    assert (event.verb, event.detail) == ("erased", '{"why": "request"}')


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"token": "yours"},
        {"number": 1},
        {"pseudonym": "Wren Song"},
        {"number": 999_999, "pseudonym": "Wren Song"},
        {"token": "mine", "number": 1, "pseudonym": "Wren Song"},
    ],
)
def test_what_proves_nothing_erases_nothing(told: Experience, arguments: dict[str, Any]) -> None:
    with pytest.raises(CommandError):
        run("erase_experience", **arguments)
    with pytest.raises(CommandError):
        run("export_experience", **arguments)
    with pytest.raises(CommandError):
        run("erase_experience", number=told.pk, pseudonym="Somebody else")
    assert Experience.objects.get().text == SECRET


def test_texts_that_have_served_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    article, editor = f.published(), f.user("Editors")
    urgent = v.shared(article, v.story(text=v.DANGER))
    kept = [v.published(article), v.shared(article), urgent]
    gone = [v.declined(v.shared(article)), v.to_shorten(v.shared(article))]
    report = v.reported(article, SECRET)
    waits = v.reported(article, f"{SECRET} It waits.")
    feedback.decide(report.pk, FeedbackState.UNCHANGED, by=editor, at=f.NOW)

    def after(days: int) -> str:
        monkeypatch.setattr(timezone, "now", lambda: f.NOW + timedelta(days=days, seconds=1))
        return run("forget_voices")

    assert after(29) == "Texts deleted: 0 experiences, 0 of feedback.\n"
    assert after(30) == "Texts deleted: 2 experiences, 0 of feedback.\n"
    assert after(90) == "Texts deleted: 0 experiences, 1 of feedback.\n"
    assert after(91) == "Texts deleted: 0 experiences, 0 of feedback.\n"
    texts = dict(Experience.objects.values_list("pk", "text"))
    assert [bool(texts[row.pk]) for row in (*kept, *gone)] == [True, True, True, False, False]
    assert Feedback.objects.get(pk=report.pk).text == ""
    assert Feedback.objects.get(pk=waits.pk).text


def test_feedback_that_waits_is_not_erased() -> None:
    waits = v.reported(f.published(), SECRET)
    with pytest.raises(Conflict, match="Decide about it first"):
        feedback.erase(waits.pk, why="request", at=f.NOW)
