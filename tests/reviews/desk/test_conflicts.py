"""Two editors on one draft: the second is told, sees both texts, and loses nothing."""

import re
from html import unescape

import pytest
from django.utils import timezone

from articles import changes, drafts
from articles.actions import drafting
from articles.drafts import Member
from articles.models import Article, DraftEdit
from reviews.desk.conflicts import Difference
from tests import factories as f
from tests.reviews.desk.editors import address, article, signed_in, typed

pytestmark = pytest.mark.django_db


def hidden(page: str) -> dict[str, str]:
    """The hidden inputs of a page, as its form would post them."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {unescape(name): unescape(value) for name, value in found}


def overtaken() -> tuple[Article, dict[str, str]]:
    """A draft that somebody saved anew, and what a second editor typed over the old one."""
    written = article(team=(Member("Neurologist", "for fits"), Member("Surgeon", "for the shape")))
    mine = typed(
        written,
        short_answer="My answer.\r\nAnother line <b>",
        **{"team-1-purpose": "for my shape"},
    )
    theirs = f.draft(
        short_answer="Their answer.",
        team=(Member("Neurologist", "for fits"),),
        entries=drafts.of(written).entries,
        citations=drafts.of(written).citations,
    )
    editor = f.user("Editors")
    drafting.save_draft(written.pk, theirs, expected_version=1, by=editor, at=timezone.now())
    return Article.objects.get(pk=written.pk), mine


def test_second_of_two_savers_sees_both_texts_and_saves_nothing() -> None:
    stored, mine = overtaken()
    response = signed_in(f.user("Editors")).post(address(stored), mine)
    assert response.status_code == 409
    fields = [
        ("Short answer", "Their answer.", "My answer.\nAnother line <b>"),
        # The other editor deleted this row: what was typed into it is still here.
        ("Care team “Surgeon”, Specialty", "", "Surgeon"),
        ("Care team “Surgeon”, What it is for", "", "for my shape"),
        ("Care team: order", "Neurologist", "Neurologist\nSurgeon"),
    ]
    assert response.context["differences"] == tuple(
        Difference(label, theirs, typed, changes.words(theirs, typed))
        for label, theirs, typed in fields
    )
    page = response.content.decode()
    assert "<ins>My</ins>" in page
    assert "<del>Their</del>" in page
    assert drafts.of(stored).short_answer == "Their answer."


def test_keep_mine_posts_every_word_again() -> None:
    stored, mine = overtaken()
    client = signed_in(f.user("Editors"))
    again = hidden(client.post(address(stored), mine).content.decode())
    sent = {name: value.replace("\r\n", "\n") for name, value in mine.items()}
    kept = {name: value.replace("\r\n", "\n") for name, value in again.items()}
    assert kept | {"draft_version": "1"} == sent | {
        "csrfmiddlewaretoken": again["csrfmiddlewaretoken"]
    }
    response = client.post(address(stored), {**again, "_save": "Keep mine"})
    assert response.status_code == 302
    saved = Article.objects.get(pk=stored.pk)
    assert saved.draft_version == 3
    assert drafts.of(saved).short_answer == "My answer.\nAnother line <b>"
    assert drafts.of(saved).team == (
        Member("Neurologist", "for fits"),
        Member("Surgeon", "for my shape"),
    )


def test_going_on_with_mine_opens_the_form_with_it_and_theirs_in_sight() -> None:
    stored, mine = overtaken()
    response = signed_in(f.user("Editors")).post(address(stored), {**mine, "_merge": "1"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "My answer.\nAnother line &lt;b&gt;</textarea>" in page
    assert 'value="for my shape"' in page or "for my shape</textarea>" in page
    assert "Their answer." in page
    assert 'name="draft_version" value="2"' in page
    assert "data-unsaved" in page
    assert DraftEdit.objects.filter(article=stored).count() == 2


def test_third_saver_in_between_is_a_conflict_again() -> None:
    stored, mine = overtaken()
    client = signed_in(f.user("Editors"))
    again = hidden(client.post(address(stored), mine).content.decode())
    third = f.draft(short_answer="A third answer.")
    drafting.save_draft(
        stored.pk, third, expected_version=2, by=f.user("Editors"), at=timezone.now()
    )
    response = client.post(address(stored), again)
    assert response.status_code == 409
    assert "A third answer." in response.content.decode()


def test_conflict_comes_before_validation() -> None:
    stored, mine = overtaken()
    invalid = {**mine, "question": "", "treatments-0-treatment": "no such"}
    response = signed_in(f.user("Editors")).post(address(stored), invalid)
    assert response.status_code == 409
    assert "My answer." in response.content.decode()


def test_save_that_loses_the_race_is_a_conflict(monkeypatch: pytest.MonkeyPatch) -> None:
    written = article()
    mine = typed(written, short_answer="My answer.")
    save = drafting.save_draft

    def overtake(article_id: int, *args: object, **kwargs: object) -> Article:
        monkeypatch.setattr(drafting, "save_draft", save)
        theirs = f.draft(short_answer="Their answer.")
        other = f.user("Editors")
        save(article_id, theirs, expected_version=1, by=other, at=timezone.now())
        return save(article_id, *args, **kwargs)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(drafting, "save_draft", overtake)
    response = signed_in(f.user("Editors")).post(address(written), mine)
    assert response.status_code == 409
    assert "My answer." in response.content.decode()
    assert drafts.of(Article.objects.get(pk=written.pk)).short_answer == "Their answer."


def test_same_words_twice_are_no_conflict() -> None:
    written = article()
    mine = typed(written, short_answer="One answer.")
    first, second = signed_in(f.user("Editors")), signed_in(f.user("Editors"))
    first.post(address(written), mine)
    response = second.post(address(written), mine, follow=True)
    assert "Somebody else saved exactly these words." in response.content.decode()
    assert Article.objects.get(pk=written.pk).draft_version == 2
