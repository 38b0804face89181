"""An author and two editors at the same moment: one wins, the others hear why."""

from collections.abc import Callable

import pytest

from articles.actions import feedback, voices
from articles.errors import Conflict
from articles.models import AuditEvent, Experience, Feedback, OpenQuestion
from tests import factories as f
from tests import voices as v
from tests.racing import errors, together
from tests.test_audit import unbroken

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("decide", [v.decided, v.declined])
def test_withdrawing_wins_over_a_decision_whoever_comes_first(
    decide: Callable[..., Experience],
) -> None:
    made, editor = v.shared(f.published(), token="mine"), f.user("Editors")
    outcomes = together(lambda: voices.withdraw("mine", at=f.NOW), lambda: decide(made, by=editor))
    row = Experience.objects.get()
    assert (row.state, row.text, row.pseudonym) == ("deleted", "", "")
    assert errors(outcomes) in ([], [Conflict])
    assert unbroken()


def test_two_editors_decide_once() -> None:
    made, editors = v.shared(f.published()), [f.user("Editors") for _ in range(2)]
    outcomes = together(*(lambda by=by: v.decided(made, by=by) for by in editors))
    assert errors(outcomes) == [Conflict]
    assert AuditEvent.objects.filter(verb="published experience").count() == 1


def test_two_texts_under_one_name_are_published_once() -> None:
    article, editor = f.published(), f.user("Editors")
    rows = [v.shared(article, v.story(pseudonym="Wren")) for _ in range(2)]
    outcomes = together(*(lambda row=row: v.decided(row, by=editor) for row in rows))
    assert errors(outcomes) == [Conflict]
    assert Experience.objects.filter(state="published").count() == 1


def test_double_click_keeps_one_experience_and_one_report() -> None:
    article, told = f.published(), v.story()
    v.consent()
    shared = together(*(lambda: v.shared(article, told, token="one form") for _ in range(2)))
    words = "A word is missing."
    sent = together(*(lambda: v.reported(article, words, token="r") for _ in range(2)))
    assert errors([*shared, *sent]) == []
    assert (Experience.objects.count(), Feedback.objects.count()) == (1, 1)


def test_one_wording_chosen_twice_is_one_question() -> None:
    article, editor = f.published(), f.user("Editors")
    asked = [v.asked(article, f"Will it come back {number}?") for number in range(2)]

    def show(row: Feedback) -> Callable[[], object]:
        return lambda: feedback.show_as_question(row.pk, "Does it?", by=editor, at=f.NOW)

    assert errors(together(*(show(row) for row in asked))) == []
    assert OpenQuestion.objects.get().asked.count() == 2
