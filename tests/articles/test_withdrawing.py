"""Taking back answers, and alerts about treatments wherever they are named."""

import json
from datetime import timedelta

import pytest

from articles.actions import catalogue, withdrawing
from articles.enums import ChangeClass, WithdrawalKind
from articles.errors import Conflict, NotAllowed, NotReady
from articles.models import Article, AuditEvent, Treatment, Withdrawal
from articles.pages import alerts
from articles.verification import seal
from reviews.actions import deciding
from reviews.enums import AfterApproval, Scope
from tests import factories

pytestmark = pytest.mark.django_db
CAUTION, STOP, LIFT = WithdrawalKind.CAUTION, WithdrawalKind.STOP, WithdrawalKind.LIFT
LATER = factories.NOW + timedelta(days=2)


@pytest.mark.parametrize("role", ["Editors", "Reviewers", "Publishers", "Administrators"])
def test_one_person_and_a_reason_take_an_answer_down(role: str) -> None:
    article, person = factories.published(), factories.user(role)
    withdrawal = withdrawing.withdraw_article(
        article.pk, reason="A dose was wrong.", notice="We check.", by=person, at=LATER
    )
    assert Article.objects.get().live is None
    assert (withdrawal.publication, withdrawal.by, withdrawal.at) == (article.live, person, LATER)
    event = AuditEvent.objects.latest()
    assert (event.verb, event.actor) == ("withdrew", person)
    assert json.loads(event.detail) == {"reason": "A dose was wrong.", "whole": seal(withdrawal)}


def test_readers_withdraw_nothing() -> None:
    article, reader = factories.published(), factories.user()
    with pytest.raises(NotAllowed):
        withdrawing.withdraw_article(article.pk, reason="x", notice="y", by=reader, at=LATER)
    with pytest.raises(NotAllowed):
        withdrawing.alert_treatment(
            factories.treatment().pk, kind=STOP, scope="", reason="x", notice="y", by=reader,
            at=LATER,
        )  # fmt: skip
    assert not Withdrawal.objects.exists()


def test_reason_and_notice_are_required() -> None:
    article, editor = factories.published(), factories.user("Editors")
    missing = ("Reason: say why, for the record.", "Notice: say to readers what they should know.")
    with pytest.raises(NotReady) as caught:
        withdrawing.withdraw_article(article.pk, reason=" ", notice="", by=editor, at=LATER)
    assert caught.value.problems == missing
    with pytest.raises(NotReady) as caught:
        withdrawing.alert_treatment(
            factories.treatment().pk, kind=STOP, scope="", reason="", notice="\n", by=editor,
            at=LATER,
        )  # fmt: skip
    assert caught.value.problems == missing
    assert Article.objects.get().live == article.live


def test_what_is_not_live_is_not_withdrawn_twice() -> None:
    article = factories.published()
    factories.withdrawn(article)
    with pytest.raises(Conflict, match="not live"):
        factories.withdrawn(article)
    assert Withdrawal.objects.count() == 1


def test_an_alert_stands_until_it_is_lifted() -> None:
    treatment = factories.treatment()
    caution = factories.alerted(treatment, CAUTION)
    assert alerts.standing() == [caution]
    stop = factories.alerted(treatment, STOP)
    other = factories.alerted(factories.treatment(), CAUTION)
    assert set(alerts.standing()) == {stop, other}
    factories.alerted(treatment, LIFT)
    assert alerts.standing() == [other]
    with pytest.raises(Conflict, match="no alert"):
        factories.alerted(treatment, LIFT)


def kinds(article: Article) -> list[str]:
    """The kinds of the alerts above the live answer."""
    live = factories.live(Article.objects.get(pk=article.pk))
    return [
        a.kind for a in alerts.about(json.loads(live.revision.snapshot), live, alerts.standing())
    ]


def test_an_alert_stands_above_answers_with_the_treatment_as_an_entry_only() -> None:
    treatment = factories.treatment()
    named = factories.published(
        factories.article(saved=factories.draft(entries=(factories.entry(treatment),)))
    )
    other = factories.published()
    factories.alerted(treatment, STOP)
    assert (kinds(named), kinds(other)) == (["stop"], [])
    assert alerts.affected(treatment, None) == [named.live]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("body", "Some take zyxomab.[^smith]"),
        ("body", "Some take ZYXOMAB, others wait.[^smith]"),
        ("body", "Some take _zyxomab_ now.[^smith]"),
        ("body", "Some take **Zyxera** now.[^smith]"),
        ("body", "Some take zyx\nacid.[^smith]"),
        ("emergency_advice", "- a rash after zyxomab[^smith]"),
        ("questions_to_ask", "Is zyxomab safe for me?"),
        ("short_answer", factories.SHORT_ANSWER + " Zyxera is new."),
        ("question", "What does zyxomab do?"),
    ],
)
def test_an_alert_finds_generic_and_brand_names_in_prose(field: str, text: str) -> None:
    treatment = factories.treatment("Zyxomab", brand_names="Zyxera, Zyx acid")
    article = factories.published(factories.article(saved=factories.draft(**{field: text})))
    factories.alerted(treatment, CAUTION)
    assert kinds(article) == ["caution"]


@pytest.mark.parametrize("text", ["Zyxomabs help.[^smith]", "Prozyxomab helps.[^smith]"])
def test_an_alert_finds_whole_words_only(text: str) -> None:
    treatment = factories.treatment("Zyxomab")
    article = factories.published(factories.article(saved=factories.draft(body=text)))
    factories.alerted(treatment, CAUTION)
    assert kinds(article) == []


def test_an_alert_finds_what_a_treatment_is_compared_with() -> None:
    treatment = factories.treatment("Zyxomab")
    entry = factories.entry(evidence="indirect", evidence_note="From trials of zyxomab.")
    article = factories.published(factories.article(saved=factories.draft(entries=(entry,))))
    factories.alerted(treatment, CAUTION)
    assert kinds(article) == ["caution"]


def test_an_alert_finds_a_treatment_that_was_renamed_since() -> None:
    treatment = factories.treatment("Zyxomab")
    article = factories.published(
        factories.article(saved=factories.draft(entries=(factories.entry(treatment),)))
    )
    Treatment.objects.filter(pk=treatment.pk).update(name="Renamed", brand_names="")
    factories.alerted(treatment, STOP)
    assert kinds(article) == ["stop"]


@pytest.mark.parametrize("prose", ["Some take Zyxomab daily.[^smith]", "Take Zyxera.[^smith]"])
def test_no_edit_of_the_catalogue_ends_an_alert(prose: str) -> None:
    treatment = factories.treatment("Zyxomab", brand_names="Zyxera")
    article = factories.published(factories.article(saved=factories.draft(body=prose)))
    stop = factories.alerted(treatment, STOP)
    assert stop.names == "Zyxomab\nZyxera"
    rename(treatment, "Othermab")
    assert kinds(article) == ["stop"]
    assert alerts.affected(treatment, stop) == [article.live]
    factories.alerted(treatment, CAUTION)
    assert kinds(article) == ["caution"]
    factories.alerted(treatment, LIFT)
    factories.alerted(treatment, STOP)
    assert kinds(article) == []


def test_an_alert_finds_what_the_treatment_is_called_since() -> None:
    treatment = factories.treatment("Zyxomab")
    article = factories.published(factories.article(saved=factories.draft(body="Othermab.")))
    factories.alerted(treatment, STOP)
    assert kinds(article) == []
    rename(treatment, "Othermab")
    assert kinds(article) == ["stop"]


def test_an_alert_from_before_names_were_kept_goes_by_those_of_today() -> None:
    treatment = factories.treatment("Zyxomab")
    body = "Zyxomab helps.[^smith]"
    article = factories.published(factories.article(saved=factories.draft(body=body)))
    Withdrawal.objects.create(
        treatment=treatment, kind=STOP, reason="x", notice="y", at=LATER,
        by=factories.user("Editors"),
    )  # fmt: skip
    assert kinds(article) == ["stop"]


def rename(treatment: Treatment, name: str) -> None:
    """An editor gives the treatment another name and no brands."""
    treatment.name, treatment.brand_names = name, ""
    editor = factories.user("Editors")
    catalogue.save(treatment, changed=["name", "brand_names"], by=editor, at=LATER)


def answer_about(treatment: Treatment) -> Article:
    return factories.article(saved=factories.draft(entries=(factories.entry(treatment),)))


def test_a_later_review_of_the_whole_page_ends_the_alert_there() -> None:
    treatment = factories.treatment()
    article = factories.published(answer_about(treatment))
    untouched = factories.published(answer_about(treatment))
    factories.alerted(treatment, STOP)
    factories.published(factories.save(article, body="We looked again.[^smith]"), at=LATER)
    assert (kinds(article), kinds(untouched)) == ([], ["stop"])
    factories.alerted(treatment, CAUTION, at=LATER + timedelta(hours=1))
    assert kinds(article) == ["caution"]


def test_a_review_of_the_wording_does_not_end_an_alert() -> None:
    treatment = factories.treatment()
    article = factories.published(answer_about(treatment))
    factories.alerted(treatment, STOP)
    request = factories.request(
        factories.save(article, body=article.body + " Please."),
        change_class=ChangeClass.WORDING,
        at=LATER,
    )
    wording = {"scope": Scope.CHANGES_ONLY, "change_class": ChangeClass.WORDING}
    factories.approved(request, at=LATER, **wording)
    assert factories.live(Article.objects.get()).revision.number == 2
    assert kinds(article) == ["stop"]


def test_a_review_signed_before_the_alert_does_not_end_it_when_published_after() -> None:
    treatment = factories.treatment()
    request = factories.approved(
        factories.request(answer_about(treatment), after_approval=AfterApproval.HOLD)
    )
    factories.alerted(treatment, STOP)
    deciding.publish(request.pk, by=factories.user("Publishers"), at=LATER)
    assert kinds(request.article) == ["stop"]
