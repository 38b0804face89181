"""Translations have their own revisions and reviews, and go with their originals."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from articles import drafts, pages, readiness
from articles.actions import restoring, translating
from articles.enums import ChangeClass, WithdrawalKind
from articles.errors import Conflict, NotAllowed, NotReady, Unchanged
from articles.models import Article, Revision
from articles.pages.values import AnswerPage
from reviews import cycle
from tests import factories as f
from tests.translations import begun, translated, written

pytestmark = pytest.mark.django_db
LATER = f.NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: LATER + timedelta(hours=2))


def changed(original: Article, **fields: str) -> Article:
    """The original after newer words went live."""
    written = f.save(original, **fields, by=f.user("Editors"), at=LATER)
    return f.published(written, at=LATER)


def shown(article: Article) -> AnswerPage:
    page = pages.answer(article.condition.slug, article.slug, language=article.language, on=f.TODAY)
    assert isinstance(page, AnswerPage)
    return page


def test_a_translation_begins_with_the_live_words_and_not_with_the_draft() -> None:
    original = f.published()
    live = drafts.of(original)
    f.save(original, short_answer="Words that nobody has reviewed.", by=f.user("Editors"))
    made = begun(original)
    assert drafts.of(made) == live
    assert (made.language, made.translation_of, made.follows) == ("de", original, original.live)
    assert made.get_absolute_url() == f"/de{original.get_absolute_url()}"


def test_only_a_live_original_is_translated_once_into_another_language() -> None:
    original, editor = f.published(), f.user("Editors")

    def start(of: Article, language: str) -> Article:
        return translating.start(of.pk, language=language, by=editor, at=f.NOW)

    with pytest.raises(NotReady):
        start(original, "en")
    with pytest.raises(NotReady):
        start(original, "tlh")
    made = start(original, "de")
    with pytest.raises(Conflict):
        start(original, "de")
    with pytest.raises(Conflict):
        start(made, "es")
    with pytest.raises(Conflict):
        start(f.article(), "de")
    with pytest.raises(NotAllowed):
        translating.start(original.pk, language="es", by=f.user("Reviewers"), at=f.NOW)


def test_a_translation_is_published_by_its_own_review_and_linked_both_ways(client: Client) -> None:
    original = f.published()
    german = translated(original)
    page = shown(german)
    assert (page.question, page.language) == ("Was hilft?", "de")
    assert page.translation is not None
    assert not page.translation.moved_on
    assert [(other.code, other.name, other.path) for other in page.languages] == [
        ("en", "English", original.get_absolute_url())
    ]
    html = client.get(original.get_absolute_url()).content.decode()
    assert f'hreflang="de" href="{settings.SITE_URL}{german.get_absolute_url()}"' in html
    assert german.get_absolute_url() in client.get("/sitemap.xml").content.decode()
    assert Revision.objects.get(article=german).translates == original.live


def test_a_translation_says_when_its_original_has_moved_on(client: Client) -> None:
    original = f.published()
    german = translated(original)
    changed(original, emergency_advice="- a fit lasts longer than 5 minutes[^smith]")
    page = shown(german)
    assert page.translation is not None
    assert page.translation.moved_on
    answers = {answer.article_id: answer for answer in cycle.needing_review(on=f.TODAY)}
    assert answers[german.pk].flags == ("The original has changed since this was translated.",)
    assert answers[german.pk].needs_new_version
    problems = readiness.problems(Article.objects.get(pk=german.pk))
    assert problems == ["Translation: it follows version 1 of the original, and version 2 is live."]
    editor = f.user("Editors")
    followed = translating.follow(german.pk, by=editor, at=LATER)
    assert readiness.problems(followed) == []
    with pytest.raises(Unchanged):
        translating.follow(german.pk, by=editor, at=LATER)


def test_reconfirming_or_rewording_the_original_leaves_no_translation_behind() -> None:
    original = f.published()
    german = translated(original)
    reworded = f.save(
        original,
        short_answer=f.SHORT_ANSWER.replace("Nothing yet cures", "Nothing yet heals"),
        by=f.user("Editors"),
        at=LATER,
    )
    request = f.request(reworded, change_class=ChangeClass.WORDING, at=LATER)
    f.approved(request, at=LATER, change_class=ChangeClass.WORDING)
    assert f.live(Article.objects.get(pk=original.pk)).revision.number == 2
    page = shown(german)
    assert page.translation is not None
    assert not page.translation.moved_on
    assert german.pk not in {answer.article_id for answer in cycle.needing_review(on=f.TODAY)}


def test_withdrawing_the_original_takes_the_translation_along(client: Client) -> None:
    original = f.published()
    german = translated(original)
    assert client.get(german.get_absolute_url()).status_code == 200
    f.withdrawn(original, at=LATER)
    response = client.get(german.get_absolute_url())
    assert response.status_code == 410
    assert "We are checking it." in response.content.decode()


def test_withdrawing_a_translation_leaves_the_original(client: Client) -> None:
    original = f.published()
    f.withdrawn(translated(original), at=LATER)
    assert client.get(original.get_absolute_url()).status_code == 200


def test_no_translation_goes_live_without_its_original() -> None:
    original = f.published()
    german = begun(original)
    request = f.request(written(german))
    f.withdrawn(original, at=f.NOW + timedelta(minutes=1))
    f.approved(request, at=LATER)
    assert request.state == "failed"
    assert request.failure == "The original of this translation is not live."


def test_the_database_keeps_a_translation_with_its_original() -> None:
    original, other = f.published(), f.published()
    german = translated(original)
    withdrawing_alone = Article.objects.filter(pk=original.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        withdrawing_alone.update(live=None)
    forged = (
        {"translation_of": other.pk},
        {"follows": other.live},
        {"language": "en", "slug": "another"},
        {"translation_of": german.pk},
    )
    for columns in forged:
        with pytest.raises(IntegrityError), transaction.atomic():
            Article.objects.filter(pk=german.pk).update(**columns)


def test_a_version_of_a_translation_names_a_publication_of_its_original() -> None:
    german, other = translated(f.published()), f.published()
    newest = Revision.objects.get(article=german)
    for publication in (None, other.live):
        newest.pk, newest.number, newest.translates = None, 9, publication
        with pytest.raises(IntegrityError, match="names a publication"), transaction.atomic():
            newest.save(force_insert=True)


def test_the_draft_of_a_snapshot_is_the_draft_that_was_frozen() -> None:
    article = f.published(f.article(saved=f.draft(questions_to_ask="One?\nTwo?")))
    assert drafts.of_snapshot(json.loads(f.live(article).revision.snapshot)) == drafts.of(article)


def corrected(original: Article) -> Article:
    """The original, withdrawn and then live again with other words."""
    f.withdrawn(original, at=LATER)
    soon = LATER + timedelta(hours=1)
    repaired = f.save(original, emergency_advice="- pain[^smith]", by=f.user("Editors"), at=soon)
    return f.published(repaired, at=soon)


def test_withdrawn_words_do_not_come_back_in_another_language() -> None:
    original = f.published()
    request = f.request(written(begun(original)))
    corrected(original)
    f.approved(request, at=LATER + timedelta(hours=2))
    assert request.state == "failed"
    assert request.failure == "The words that this translates were withdrawn."


def test_words_whose_original_changed_meanwhile_are_not_published() -> None:
    original = f.published()
    request = f.request(written(begun(original)))
    changed(original, emergency_advice="- pain[^smith]")
    f.approved(request, at=LATER)
    assert request.state == "failed"
    assert request.failure == "The original has changed since this was translated."


def test_a_version_of_withdrawn_words_is_not_brought_back() -> None:
    original = f.published()
    german = translated(original)
    corrected(original)
    with pytest.raises(NotReady, match="were withdrawn"):
        restoring.restore(german.pk, 1, change_note="Back.", by=f.user("Editors"), at=LATER)


def test_the_database_refuses_a_translation_of_withdrawn_words() -> None:
    original = f.published()
    german = translated(original)
    live = german.live
    corrected(original)
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=german.pk).update(live=live)


def test_a_translation_that_was_right_all_along_catches_up_with_the_same_words() -> None:
    original = f.published()
    german = translated(original)
    changed(original, emergency_advice="- pain[^smith]")
    editor = f.user("Editors")
    translating.follow(german.pk, by=editor, at=LATER)
    german.refresh_from_db()
    request = f.request(german, by=editor, at=LATER)
    assert request.revision.proposed_class == ChangeClass.MATERIAL
    f.approved(request, at=LATER)
    page = shown(german)
    assert page.translation is not None
    assert (page.translation.number, page.translation.moved_on) == (2, False)


def test_a_stop_reaches_a_translation_that_names_the_medicine_in_its_own_language(
    client: Client,
) -> None:
    medicine = f.treatment("Methotrexate")
    original = f.published(
        f.article(saved=f.draft(body="## First?\n\nMethotrexate calms it.[^smith]"))
    )
    german = translated(original)
    assert "Methotrexat hilft" in client.get(german.get_absolute_url()).content.decode()
    f.alerted(medicine, WithdrawalKind.STOP, at=LATER)
    assert "Methotrexat hilft" not in client.get(german.get_absolute_url()).content.decode()


def test_a_translation_that_nobody_translated_is_not_ready() -> None:
    made = begun(f.published())
    assert readiness.problems(made) == [
        "Short answer: it still has the words of the original.",
        "Body: it still has the words of the original.",
    ]


def test_who_wrote_the_original_signs_no_translation_of_it() -> None:
    author = f.user("Editors")
    author.groups.add(Group.objects.get(name="Reviewers"))
    original = f.published(f.article(by=author))
    request = f.request(written(begun(original)))
    assert author.pk in request.revision.contributions.values_list("user_id", flat=True)
    other = written(begun(f.published(f.article(by=author))))
    with pytest.raises(NotReady, match="wrote part of this answer"):
        f.request(other, reviewers=[f.reviewer(user=author)])
