"""Behind "See all" of each list of the front page stands exactly what the front page counted."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from articles.models import Article
from reviews import frontpage
from reviews.actions import deciding
from reviews.desk.filters import Choice
from reviews.enums import AfterApproval, State
from reviews.frontpage import drafts
from reviews.frontpage.values import WorkList
from reviews.models import Reviewer, ReviewRequest
from tests import factories as f
from tests import publishing, voices
from tests.benchmarks import live_answers, long_queue
from tests.reviews.desk.helpers import as_role, signed_in

pytestmark = pytest.mark.django_db

QUEUE, ANSWERS = "/admin/reviews/reviewrequest/", "/admin/articles/article/"
REVIEWERS, ACCOUNTS = "/admin/reviews/reviewer/", "/admin/auth/user/"
OF_REVIEWERS = {"asked", "open", "signed"}
OF_EDITORS = {
    *("returned", "waiting", "flagged", "due", "withdrawn", "ready", "drafts", "readers"),
    "urgent",
}
OF_PUBLISHERS = {*OF_EDITORS, "failed", "held", "scheduled", "ending"}


def fill(editor: User, reviewer: Reviewer, many: int = 1) -> None:
    """So many things in every list, for an editor and a reviewer."""
    for _number in range(many):
        at = timezone.now() - timedelta(hours=1)
        today = timezone.localdate()

        def written(**fields: Any) -> Article:
            return f.article(by=editor, at=at, **fields)  # noqa: B023 - called in this turn

        for asked in ([reviewer], []):
            f.request(written(), reviewers=asked, by=editor, at=at)
        back = f.request(written(), reviewers=[reviewer], by=editor, at=at)
        refusal = f.decision(comment="Say how long.")
        deciding.request_changes(back.pk, reviewer=reviewer, decision=refusal, at=at)
        for state in (State.HELD, State.FAILED):
            held = f.request(written(), after_approval=AfterApproval.HOLD, by=editor, at=at)
            f.approved(held, at=at)
            ReviewRequest.objects.filter(pk=held.pk).update(state=state)
        publishing.scheduled(written(), on=today + timedelta(days=7), at=at)
        f.published(written(), by=reviewer, at=at, review_due_on=today + timedelta(days=30))
        f.withdrawn(f.published(written(), at=at), at=timezone.now())
        lost = f.reviewer(valid_until=today + timedelta(days=5))
        told = f.published(written(), by=lost, at=at)
        Reviewer.objects.filter(pk=lost.pk).update(suspended=True)
        f.reviewer(valid_until=today + timedelta(days=5))
        new = f.reviewer()
        Reviewer.objects.filter(pk=new.pk).update(verified_by=None, valid_until=None)
        written()
        written(saved=f.draft(short_answer=""))
        voices.shared(told, at=at)
        voices.shared(told, voices.story(text=voices.DANGER), at=at)


def work(client: Client) -> list[WorkList]:
    return list(client.get("/admin/").context["work"])


def behind(client: Client, address: str) -> int:
    """How many rows the page at that address has, over all its pages."""
    found = client.get(address)
    assert (address, found.status_code) == (address, 200)
    context = found.context
    return int(context["cl"].result_count if "cl" in context else context["shown"].paginator.count)


@pytest.mark.parametrize("role", ["Reviewers", "Editors", "Publishers", "Administrators"])
def test_each_list_leads_to_as_many_rows_as_the_front_page_says(
    role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "LATEST", 3)
    reviewer = f.reviewer()
    user = reviewer.user if role == "Reviewers" else f.user(role)
    fill(user if role != "Reviewers" else f.user("Editors"), reviewer, many=2)
    client = signed_in(user)
    lists = work(client)
    assert {found.key for found in lists} == {
        "Reviewers": OF_REVIEWERS,
        "Editors": OF_EDITORS,
        "Publishers": OF_PUBLISHERS,
        "Administrators": {*OF_PUBLISHERS, "unverified"},
    }[role]
    page = client.get("/admin/").content.decode()
    for found in lists:
        assert (found.key, behind(client, found.of.url)) == (found.key, found.total)
        words = f"See all {found.total}" if found.total > 1 else "See the list"
        assert f'<a href="{found.of.url}">{words}<' in page


def test_staff_without_a_second_factor_are_listed_outside_a_demonstration(
    settings: Settings,
) -> None:
    client = as_role("Administrators")
    assert client.get(f"{ACCOUNTS}?list=factors")["Location"] == f"{ACCOUNTS}?e=1"
    settings.DEMO = False
    administrator = f.user("Administrators")
    (found,) = (x for x in frontpage.lists(administrator, on=f.TODAY) if x.key == "factors")
    assert found.of.url == f"{ACCOUNTS}?list=factors"
    assert found.of.find().count() == found.total == User.objects.filter(is_staff=True).count()


def filters(client: Client, address: str) -> list[str]:
    """The words in the addresses of the filters that the page offers."""
    specs = client.get(address).context["cl"].filter_specs
    return [str(spec.parameter_name) for spec in specs if isinstance(spec, Choice)]


def test_a_filter_or_a_list_of_another_role_is_not_there() -> None:
    reviewer, editor, publisher = (as_role(x) for x in ("Reviewers", "Editors", "Publishers"))
    assert filters(reviewer, QUEUE) == ["list", "state", "due"]
    assert filters(editor, QUEUE) == ["list", "state", "due", "owner"]
    assert filters(publisher, REVIEWERS) == ["list", "verification"]
    assert filters(editor, REVIEWERS) == ["verification"]
    for client, address, wrong in (
        (reviewer, QUEUE, "owner=mine"),
        (reviewer, QUEUE, "list=held"),
        (editor, QUEUE, "list=held"),
        (editor, QUEUE, "list=asked"),
        (publisher, QUEUE, "list=asked"),
        (editor, REVIEWERS, "list=ending"),
        (publisher, REVIEWERS, "list=unverified"),
        (editor, QUEUE, "state=nonsense"),
        (editor, ANSWERS, "list=held"),
        (editor, ANSWERS, "freshness=stale"),
    ):
        answer = client.get(f"{address}?{wrong}")
        assert (wrong, answer.status_code, answer["Location"]) == (wrong, 302, f"{address}?e=1")
        assert f'href="?{wrong}"' not in client.get(address).content.decode()
    assert reviewer.get(f"{ANSWERS}?list=due").status_code == 403
    answer = editor.get("/admin/from-readers/?list=nonsense")
    assert answer["Location"] == "/admin/from-readers/"


def listed(client: Client, **chosen: str) -> list[int]:
    return [row.pk for row in client.get(QUEUE, chosen).context["rows"]]


def test_requests_are_narrowed_by_state_by_date_and_by_whose_they_are() -> None:
    editor, reviewer = f.user("Editors"), f.reviewer()
    now = timezone.now()
    late, soon, later = (
        f.request(f.article(by=by, at=at), reviewers=[reviewer], by=by, at=at)
        for by, at in (
            (editor, now - timedelta(days=20)),
            (f.user("Editors"), now - timedelta(days=10)),
            (f.user("Editors"), now),
        )
    )
    held = f.approved(
        f.request(f.article(at=now), after_approval=AfterApproval.HOLD, at=now), at=now
    )
    gone = f.approved(f.request(f.article(at=now), at=now), at=now)
    client = signed_in(editor)
    assert listed(client) == [late.pk, soon.pk, later.pk, held.pk]
    assert listed(client, state="in_review") == [late.pk, soon.pk, later.pk]
    assert listed(client, state="held") == [held.pk]
    assert listed(client, state="published") == listed(client, state="closed") == [gone.pk]
    assert listed(client, due="overdue") == [late.pk]
    assert listed(client, due="soon") == [late.pk, soon.pk]
    assert listed(client, owner="mine") == listed(client, owner="mine", due="overdue") == [late.pk]
    assert listed(client, list="waiting", due="soon") == [late.pk, soon.pk]
    User.objects.filter(pk=editor.pk).update(is_active=False)
    assert listed(as_role("Editors"), owner="nobody") == [late.pk]


def test_answers_are_narrowed_by_how_fresh_they_are() -> None:
    today = timezone.localdate()
    expected = {}
    for freshness, days in (("current", 61), ("due_soon", 60), ("overdue", -60), ("lapsed", -61)):
        at = timezone.now() - timedelta(days=120)
        made = f.published(f.article(at=at), at=at, review_due_on=today + timedelta(days=days))
        expected[freshness] = [made.pk]
    client = as_role("Editors")
    found = {
        word: [row.pk for row in client.get(ANSWERS, {"freshness": word}).context["cl"].result_list]
        for word in expected
    }
    assert found == expected


def test_reviewers_are_narrowed_by_the_end_of_their_verification() -> None:
    today, client = timezone.localdate(), as_role("Administrators")
    expected = {}
    for word, days in (("ended", -1), ("ending", 0), ("later", 61)):
        expected[word] = [f.reviewer(valid_until=today + timedelta(days=days)).pk]
    new = f.reviewer()
    Reviewer.objects.filter(pk=new.pk).update(verified_by=None, valid_until=None)
    expected |= {"missing": [new.pk]}
    del expected["later"]
    found = {
        word: [
            row.pk for row in client.get(REVIEWERS, {"verification": word}).context["cl"].queryset
        ]
        for word in expected
    }
    assert found == expected


def test_the_state_says_what_stands_there_while_none_is_chosen() -> None:
    client = as_role("Editors")

    def chosen(address: str) -> list[str]:
        specs = client.get(address).context["cl"]
        return [
            str(choice["display"])
            for spec in specs.filter_specs
            for choice in spec.choices(specs)
            if choice["selected"]
        ]

    assert chosen(QUEUE) == ["All", "Open", "All", "All"]
    assert chosen(f"{QUEUE}?list=returned") == ["Changes requested", "All", "All", "All"]


def test_a_page_is_called_after_its_list_and_counts_by_filter_where_asked() -> None:
    client = as_role("Administrators")
    for address, title in (
        (QUEUE, "Review requests"),
        (f"{QUEUE}?list=held", "Review requests: Approved and held"),
        (f"{ANSWERS}?list=due&_facets=True", "Answers: Due for review"),
        (f"{REVIEWERS}?list=ending&_facets=True", "Reviewers: Verifications that end"),
        (f"{ACCOUNTS}?_facets=True", "Users"),
    ):
        assert f"<h1>{title}</h1>" in client.get(address).content.decode()


def test_a_signed_answer_says_in_the_queue_when_its_review_is_due() -> None:
    at, reviewer = timezone.now(), f.reviewer()
    day = timezone.localdate() + timedelta(days=30)
    f.published(f.article(at=at), by=reviewer, at=at, review_due_on=day)
    shown = signed_in(reviewer.user).get(f"{QUEUE}?list=signed").content.decode()
    said = re.search(r"Its answer is due for review on ([^<.]+)", shown)
    assert (said and said[1], "Waiting since" in shown) == (f"{day.day} {day:%b %Y}", False)


def _queries(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def test_the_pages_of_lists_take_as_many_queries_for_300_rows_as_for_one() -> None:
    reviewer, manager = f.reviewer(), f.user("Administrators")
    clients = signed_in(reviewer.user), signed_in(manager)
    # Since when a source is retracted is looked up where there is one.
    f.source(retraction="retracted")
    counts: list[dict[str, int]] = []
    for more in (1, 2, 297):
        if more < 10:
            fill(manager, reviewer, many=more)
        else:
            long_queue.bulk(more, manager, reviewer)
            live_answers.fill()
        counts.append(
            {
                found.of.url: _queries(lambda: behind(client, found.of.url))  # noqa: B023
                for client in clients
                for found in work(client)
            }
        )
    lists = {*OF_REVIEWERS, *OF_PUBLISHERS, "unverified"}
    assert {address.rpartition("=")[2] for address in counts[0]} == lists
    assert counts[0] == counts[1]
    # Whatever was withdrawn is live again.
    assert counts[2] == {x: many for x, many in counts[0].items() if "withdrawn" not in x}
    assert max(counts[0].values()) <= 25
    assert behind(clients[0], f"{QUEUE}?list=asked") == 300
    # Answers are due only where nobody is asked.
    answers = f"{ANSWERS}?list=due"
    ReviewRequest.objects.in_review().update(state=State.CANCELLED, cancelled_because="No.")
    assert _queries(lambda: behind(clients[1], answers)) == counts[0][answers]
    assert behind(clients[1], answers) > 50
