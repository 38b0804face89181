"""What readers sent, at the desk: who may look, what they see, and what a decision does."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from articles.actions import feedback, voices
from articles.actions.voices import seen_as
from articles.enums import VoiceRule
from articles.models import Article, Experience, Feedback, OpenQuestion
from tests import factories as f
from tests import voices as v
from tests.reviews.desk.helpers import as_role

pytestmark = pytest.mark.django_db

EDITORIAL = ("Editors", "Publishers", "Administrators", "superuser")
SECRET = "Only the author and the editors know this sentence about my left knee."
INBOX = "/admin/from-readers/"


def live() -> Article:
    return f.published(at=timezone.now())


def screen(of: Experience | Feedback | OpenQuestion) -> str:
    names = {Experience: "experiences", Feedback: "feedback", OpenQuestion: "questions"}
    return f"{INBOX}{names[type(of)]}/{of.pk}/"


def decision(of: Experience, **fields: Any) -> dict[str, Any]:
    return {"seen": seen_as(of), "outcome": "publish", "confirmed": VoiceRule.values, **fields}


def one_of_each() -> tuple[Experience, Feedback, OpenQuestion]:
    article, at = live(), timezone.now()
    experience = v.shared(article, v.story(text=SECRET))
    report = v.reported(article, SECRET, at=at)
    asked = feedback.ask(
        article.condition_id, "Will it come back?", language="en", token="q", at=at
    )
    shown = feedback.show_as_question(asked.pk, "Does it come back?", by=f.user("Editors"), at=at)
    assert shown.question is not None
    return experience, report, shown.question


@pytest.mark.parametrize(
    ("role", "status"), [("outsider", 302), ("staff", 403), ("Reviewers", 403)]
)
def test_others_see_and_decide_nothing(role: str, status: int) -> None:
    experience, report, question = one_of_each()
    client = as_role(role)
    posts: tuple[tuple[str, dict[str, Any]], ...] = (
        (INBOX, {}),
        (f"{INBOX}decided/", {}),
        (screen(experience), decision(experience)),
        (screen(report), {"outcome": "dismissed"}),
        (screen(question), {"wording": "Forged?"}),
    )
    for address, data in posts:
        for response in (client.get(address), client.post(address, data)):
            assert response.status_code == status
            assert SECRET not in response.content.decode()
    assert [row.state for row in (Experience.objects.get(), Feedback.objects.first()) if row] == [
        "waiting",
        "waiting",
    ]
    assert OpenQuestion.objects.get().wording == "Does it come back?"
    front = client.get("/admin/").content.decode()
    assert "From readers" not in front
    assert screen(experience) not in front


@pytest.mark.parametrize("role", EDITORIAL)
def test_editorial_roles_see_and_decide(role: str) -> None:
    experience, report, question = one_of_each()
    client = as_role(role)
    front = client.get("/admin/").content.decode()
    assert '<a href="#list-readers"><strong>2</strong> From readers</a>' in front
    assert screen(experience) in front
    for address in (INBOX, screen(experience), screen(report), screen(question)):
        response = client.get(address)
        assert response.status_code == 200
        assert "no-store" in response.headers["Cache-Control"]
    assert SECRET in client.get(screen(experience)).content.decode()
    assert client.post(screen(experience), decision(experience)).status_code == 302
    assert client.post(screen(report), {"outcome": "unchanged"}).status_code == 302
    assert client.post(screen(question), {"wording": "Can it return?"}).status_code == 302
    assert Experience.objects.get().state == "published"
    assert Feedback.objects.get(pk=report.pk).state == "unchanged"
    assert OpenQuestion.objects.get().wording == "Can it return?"
    assert SECRET in Client().get(experience.article.get_absolute_url()).content.decode()


def test_urgent_comes_first_and_names_the_lead(settings: Settings) -> None:
    settings.URGENT_LEAD = "Lee Lead, 555"
    article = live()
    calm, urgent = v.shared(article), v.shared(article, v.story(text=v.DANGER))
    client = as_role("Editors")
    front = client.get("/admin/").content.decode()
    assert '<a href="#list-urgent"><strong>1</strong> Urgent from readers</a>' in front
    assert "Tell Lee Lead, 555 at once." in front
    assert front.index(screen(urgent)) < front.index(screen(calm))
    inbox = client.get(INBOX).content.decode()
    assert inbox.index(screen(urgent)) < inbox.index(screen(calm))
    assert "Tell Lee Lead, 555 at once." in inbox
    shown = client.get(screen(urgent)).content.decode()
    assert "I have told Lee Lead, 555" in shown
    refused = client.post(screen(urgent), decision(urgent))
    assert "tell the person named for it first" in refused.content.decode()
    assert Experience.objects.get(pk=urgent.pk).state == "urgent"
    assert client.post(screen(urgent), decision(urgent, lead_told="on")).status_code == 302


def test_desk_points_at_what_the_rules_forbid() -> None:
    told = v.story(text="I stopped taking it after 15 mg, wren@example.org knows why I did that.")
    shown = as_role("Editors").get(screen(v.shared(live(), told))).content.decode()
    for words in ("15 mg", "stopped taking", "wren@example.org"):
        assert f'<span class="flag">{words}</span>' in shown


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"confirmed": ["dose"]}, "Not confirmed: It names nobody"),
        ({"outcome": "shorten"}, "say to the author what to change"),
        ({"outcome": "decline", "message": "Sorry."}, "say which one it does not meet"),
        ({"outcome": "decline", "rule": "dose"}, "say to the author why"),
        ({"outcome": "own words"}, "Select a valid choice"),
        ({"outcome": ""}, "This field is required"),
        ({"seen": "f" * 64}, "changed it after you opened it"),
    ],
)
def test_decision_that_lacks_something_comes_back_with_what_was_typed(
    fields: dict[str, Any], why: str
) -> None:
    made = v.shared(live())
    data = decision(made, **{"message": "", **fields})
    response = as_role("Editors").post(screen(made), data)
    assert response.status_code == 200
    assert why in response.content.decode()
    assert str(data["message"]) in response.content.decode()
    assert Experience.objects.get().state == "waiting"


def test_author_who_was_faster_is_told_of() -> None:
    made = v.shared(live(), token="mine")
    data = decision(made)
    voices.withdraw("mine", at=timezone.now())
    response = as_role("Editors").post(screen(made), data, follow=True)
    assert "Deleted" in response.content.decode()
    assert Experience.objects.get().state == "deleted"


def test_published_experience_is_taken_down_from_the_list_of_the_decided() -> None:
    made = v.published(live(), v.story(text=SECRET))
    client = as_role("Editors")
    assert screen(made) in client.get(f"{INBOX}decided/").content.decode()
    shown = client.get(screen(made)).content.decode()
    assert "Take it down" in shown
    assert 'value="publish"' not in shown
    down = {"outcome": "decline", "rule": "named", "message": "It names somebody."}
    assert client.post(screen(made), decision(made, **down)).status_code == 302
    page = Client().get(made.article.get_absolute_url()).content.decode()
    assert SECRET not in page
    assert "Decide" not in client.get(screen(made)).content.decode()


def test_deleted_experience_leaves_only_the_fact_at_the_desk() -> None:
    made = v.published(live(), v.story(text=SECRET, pseudonym="Wren Song"), token="mine")
    client = as_role("Editors")
    assert SECRET in client.get(screen(made)).content.decode()
    voices.withdraw("mine", at=timezone.now())
    for address in (INBOX, f"{INBOX}decided/", screen(made), "/admin/articles/auditevent/"):
        html = client.get(address).content.decode()
        assert SECRET not in html
        assert "Wren Song" not in html


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_as_often_for_three_as_for_one(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    article, at = live(), timezone.now()
    for number in range(count):
        v.shared(article)
        v.published(article)
        v.reported(article, "A word is missing.", at=at)
        feedback.ask(
            article.condition_id, "Will it come back?", language="en", token=f"q{number}", at=at
        )
    client = as_role("Editors")
    client.get("/admin/")
    for address, queries in ((INBOX, 13), (f"{INBOX}decided/", 6)):
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200


def test_votes_on_what_is_live_are_listed_the_least_helpful_first() -> None:
    at = timezone.now()
    good, bad, replaced = live(), live(), live()
    for article, votes in ((good, [True, True]), (bad, [False, True, False]), (replaced, [False])):
        for helpful in votes:
            sha256 = f.live(article).revision.sha256
            feedback.vote(article.pk, helpful=helpful, sha256=sha256, at=at)
    changed = f.save(replaced, short_answer=f.SHORT_ANSWER + " And more.", at=at)
    f.published(changed, at=at)
    inbox = as_role("Editors").get(INBOX).content.decode()
    listed = inbox.split("Votes on what is live")[1].split("</ul>")[0]
    assert [count in listed for count in ("1 yes, 2 no", "2 yes, 0 no")] == [True, True]
    assert listed.index("1 yes, 2 no") < listed.index("2 yes, 0 no")
    assert listed.count("<li>") == 2


def test_unknown_entries_are_not_found() -> None:
    client = as_role("Editors")
    for name in ("experiences", "feedback", "questions"):
        assert client.get(f"{INBOX}{name}/999999/").status_code == 404
