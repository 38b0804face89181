"""The editor's screen: who may open it, and what saving does."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from articles import drafts
from articles.actions import drafting
from articles.drafts import Cited, Entry, Member
from articles.models import Article, AuditEvent, DraftEdit
from tests import factories as f
from tests.reviews.desk.editors import EDITING, ROLES, address, article, signed_in, typed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("screen", ["change", "submit", "reconfirm", "page"])
@pytest.mark.parametrize("role", ROLES)
def test_only_who_may_edit_opens_the_screens(role: str, screen: str) -> None:
    written = article()
    client = signed_in(f.user(role))
    expected = 200 if role in EDITING else (403 if role else 302)
    assert client.get(address(written, screen)).status_code == expected


@pytest.mark.parametrize("screen", ["change", "submit", "reconfirm", "page"])
def test_outsider_is_sent_to_sign_in(screen: str, client: Client) -> None:
    response = client.get(address(article(), screen))
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("screen", ["change", "submit", "reconfirm", "page"])
def test_screens_are_closed_outside_a_demonstration(screen: str, settings: Settings) -> None:
    client = signed_in(f.user("Editors"))
    settings.DEMO = False
    assert client.get(address(article(), screen)).status_code == 302


@pytest.mark.parametrize("role", ROLES)
def test_only_who_may_edit_saves(role: str) -> None:
    written = article()
    signed_in(f.user(role)).post(address(written), typed(written, question="Is it new?"))
    written.refresh_from_db()
    assert (written.question == "Is it new?") == (role in EDITING)


def test_role_taken_away_counts_at_once() -> None:
    written, editor = article(), f.user("Editors")
    client = signed_in(editor)
    assert client.get(address(written)).status_code == 200
    editor.groups.clear()
    assert client.post(address(written), typed(written)).status_code == 403


def test_saving_needs_the_csrf_token() -> None:
    written = article()
    client = signed_in(f.user("Editors"), strict=True)
    data = typed(written, question="Is it new?")
    assert client.post(address(written), data).status_code == 403
    page = client.get(address(written)).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    client.post(address(written), {**data, "csrfmiddlewaretoken": token[1]})
    written.refresh_from_db()
    assert written.question == "Is it new?"


def test_whole_draft_is_saved_as_typed() -> None:
    written, editor = article(), f.user("Editors")
    before = drafts.of(written)
    first, second, third = f.treatment(), f.source(), f.source()
    data = typed(
        written,
        short_answer="New short answer.\r\nIn two lines.",
        **{
            "treatments-TOTAL_FORMS": "2",
            "treatments-0-ORDER": "2",
            "treatments-1-ORDER": "1",
            "treatments-1-treatment": first.name,
            "treatments-1-as_of": "2026-01-31",
            "treatments-1-evidence": "low",
            "team-1-specialty": "Surgeon",
            "team-1-purpose": "for the shape",
            "sources-0-source": str(second),
            "sources-1-key": "jones",
            "sources-1-source": str(third),
            "sources-1-locator": "p. 4",
        },
    )
    response = signed_in(editor).post(address(written), data)
    assert (response.status_code, response["Location"]) == (302, address(written))
    assert drafts.of(Article.objects.get(pk=written.pk)) == replace(
        before,
        short_answer="New short answer.\nIn two lines.",
        entries=(
            Entry(first.pk, as_of=date(2026, 1, 31), evidence="low"),
            before.entries[0],
        ),
        team=(*before.team, Member("Surgeon", "for the shape")),
        citations=(Cited("smith", second.pk), Cited("jones", third.pk, "p. 4")),
    )
    assert DraftEdit.objects.get(article=written, version=2).editor == editor


def test_saving_changes_nothing_for_readers() -> None:
    live = f.published(at=timezone.now())
    words = live.live.revision.snapshot if live.live else ""
    data = typed(live, question="Is it new?")
    signed_in(f.user("Editors")).post(address(live), data)
    again = Article.objects.get(pk=live.pk)
    assert again.question == "Is it new?"
    assert again.live
    assert again.live.revision.snapshot == words
    assert again.revisions.count() == 1


def test_row_is_removed_by_its_box_or_by_emptying_it() -> None:
    written = article(team=(Member("Surgeon", "for the shape"), Member("Neurologist", "for fits")))
    emptied = {"team-0-specialty": "", "team-0-purpose": "", "team-1-DELETE": "on"}
    signed_in(f.user("Editors")).post(address(written), typed(written, **emptied))
    assert drafts.of(Article.objects.get(pk=written.pk)).team == ()


def test_unchanged_draft_is_not_saved_again() -> None:
    written = article()
    response = signed_in(f.user("Editors")).post(address(written), typed(written), follow=True)
    assert "Nothing changed, so nothing was saved." in response.content.decode()
    assert DraftEdit.objects.filter(article=written).count() == 1


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"question": ""}, "This field is required."),
        ({"body": "x" * 60_001}, "at most 60000 characters"),
        ({"question": "a\x00b"}, "Null characters are not allowed."),
        ({"treatments-0-treatment": "999999"}, "“999999” is not in the catalogue."),
        ({"treatments-0-evidence": "certain"}, "Select a valid choice."),
        ({"sources-0-key": "no spaces"}, "Begin with a letter or digit"),
        ({"sources-0-source": "<1 OR 1=1>"}, "“&lt;1 OR 1=1&gt;” is not in the catalogue."),
        ({"team-1-specialty": "Neurologist", "team-1-purpose": "twice"}, "listed twice"),
        ({"sources-TOTAL_FORMS": "many"}, "ManagementForm data is missing"),
    ],
)
def test_what_cannot_be_saved_stays_in_the_form(changed: dict[str, str], message: str) -> None:
    written = article()
    data = typed(written, **{"short_answer": "Typed with care.", **changed})
    response = signed_in(f.user("Editors")).post(address(written), data)
    page = response.content.decode()
    assert response.status_code == 200
    assert message in page
    assert "Typed with care." in page
    assert Article.objects.get(pk=written.pk).draft_version == 1


def test_failing_database_keeps_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*args: object, **kwargs: object) -> None:
        raise OperationalError("database is locked")

    written = article()
    monkeypatch.setattr(drafting, "save_draft", locked)
    data = typed(written, short_answer="Typed with care.")
    page = signed_in(f.user("Editors")).post(address(written), data).content.decode()
    assert "The database could not store this, so nothing was saved." in page
    assert "Typed with care." in page


@pytest.mark.parametrize("version", ["", "-1", "one", "²", "9" * 40])
def test_senseless_version_is_a_bad_request(version: str) -> None:
    written = article()
    data = typed(written, draft_version=version)
    assert signed_in(f.user("Editors")).post(address(written), data).status_code == 400


@pytest.mark.parametrize("key", ["999999", "x", "9" * 40])
def test_unknown_answer_is_not_found(key: str) -> None:
    client = signed_in(f.user("Editors"))
    assert client.get(f"/admin/articles/article/{key}/change/").status_code == 404


def test_status_names_what_is_live_changed_and_missing() -> None:
    live = f.published(at=timezone.now())
    client = signed_in(f.user("Editors"))
    client.post(address(live), typed(live, short_answer="Short.[^nobody]", body="x[^gone]"))
    page = " ".join(client.get(address(live)).content.decode().split())
    assert "version 1 (for readers 1), reviewed" in page
    assert "2 changes since version 1 (Short answer, Body)" in page
    assert "Short answer: it has 15 characters; write between 240 and 600." in page
    assert "Body, line 1: citation [^gone] is not in the sources." in page


def test_status_names_who_has_the_version_in_review() -> None:
    request = f.request(article(), at=timezone.now())
    page = signed_in(f.user("Editors")).get(address(request.article)).content.decode()
    assert f"waiting for {request.reviewers.get().name} since" in " ".join(page.split())
    assert f'<a href="{request.get_absolute_url()}">version 1: In review</a>' in page


@pytest.mark.parametrize("rows", [1, 3])
def test_screen_needs_as_many_queries_for_one_row_as_for_three(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    written = article(
        entries=tuple(f.entry() for _ in range(rows)),
        citations=tuple(Cited(key, f.source().pk) for key in ("smith", "jones", "brown")[:rows]),
    )
    client = signed_in(f.user("Editors"))
    client.get(address(written))
    with django_assert_num_queries(21):
        client.get(address(written))


@pytest.mark.parametrize("rows", [1, 3])
def test_list_needs_as_many_queries_for_one_answer_as_for_three(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        f.request(article(), at=timezone.now())
    client = signed_in(f.user("Editors"))
    with django_assert_num_queries(7):
        page = client.get("/admin/articles/article/").content.decode()
    assert page.count("In review</td>") == rows


@pytest.mark.parametrize("role", ROLES)
def test_list_and_start_are_for_who_may_edit(role: str) -> None:
    client = signed_in(f.user(role))
    expected = 200 if role in EDITING else (403 if role else 302)
    assert client.get("/admin/articles/article/").status_code == expected
    assert client.get("/admin/articles/article/add/").status_code == expected


def test_list_finds_and_filters() -> None:
    live, waiting = f.published(at=timezone.now()), f.request(article(), at=timezone.now())
    client = signed_in(f.user("Editors"))

    def found(query: str) -> list[Article]:
        return list(client.get(f"/admin/articles/article/?{query}").context["cl"].queryset)

    assert found("public=live") == [live]
    assert found("public=never") == [waiting.article]
    assert found("public=withdrawn") == []
    assert found("review=in_review") == [waiting.article]
    assert found(f"q={live.condition.name}") == [live]
    assert len(found("kind__exact=treatment")) == 2


def test_new_answer_is_started_and_leads_to_its_draft() -> None:
    editor, condition = f.user("Editors"), f.condition()
    data = {"condition": condition.name, "kind": "outlook", "question": "What next?"}
    data |= {"slug": "next", "language": "en"}
    response = signed_in(editor).post("/admin/articles/article/add/", data)
    started = Article.objects.get(condition=condition)
    assert response["Location"] == address(started)
    assert (started.question, started.slug, started.draft_version) == ("What next?", "next", 0)
    event = AuditEvent.objects.get(object=f"article:{started.pk}")
    assert (event.verb, event.actor) == ("started", editor)
    page = signed_in(editor).get(address(started)).content.decode()
    assert "Short answer: it is empty." in page


@pytest.mark.parametrize(
    ("kind", "slug"), [("outlook", "taken"), ("overview", "another"), ("outlook", "history")]
)
def test_new_answer_takes_no_address_and_no_overview_twice(kind: str, slug: str) -> None:
    condition = f.condition()
    Article.objects.create(condition=condition, kind="overview", question="What?", slug="taken")
    data = {"condition": condition.name, "kind": kind, "question": "What next?", "slug": slug}
    data |= {"language": "en"}
    response = signed_in(f.user("Editors")).post("/admin/articles/article/add/", data)
    assert response.status_code == 200
    assert response.context["errors"]
    assert Article.objects.count() == 1


def test_nobody_deletes_an_answer_in_the_admin() -> None:
    written = article()
    client = signed_in(f.user(superuser=True))
    assert client.get(address(written, "delete")).status_code == 403
    assert client.post(address(written, "delete"), {"post": "yes"}).status_code == 403
    data = {"action": "delete_selected", "_selected_action": [written.pk], "post": "yes"}
    client.post("/admin/articles/article/", data)
    assert Article.objects.filter(pk=written.pk).exists()


def test_live_answer_links_to_its_versions_and_to_its_withdrawal() -> None:
    live = f.published(at=timezone.now())
    client = signed_in(f.user("Editors"))
    page = client.get(address(live)).content.decode()
    for label in ("History and evidence", "Withdraw…", "Live page", "Preview the whole page"):
        link = re.search(rf'<a href="([^"]+)"[^>]*>{label}</a>', page)
        assert link
        assert client.get(link[1]).status_code == 200
