"""The record of an answer: everything in order of time, on one page and in one file."""

import hashlib
import json
from datetime import timedelta
from typing import Any

import html5lib
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django import DjangoAssertNumQueries, Settings
from pytest_django.live_server_helper import LiveServer

from articles.guards import install
from articles.models import Article, AuditEvent, Revision
from reviews.actions import deciding, requesting
from reviews.models import Reviewer, ReviewRecord
from tests import factories as f
from tests import looks
from tests import voices as v
from tests.reviews.desk.helpers import as_role, signed_in

pytestmark = pytest.mark.django_db
SCREENS = ("", "_json")


def address(article_id: int, screen: str = "") -> str:
    return reverse(f"admin:articles_article_evidence{screen}", args=[article_id])


def lived() -> tuple[Article, Reviewer]:
    """An answer that was objected to, published and withdrawn; and its reviewer."""
    at = timezone.now() - timedelta(days=3)
    reviewer = f.reviewer()
    article = f.article(at=at)
    request = f.request(article, reviewers=[reviewer], at=at + timedelta(minutes=1))
    deciding.request_changes(
        request.pk,
        reviewer=reviewer,
        decision=f.decision(comment="Say <b>how long</b>."),
        at=at + timedelta(minutes=2),
    )
    article = f.save(article, body="Longer.[^smith]", at=at + timedelta(minutes=3))
    article = f.published(article, at=at + timedelta(minutes=4), by=reviewer)
    f.withdrawn(article, at=at + timedelta(minutes=5))
    return article, reviewer


def exported(client: Client, article: Article) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(client.get(address(article.pk, "_json")).content)
    return data


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("outsider", 302),
        ("staff", 403),
        ("Reviewers", 403),
        ("Editors", 200),
        ("Publishers", 200),
        ("Administrators", 200),
        ("superuser", 200),
    ],
)
def test_the_record_is_open_to_who_may_edit(role: str, status: int, screen: str) -> None:
    article = f.published()
    response = as_role(role).get(address(article.pk, screen))
    assert response.status_code == status
    if status != 200:
        assert f.live(article).revision.sha256 not in response.content.decode()


@pytest.mark.parametrize("screen", SCREENS)
def test_a_reviewer_sees_the_record_of_what_they_were_asked_and_of_nothing_else(
    screen: str,
) -> None:
    reviewer = f.reviewer()
    asked, other = f.published(by=reviewer), f.published(by=f.reviewer())
    f.specialty().conditions.clear()
    client = signed_in(reviewer.user)
    assert client.get(address(asked.pk, screen)).status_code == 200
    assert client.get(address(other.pk, screen)).status_code == 403
    assert client.get(address(999_999, screen)).status_code == 403
    deactivated(reviewer.user)
    assert client.get(address(asked.pk, screen)).status_code == 302


@pytest.mark.parametrize("screen", SCREENS)
def test_there_is_no_record_of_no_answer_and_nothing_is_posted(screen: str) -> None:
    client = as_role("Editors")
    assert client.get(address(999_999, screen)).status_code == 404
    assert client.post(address(f.article().pk, screen)).status_code == 405


@pytest.mark.parametrize("screen", SCREENS)
def test_the_record_is_kept_nowhere(screen: str) -> None:
    response = as_role("Editors").get(address(f.article().pk, screen))
    kept = response.headers["Cache-Control"]
    assert "no-store" in kept
    assert "private" in kept
    assert "public" not in kept


def test_the_page_tells_everything_in_order_of_time() -> None:
    article, reviewer = lived()
    html = as_role("Editors").get(address(article.pk)).content.decode()
    tree = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    headings = ["".join(heading.itertext()) for heading in tree.iter("h3")]
    told = [heading for heading in headings if not heading.startswith("Audit event")]
    assert told == [
        "Draft saved, edit 1",
        "Version 1 submitted",
        "Review of version 1 asked for",
        f"{reviewer.name} asked to review version 1",
        "Changes requested: version 1",
        "Draft saved, edit 2",
        "Version 2 submitted",
        "Review of version 2 asked for",
        f"{reviewer.name} asked to review version 2",
        "Objection answered for version 2",
        "Approved: version 2",
        "Published: version 2",
        "Withdrawn",
    ]
    events = [heading for heading in headings if heading.startswith("Audit event")]
    assert events == [
        f"Audit event {event.pk}: {event.verb} {event.object}"
        for event in AuditEvent.objects.order_by("pk")
    ]
    assert headings.index(events[1]) == headings.index("Draft saved, edit 1") + len(events[:2])
    text = " ".join(tree.itertext())
    for record in ReviewRecord.objects.all():
        assert record.statement in text
        assert record.statement_sha256 in text
    for words in ("Say <b>how long</b>.", "A dose was wrong.", "What changed.", reviewer.name):
        assert words in text
    assert "all hold" in text


def test_every_hash_can_be_recomputed_from_the_file_alone() -> None:
    article, _ = lived()
    client = as_role("Editors")
    response = client.get(address(article.pk, "_json"))
    name = f"evidence-{article.condition.slug}-{article.slug}.json"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    data = exported(client, article)
    assert (data["schema"], data["demonstration"], data["faults"]) == (1, True, [])
    counts = {key: len(value) for key, value in data.items() if isinstance(value, list)}
    assert counts == {
        "faults": 0,
        "edits": 2,
        "revisions": 2,
        "errata": 0,
        "requests": 2,
        "assignments": 2,
        "reschedulings": 0,
        "preview_links": 0,
        "comments": 1,
        "decisions": 2,
        "publications": 1,
        "withdrawals": 1,
        "treatment_alerts": 0,
        "audit_events": AuditEvent.objects.count(),
    }
    for revision in data["revisions"]:
        assert sha256(revision["snapshot"]) == revision["sha256"]
    for decision in data["decisions"]:
        assert sha256(decision["statement"]) == decision["statement_sha256"]
    for event in data["audit_events"]:
        fields = {"actor": event["actor_id"]} | {
            key: event[key] for key in ("actor_name", "verb", "object", "detail", "at")
        }
        fields["previous_hash"] = event["previous_hash"]
        text = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        assert sha256(text) == event["hash"]


def test_the_record_of_another_answer_is_not_in_it() -> None:
    article, _ = lived()
    other = f.published()
    data = exported(as_role("Editors"), article)
    text = json.dumps(data)
    assert f.live(other).revision.sha256 not in text
    assert f"publication:{f.live(other).pk}" not in text


def test_the_record_says_what_does_not_hold() -> None:
    article = f.published()
    words = f.live(article).revision
    connection.check_constraints()
    install.lift(connection)
    Revision.objects.update(snapshot=words.snapshot.replace("calm", "cure"))
    install.install(connection)
    version = f"{article.condition.slug}/{article.slug}, version 1"
    fault = f"{version}: changed: its words do not give its hash"
    event = AuditEvent.objects.get(verb="submitted", object=f"revision:{words.pk}")
    sealed = f"{version}: changed: it is not the row that audit event {event.pk} tells of"
    client = as_role("Editors")
    html = client.get(address(article.pk)).content.decode()
    assert "This evidence does not hold" in html
    assert fault in html
    assert sealed in html
    assert "all hold" not in html
    assert exported(client, article)["faults"] == [fault, sealed]


def test_the_editor_leads_to_the_record() -> None:
    article = f.article()
    html = as_role("Editors").get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    assert f'<a href="{address(article.pk)}">History and evidence</a>' in html
    assert "/admin/articles/revision/" not in html


def test_a_version_is_named_by_the_number_of_the_desk_and_by_that_of_readers() -> None:
    article = f.article(at=timezone.now())
    reviewer = f.reviewer()
    first = f.request(article, reviewers=[reviewer], at=timezone.now())
    requesting.cancel(first.pk, reason="No.", by=f.user("Editors"), at=timezone.now())
    article = f.published(article, by=reviewer, at=timezone.now())
    client = as_role("Editors")
    html = client.get(address(article.pk)).content.decode()
    assert "Version 2, for readers 1 (live)" in html
    screen = client.get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    assert "version 2 (for readers 1), reviewed" in screen
    reported = v.reported(article, "A dose is wrong.", at=timezone.now())
    html = client.get(f"/admin/from-readers/feedback/{reported.pk}/").content.decode()
    assert "about version 2 (for readers 1)" in html


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("count", [1, 3])
def test_the_record_takes_as_many_queries_for_three_versions_as_for_one(
    django_assert_num_queries: DjangoAssertNumQueries, count: int, screen: str
) -> None:
    at = timezone.now() - timedelta(days=9)
    article = f.published(at=at)
    for day in range(1, count):
        later = at + timedelta(days=day)
        changed = f.save(article, body=f"Day {day}.[^smith]", at=later)
        article = f.published(changed, at=later)
    client = as_role("Editors")
    client.get(address(article.pk, screen))
    with django_assert_num_queries(59):
        assert client.get(address(article.pk, screen)).status_code == 200


@pytest.mark.looks
@pytest.mark.django_db(transaction=True)
def test_the_record_is_accessible_narrow_and_prints_plainly(
    page: Page, live_server: LiveServer, settings: Settings
) -> None:
    article, _ = lived()
    client = as_role("Editors")
    name = settings.SESSION_COOKIE_NAME
    session = client.cookies[name].value
    page.context.add_cookies([{"name": name, "value": session, "url": live_server.url}])
    page.goto(address(article.pk))
    assert looks.faults(page) == []
    links = page.get_by_role("link", name="Download as JSON")
    assert links.is_visible()
    page.emulate_media(media="print")
    assert not links.is_visible()
    assert not page.locator("#header").is_visible()
    assert page.locator(".statement").first.is_visible()


def deactivated(user: User) -> None:
    user.is_active = False
    user.save()


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
