"""The whole life of an answer that names a medicine: each step at the desk, and what readers see.

Every step that is named in a test goes through a browser. What stood before it is made by the
actions, and days pass on the site's clock. The evidence holds at the end of each.
"""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from playwright.sync_api import Page, expect
from pytest_django import Settings

from articles import drafts
from articles.drafts import Cited
from articles.models import Article, Revision
from reviews.models import Reviewer
from tests import factories as f
from tests.journeys import desk
from tests.journeys.conftest import Clock, Window
from tests.journeys.desk import Seen

pytestmark = pytest.mark.django_db(transaction=True)

DOCTOR, PHARMACIST = "Dr B. Example, MD", "C. Sample, PharmD"
WHOLE, CHANGES = "the whole page", "only the changes"


@pytest.fixture(autouse=True)
def _evidence_holds(settings: Settings, clock: Clock) -> Iterator[None]:
    settings.DEMO = True
    yield
    call_command("verify_audit", stdout=StringIO())
    call_command("verify_article", "--all", stdout=StringIO())


@pytest.fixture
def doctor() -> Reviewer:
    return f.reviewer(name="Dr B. Example")


@pytest.fixture
def pharmacist() -> Reviewer:
    specialty = f.specialty("Pharmacy", pharmacy=True)
    return f.reviewer(name="C. Sample", credentials="PharmD", specialties=[specialty])


@pytest.fixture
def article(clock: Clock) -> Article:
    """Written and not yet submitted; its medicine takes two reviewers."""
    entry = f.entry(f.treatment("Examplol", kind="medicine"))
    return f.article(saved=f.draft(entries=(entry,)), at=clock.now())


@pytest.fixture
def live(article: Article, doctor: Reviewer, pharmacist: Reviewer, clock: Clock) -> Article:
    """Reviewed by both and live since 7 April 2026."""
    asked = f.request(article, reviewers=[doctor, pharmacist], at=clock.now())
    f.approved(asked, at=clock.now(), review_due_on=f.TODAY + timedelta(days=365))
    return Article.objects.get(pk=article.pk)


def editor_of(article: Article) -> User:
    assert article.owner is not None
    return article.owner


def newest(article: Article) -> Revision:
    return article.revisions.latest("number")


def signed(window: Window, reviewer: Reviewer, article: Article, reviewed: str = WHOLE) -> Page:
    """Sit down, open what waits, and sign exactly the newest version."""
    page = window(reviewer.user)
    desk.open_review(page)
    desk.sign(page, reviewer, reviewed=reviewed, sha256=newest(article).sha256)
    return page


def seen(
    version: Revision,
    *,
    words: str = f.SHORT_ANSWER,
    reviewed: str = "7 April 2026",
    updated: str = "",
    by: str = f"{DOCTOR} · {PHARMACIST}",
    due: str = "7 April 2027",
) -> Seen:
    """What a reader is to see of that version."""
    label = "Short answer · Medically reviewed summary (demonstration: the reviewer is fictitious)"
    return Seen(
        dates=f"{label} · Last reviewed {reviewed}"
        + (f" · Last updated {updated}" * bool(updated)),
        words=words,
        byline=f"Reviewed by {by} · Next review due {due} · All about this review",
        sha256=version.sha256,
    )


def test_first_publication_answers_every_objection_and_takes_both_signatures(
    window: Window, article: Article, doctor: Reviewer, pharmacist: Reviewer
) -> None:
    editor, reviewing, reader = window(editor_of(article)), window(doctor.user), window()
    editor.locator("#list-ready .queue-question").click()
    desk.submit(editor, note="First.", ask=[doctor, pharmacist])
    desk.told(editor, "Version 1 is now with C. Sample, Dr B. Example, who are asked to answer")
    assert desk.status(reader, article) == 404

    desk.open_review(reviewing)
    desk.comment_on_words(reviewing, "they try to calm it", "Who tries?")
    reviewing.get_by_role("button", name="Ask for changes").click()
    desk.told(reviewing, "Your reason went back to the editor. Nothing was published.")
    assert desk.status(reader, article) == 404

    editor.goto("/admin/")
    expect(editor.locator("#list-returned")).to_contain_text("“they try to calm it”: Who tries?")
    desk.open_draft(editor, article)
    editor.locator(".editor-comments a").click()
    desk.answer(editor, "Doctors. Now it says so.", press="Reply")
    expect(editor.get_by_role("button", name="Resolve")).to_have_count(0)
    editor.get_by_role("link", name="Open the draft").click()
    desk.rewrite(editor, "they try to calm it", "doctors try to calm it")
    desk.submit(editor, note="First.", ask=[doctor, pharmacist])

    desk.open_review(reviewing)
    gone = reviewing.locator(".comment", has_text="These words are no longer in the text.")
    expect(gone).to_contain_text("Doctors. Now it says so.")
    desk.answer(reviewing, "Thank you.", press="Resolve")
    reviewing.get_by_label("How this version deals with it").fill("It names them.")
    reviewing.get_by_role("button", name="Answer").click()
    expect(reviewing.locator("#discussion")).to_contain_text("No comment is open.")
    desk.sign(reviewing, doctor, reviewed=WHOLE, sha256=newest(article).sha256)
    desk.told(reviewing, "Signed. It waits for another reviewer.")
    assert desk.status(reader, article) == 404

    desk.told(signed(window, pharmacist, article), "It is live.")
    words = f.SHORT_ANSWER.replace("they try", "doctors try")
    assert desk.read(reader, article) == seen(newest(article), words=words)


def test_a_wording_fix_leaves_the_day_of_the_review_and_reconfirming_moves_it(
    window: Window, live: Article, doctor: Reviewer, clock: Clock
) -> None:
    reader = window()
    assert desk.read(reader, live) == seen(newest(live))

    clock.pass_days(30)
    editor = window(editor_of(live))
    desk.open_draft(editor, live)
    desk.rewrite(editor, "plans it together", "makes the plan together")
    desk.submit(editor, note="Easier words.", ask=[doctor], change_class="Wording only")
    desk.told(signed(window, doctor, live, CHANGES), "It is live.")
    words = f.SHORT_ANSWER.replace("plans it", "makes the plan")
    fixed = seen(newest(live), words=words, updated="7 May 2026")
    assert desk.read(reader, live) == fixed

    clock.pass_days(30)
    editor = window(editor_of(live))
    desk.open_draft(editor, live)
    editor.get_by_role("link", name="Ask to reconfirm").click()
    editor.get_by_label(doctor.name).check()
    editor.get_by_role("button", name="Ask to reconfirm").click()
    desk.told(editor, "Version 2 is now with Dr B. Example")
    assert desk.read(reader, live) == fixed
    desk.told(signed(window, doctor, live), "It is live.")
    assert newest(live).number == 2
    assert desk.read(reader, live) == seen(
        newest(live), words=words, reviewed="6 June 2026", by=DOCTOR, due="6 June 2027"
    )


def test_an_earlier_version_comes_back_through_a_review_of_its_own(
    window: Window, live: Article, doctor: Reviewer, pharmacist: Reviewer, clock: Clock
) -> None:
    reader, first = window(), newest(live)
    newer = f.SHORT_ANSWER.replace("Nothing yet cures", "Two treatments now cure")
    f.published(f.save(live, short_answer=newer, at=clock.now()), by=doctor, at=clock.now())
    assert desk.read(reader, live).words == newer

    clock.pass_days(1)
    editor = window(editor_of(live))
    desk.open_draft(editor, live)
    editor.get_by_role("link", name="Evidence").click()
    editor.get_by_role("link", name="Bring back version 1…").click()
    desk.fill_in_release(editor, note="It cures nobody.", ask=[doctor])
    desk.told(editor, "Version 3 is now with Dr B. Example")
    assert desk.read(reader, live).words == newer

    desk.told(signed(window, doctor, live), "It is live.")
    assert newest(live).sha256 == first.sha256
    assert desk.read(reader, live) == seen(
        first, reviewed="8 April 2026", by=DOCTOR, due="8 April 2027"
    )
    reader.get_by_role("link", name="Version history").click()
    expect(reader.locator("#version-3")).to_have_text(
        "Version 3 · Earlier version brought back · 8 April 2026"
    )
    expect(reader.locator("section", has=reader.locator("#version-3"))).to_contain_text(
        "It cures nobody."
    )


def test_what_is_due_on_a_day_fails_in_sight_when_a_source_was_retracted(
    window: Window, live: Article, doctor: Reviewer, clock: Clock
) -> None:
    reader, before = window(), seen(newest(live))
    study = f.source(title="A study")
    f.save(
        live,
        body=f"{live.body}\n\nIt helps.[^study]",
        citations=(*drafts.of(live).citations, Cited("study", study.pk)),
        at=clock.now(),
    )
    editor = window(editor_of(live))
    desk.open_draft(editor, live)
    desk.submit(editor, note="A study.", ask=[doctor], on=f.TODAY + timedelta(days=7))
    desk.told(editor, "Once approved it is published on 14 April 2026.")
    desk.told(signed(window, doctor, live), "Signed. It is published on 14 April 2026.")
    editor.goto(f"/admin/articles/source/{study.pk}/change/")
    editor.get_by_label("Standing:").select_option("retracted")
    editor.get_by_role("button", name="Save", exact=True).click()
    assert desk.read(reader, live) == before

    clock.pass_days(7)
    with pytest.raises(CommandError, match=r"The source “A study” is retracted\."):
        call_command("publish_scheduled", stdout=StringIO())
    assert desk.read(reader, live) == before
    publisher = window(f.user("Publishers"))
    failed = publisher.locator("#list-failed")
    expect(failed.locator(".failure")).to_have_text("The source “A study” is retracted.")
    failed.get_by_role("link", name="Publish…").click()
    publisher.get_by_role("button", name="Publish").click()
    desk.told(publisher, "publishing failed: The source “A study” is retracted.")
    assert desk.read(reader, live) == before


def test_one_person_withdraws_it_at_once_and_a_reviewed_repair_brings_it_back(
    window: Window, live: Article, doctor: Reviewer, pharmacist: Reviewer, clock: Clock
) -> None:
    reader, editor = window(), window(editor_of(live))
    desk.open_draft(editor, live)
    editor.get_by_role("link", name="Withdraw…").click()
    desk.withdraw(editor, reason="A dose was wrong.", notice="We check it.", password="a guess")
    expect(editor.get_by_role("alert")).to_contain_text("Nothing was done yet.")
    assert desk.read(reader, live) == seen(newest(live))
    desk.withdraw(editor, reason="A dose was wrong.", notice="We check it.", password=f.PASSWORD)
    desk.told(editor, "It is withdrawn: readers see your notice instead.")
    assert desk.status(reader, live) == 410
    expect(reader.locator(".notice-stop")).to_contain_text("We check it.")
    expect(reader.locator(".notice-stop")).to_contain_text("Withdrawn on 7 April 2026")
    assert f.SHORT_ANSWER not in reader.content()

    clock.pass_days(1)
    editor = window(editor_of(live))
    editor.locator("#list-withdrawn .queue-question").click()
    desk.rewrite(editor, "plans it together", "plans it with them")
    desk.submit(editor, note="The dose is right now.", ask=[doctor, pharmacist])
    desk.told(signed(window, doctor, live), "Signed. It waits for another reviewer.")
    assert desk.status(reader, live) == 410
    desk.told(signed(window, pharmacist, live), "It is live.")
    words = f.SHORT_ANSWER.replace("plans it together", "plans it with them")
    assert desk.read(reader, live) == seen(
        newest(live), words=words, reviewed="8 April 2026", due="8 April 2027"
    )
