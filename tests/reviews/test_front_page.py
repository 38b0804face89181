"""Which lists the front page has for whom, and what stands in them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from articles.actions import catalogue, owning
from articles.drafts import Cited
from articles.enums import Retraction
from articles.models import Article
from reviews import frontpage
from reviews.actions import assigning, deciding
from reviews.enums import AfterApproval, Priority
from reviews.frontpage import drafts as of_drafts
from reviews.frontpage.values import LONGEST, Line, WorkList
from reviews.models import Reviewer, ReviewRequest
from tests import factories as f
from tests import publishing
from tests.benchmarks import long_queue

pytestmark = pytest.mark.django_db

LATER = f.NOW + timedelta(hours=2)
EDITORS = ["returned", "flagged", "readers", "ready", "withdrawn", "due", "waiting", "drafts"]


def work(user: User, key: str, *, days: int = 0) -> WorkList:
    (found,) = (x for x in frontpage.lists(user, on=f.TODAY + timedelta(days=days)) if x.key == key)
    return found


def requests(found: WorkList) -> list[int]:
    return [row.pk for row in found.rows]


def titles(found: WorkList) -> list[str]:
    return [line.title for line in found.lines]


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("", []),
        ("Reviewers", ["asked", "open", "signed"]),
        ("Editors", EDITORS),
        (
            "Publishers",
            [
                *("returned", "failed", "flagged", "readers", "held", "ready", "withdrawn", "due"),
                *("waiting", "scheduled", "drafts", "ending"),
            ],
        ),
        (
            "Administrators",
            [
                *("returned", "failed", "flagged", "readers", "held", "ready", "withdrawn", "due"),
                *("waiting", "scheduled", "drafts", "unverified", "ending", "factors"),
            ],
        ),
    ],
)
def test_each_role_has_exactly_its_lists(role: str, expected: list[str]) -> None:
    assert [found.key for found in frontpage.lists(f.user(role), on=f.TODAY)] == expected


def test_somebody_with_two_roles_sees_each_list_and_each_request_once() -> None:
    both = f.reviewer()
    both.user.groups.add(f.user("Editors").groups.get())
    user = User.objects.get(pk=both.user.pk)
    request = f.request(reviewers=[both])
    lists = frontpage.lists(user, on=f.TODAY + timedelta(days=14))
    assert [found.key for found in lists] == ["asked", "open", *EDITORS, "signed"]
    assert [found.key for found in lists for row in found.rows if row.pk == request.pk] == ["asked"]


def test_reviewer_sees_nothing_of_drafts_nor_of_requests_to_others() -> None:
    mine, other = f.reviewer(specialties=[f.specialty("Other")]), f.reviewer()
    request = f.request(reviewers=[mine], reason="Knows it.")
    secret, unclaimed = f.request(reviewers=[other]), f.request(reviewers=[])
    f.save(f.article(), question="SECRET draft?")
    lists = frontpage.lists(mine.user, on=f.TODAY + timedelta(days=60))
    assert {row.pk for found in lists for row in found.rows} == {request.pk}
    assert "SECRET" not in repr(lists)
    editor = frontpage.lists(secret.opened_by, on=f.TODAY + timedelta(days=60))
    assert {secret.pk, unclaimed.pk} <= {row.pk for found in editor for row in found.rows}


def test_what_nobody_claimed_is_open_to_its_specialty_but_not_to_its_writers() -> None:
    fits, other = f.reviewer(), f.reviewer(specialties=[f.specialty("Other")])
    writer = f.reviewer()
    writer.user.groups.add(f.user("Editors").groups.get())
    writing = User.objects.get(pk=writer.user_id)
    request = f.request(f.article(by=writing), reviewers=[], by=f.user("Editors"))
    assert [requests(work(user, "open")) for user in (fits.user, other.user, writing)] == [
        [request.pk],
        [],
        [],
    ]
    assigning.claim(request.pk, reviewer=fits, at=LATER)
    assert requests(work(f.reviewer().user, "open")) == []
    assert requests(work(fits.user, "asked")) == [request.pk]


def test_urgent_requests_stand_above_those_that_are_due_earlier() -> None:
    reviewer = f.reviewer()
    usual = f.request(reviewers=[reviewer])
    urgent = f.request(reviewers=[reviewer], at=LATER, priority=Priority.URGENT)
    rows = work(reviewer.user, "asked").rows
    assert [(row.pk, row.urgent) for row in rows] == [(urgent.pk, True), (usual.pk, False)]


def test_changes_requested_are_the_owners_until_they_submit_again() -> None:
    editor, reviewer = f.user("Editors"), f.reviewer()
    article = f.article(by=editor)
    request = f.request(article, reviewers=[reviewer], by=editor)
    decision = f.decision(comment="Say how long.")
    deciding.request_changes(request.pk, reviewer=reviewer, decision=decision, at=f.NOW)
    assert requests(work(editor, "returned")) == [request.pk]
    assert requests(work(f.user("Editors"), "returned")) == []
    User.objects.filter(pk=editor.pk).update(is_active=False)
    Article.objects.filter(pk=article.pk).update(owner=None)
    assert requests(work(f.user("Editors"), "returned")) == [request.pk]
    f.request(f.save(article, question="What helps?"), by=f.user("Editors"))
    assert requests(work(f.user("Editors"), "returned")) == []


def test_with_reviewers_are_ones_own_and_what_is_due_within_a_week() -> None:
    request = f.request()
    owner, other = request.opened_by, f.user("Editors")
    assert requests(work(owner, "waiting")) == [request.pk]
    assert requests(work(other, "waiting", days=6)) == []
    assert requests(work(other, "waiting", days=7)) == [request.pk]


def test_publisher_sees_what_is_held_and_what_failed_with_the_reason() -> None:
    held = f.approved(f.request(after_approval=AfterApproval.HOLD))
    source = f.source()
    draft = f.draft(citations=(Cited("smith", source.pk),))
    failed = f.request(f.article(saved=draft))
    source.retraction = Retraction.RETRACTED
    catalogue.save(source, changed=["retraction"], by=f.user("Editors"), at=f.NOW)
    f.approved(failed)
    publisher = f.user("Publishers")
    assert requests(work(publisher, "held")) == [held.pk]
    (row,) = work(publisher, "failed").rows
    assert (row.pk, row.failure) == (failed.pk, f"The source “{source.title}” is retracted.")


def test_draft_is_ready_when_it_lacks_nothing_and_gone_once_it_is_submitted() -> None:
    editor = f.user("Editors")
    whole = f.article(by=editor)
    bare = f.article(by=editor, saved=f.draft(question="What is bare?", short_answer=""))
    assert titles(work(editor, "ready")) == [whole.question]
    assert work(editor, "drafts").lines == (
        Line(
            title="What is bare?",
            url=f"/admin/articles/article/{bare.pk}/change/",
            about=f"Treatment · {bare.condition.name}",
            says=("saved 7 Apr 2026, 09:30", "1 thing is missing"),
        ),
    )
    assert [work(f.user("Editors"), key).total for key in ("ready", "drafts")] == [0, 0]
    f.request(whole, by=editor)
    assert work(editor, "ready").total == 0
    f.save(whole, by=editor, question="What helps now?")
    assert titles(work(editor, "ready")) == ["What helps now?"]


def test_a_draft_whose_earlier_version_was_brought_back_is_not_ready_again() -> None:
    article, editor = publishing.second_version(), f.user("Editors")
    owning.hand_over(article.pk, to=editor, by=f.user("Editors"), at=LATER)
    f.approved(publishing.rolling_back(article))
    assert [work(editor, key).total for key in ("ready", "drafts")] == [0, 0]
    f.save(Article.objects.get(), body="New.[^smith]", by=editor)
    assert [work(editor, key).total for key in ("ready", "drafts")] == [1, 0]


def test_drafts_follow_their_owner() -> None:
    editor, other = f.user("Editors"), f.user("Editors")
    article = f.article(by=editor)
    owning.hand_over(article.pk, to=other, by=editor, at=LATER)
    assert [work(user, "ready").total for user in (editor, other)] == [0, 1]


def test_long_lists_say_how_much_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_drafts, "LATEST", 2)
    editor = f.user("Editors")
    for _number in range(3):
        f.article(by=editor)
    ready, drafts = work(editor, "ready"), work(editor, "drafts")
    assert (ready.total, ready.of.hint) == (2, "Among your 2 latest drafts of 3.")
    assert (drafts.total, drafts.shown) == (1, 0)
    assert drafts.of.hint == "Saved and not submitted. Only the latest are looked at."


def test_flagged_due_and_withdrawn_answers_stand_there_with_the_reason() -> None:
    lost = f.reviewer(name="Dr Lost")
    soon = f.TODAY + timedelta(days=60)
    article = f.published(by=lost)
    due, asked = f.published(review_due_on=soon), f.published(review_due_on=soon)
    f.request(f.save(asked, body="New.[^smith]"))
    gone = f.published()
    f.withdrawn(gone)
    Reviewer.objects.filter(pk=lost.pk).update(suspended=True)
    editor = f.user("Editors")
    (line,) = work(editor, "flagged").lines
    assert line.url == f"/admin/articles/article/{article.pk}/change/"
    assert line.flags == ("Dr Lost, who signed for the whole page, is suspended.",)
    (line,) = work(editor, "due").lines
    assert (line.url, line.says) == (
        f"/admin/articles/article/{due.pk}/change/",
        ("due 6 Jun 2026",),
    )
    (line,) = work(editor, "withdrawn").lines
    assert line.says == ("withdrawn 7 Apr 2026: A dose was wrong.",)
    later = f.NOW + timedelta(hours=2)
    f.request(f.save(gone, body="New.[^smith]", at=later), at=later)
    assert work(editor, "withdrawn").total == 0


def test_reviewer_sees_which_of_their_answers_are_due() -> None:
    mine, other = f.reviewer(), f.reviewer()
    article = f.published(by=mine, review_due_on=f.TODAY + timedelta(days=60))
    f.published(by=other, review_due_on=f.TODAY + timedelta(days=60))
    (line,) = work(mine.user, "signed").lines
    assert (line.url, line.flags) == (article.get_absolute_url(), ())
    (line,) = work(mine.user, "signed", days=61).lines
    assert line.flags == ("Review overdue",)


def test_people_whose_verification_ends_or_who_lack_a_second_factor(settings: Settings) -> None:
    administrator = f.user("Administrators")
    ending = f.reviewer(
        name="Dr Ending", verified_by=administrator, valid_until=f.TODAY + timedelta(days=60)
    )
    f.reviewer(verified_by=administrator, valid_until=f.TODAY + timedelta(days=61))
    new = f.reviewer(name="Dr New", verified_by=administrator)
    Reviewer.objects.filter(pk=new.pk).update(verified_by=None, valid_until=None)
    (line,) = work(administrator, "ending").lines
    assert (line.title, line.says) == ("Dr Ending", ("ends 6 Jun 2026",))
    assert line.url == f"/admin/reviews/reviewer/{ending.pk}/change/"
    assert work(f.user("Publishers"), "ending").lines[0].url == ending.get_absolute_url()
    assert titles(work(administrator, "unverified")) == [new.name]
    staff = User.objects.filter(is_staff=True).count()
    assert (work(administrator, "factors").total, staff > 3) == (staff, True)
    settings.DEMO = True
    assert "factors" not in [x.key for x in frontpage.lists(administrator, on=f.TODAY)]


def _three_roles() -> User:
    person = f.reviewer().user
    for role in ("Editors", "Administrators"):
        person.groups.add(f.user(role).groups.get())
    return User.objects.get(pk=person.pk)


def _queries(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def test_front_page_takes_as_many_queries_for_300_requests_as_for_one() -> None:
    user = _three_roles()
    counts = []
    for more in (1, 2, 297):
        if more < 10:
            for _number in range(more):
                reviewer = Reviewer.objects.get(user=user)
                f.request(reviewers=[reviewer])
                f.article(by=user, saved=f.draft(short_answer=""))
                f.article(by=user)
                f.published(by=reviewer, review_due_on=f.TODAY + timedelta(days=30))
                f.withdrawn(f.published())
                f.approved(f.request(after_approval=AfterApproval.HOLD))
        else:
            long_queue.bulk(more, user, Reviewer.objects.get(user=user))
        user = User.objects.get(pk=user.pk)
        counts.append(_queries(lambda: frontpage.lists(user, on=f.TODAY)))  # noqa: B023
    assert ReviewRequest.objects.in_review().count() == 300
    assert work(user, "asked").total == 300
    assert work(user, "asked").shown == LONGEST
    assert counts[0] == counts[1] == counts[2] <= 50
