from datetime import timedelta

import pytest
from django.utils import timezone

from articles.enums import WithdrawalKind
from articles.models import Article, AuditEvent, Treatment, Withdrawal
from tests import factories as f
from tests.reviews.desk.helpers import ROLES, as_role, signed_in

pytestmark = pytest.mark.django_db


def withdraw(article: Article) -> str:
    return f"/admin/answers/{article.pk}/withdraw/"


def alert(treatment: Treatment) -> str:
    return f"/admin/treatments/{treatment.pk}/alert/"


WORDS = {"reason": "A dose was wrong.", "notice": "We are checking it.", "password": f.PASSWORD}
CAUTION = WORDS | {"kind": "caution", "scope": "All uses"}


def live_article() -> Article:
    return f.published(at=timezone.now())


def treatment_of(article: Article) -> Treatment:
    return article.entries.get().treatment


@pytest.mark.parametrize(("role", "status"), [("outsider", 302), ("staff", 403)])
def test_others_cannot_take_anything_back(role: str, status: int) -> None:
    article = live_article()
    client = as_role(role)
    for address, data in (
        (withdraw(article), WORDS),
        (alert(treatment_of(article)), CAUTION),
    ):
        assert client.get(address).status_code == status
        assert client.post(address, data).status_code == status
    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize("role", ROLES)
def test_each_role_withdraws_an_answer_alone(role: str) -> None:
    article = live_article()
    assert as_role(role).post(withdraw(article), WORDS).status_code == 302
    article.refresh_from_db()
    assert article.live is None
    withdrawal = Withdrawal.objects.get()
    assert (withdrawal.kind, withdrawal.reason, withdrawal.notice) == (
        "withdraw",
        "A dose was wrong.",
        "We are checking it.",
    )
    assert AuditEvent.objects.latest().verb == "withdrew"
    assert as_role("outsider").get(article.get_absolute_url()).status_code == 410


@pytest.mark.parametrize(
    "missing", [{"reason": " "}, {"notice": ""}, {"password": ""}, {"password": "wrong"}]
)
def test_reason_notice_and_password_are_needed(missing: dict[str, str]) -> None:
    article = live_article()
    answer = as_role("Editors").post(withdraw(article), WORDS | missing)
    assert answer.status_code == 200
    assert "Nothing was done yet." in answer.content.decode()
    assert not Withdrawal.objects.exists()


def test_what_is_not_live_cannot_be_withdrawn() -> None:
    article = f.article()
    client = as_role("Editors")
    assert "there is nothing to withdraw" in client.get(withdraw(article)).content.decode()
    client.post(withdraw(article), WORDS)
    assert not Withdrawal.objects.exists()


def test_live_answers_are_found_by_condition_each_with_its_way_to_withdraw() -> None:
    article, other, draft = live_article(), live_article(), f.article()
    client = as_role("Reviewers")
    shown = client.get("/admin/answers/live/").content.decode()
    assert [withdraw(a) in shown for a in (article, other, draft)] == [True, True, False]
    shown = client.get("/admin/answers/live/", {"q": article.condition.name}).content.decode()
    assert [withdraw(a) in shown for a in (article, other)] == [True, False]
    assert as_role("staff").get("/admin/answers/live/").status_code == 403


def test_each_screen_leads_back_to_where_it_is_reached_from() -> None:
    article = live_article()
    treatment = treatment_of(article)
    client = as_role("Reviewers")
    answers = ("/admin/answers/live/", "Live answers", "Back to the live answers")
    one = (
        f"/admin/articles/treatment/{treatment.pk}/change/",
        str(treatment),
        "Back to the treatment",
    )
    for screen, (url, name, back) in ((withdraw(article), answers), (alert(treatment), one)):
        shown = client.get(screen).content.decode()
        assert f'<a href="{url}">{name}</a>' in shown
        assert f'<a class="button" href="{url}">{back}</a>' in shown
        assert client.get(url).status_code == 200


def test_unknown_answers_and_treatments_are_not_found() -> None:
    client = as_role("Editors")
    assert client.get("/admin/answers/999999/withdraw/").status_code == 404
    assert client.get("/admin/treatments/999999/alert/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_alert_counts_and_lists_first_what_it_affects(count: int) -> None:
    treatment = f.treatment("Examplol")
    at = timezone.now()
    for _number in range(count):
        f.published(f.article(saved=f.draft(entries=(f.entry(treatment),)), at=at), at=at)
    live_article()
    response = as_role("Reviewers").get(alert(treatment))
    phrase = "1 live answer names Examplol." if count == 1 else "3 live answers name Examplol."
    assert phrase in response.content.decode()
    assert len(response.context["answers"]) == count


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", ["caution", "stop"])
def test_each_role_warns_of_a_treatment_alone(role: str, kind: str) -> None:
    article = live_article()
    treatment = treatment_of(article)
    data = CAUTION | {"kind": kind}
    assert as_role(role).post(alert(treatment), data).status_code == 302
    withdrawal = Withdrawal.objects.get()
    assert (withdrawal.treatment, withdrawal.kind, withdrawal.scope) == (
        treatment,
        kind,
        "All uses",
    )
    shown = as_role("outsider").get(article.get_absolute_url()).content.decode()
    assert "We are checking it." in shown
    assert ("Doctors try to calm the disease." in shown) is (kind == "caution")


def test_alert_is_lifted_only_where_one_stands() -> None:
    treatment = treatment_of(live_article())
    client = as_role("Publishers")
    lift = CAUTION | {"kind": "lift"}
    assert client.post(alert(treatment), lift).status_code == 200
    assert not Withdrawal.objects.exists()
    f.alerted(treatment, WithdrawalKind.STOP, at=timezone.now())
    assert "An alert stands since" in client.get(alert(treatment)).content.decode()
    assert client.post(alert(treatment), lift).status_code == 302
    assert Withdrawal.objects.latest().kind == "lift"


def test_an_editor_and_a_reviewer_whose_verification_is_over_lift_no_alert() -> None:
    treatment = treatment_of(live_article())
    f.alerted(treatment, WithdrawalKind.STOP, at=timezone.now())
    lapsed = f.reviewer(valid_until=timezone.localdate() - timedelta(days=1))
    lift = CAUTION | {"kind": "lift"}
    for client in (as_role("Editors"), signed_in(lapsed.user)):
        shown = client.post(alert(treatment), lift)
        assert (shown.status_code, "Nothing was done" in shown.content.decode()) == (200, True)
    assert Withdrawal.objects.get().kind == "stop"
    verified = signed_in(f.reviewer(valid_until=timezone.localdate()).user)
    assert verified.post(alert(treatment), lift).status_code == 302
    assert Withdrawal.objects.latest().kind == "lift"


def test_a_suspended_reviewer_takes_nothing_back() -> None:
    article = live_article()
    client = signed_in(f.reviewer(suspended=True).user)
    for address in (withdraw(article), alert(treatment_of(article))):
        assert client.post(address, CAUTION).status_code == 403
    assert not Withdrawal.objects.exists()


def test_guesses_are_limited_here_too() -> None:
    article = live_article()
    client = as_role("Editors")
    for _guess in range(5):
        client.post(withdraw(article), WORDS | {"password": "wrong"})
    answer = client.post(withdraw(article), WORDS)
    assert "Too many wrong passwords." in answer.content.decode()
    assert not Withdrawal.objects.exists()
