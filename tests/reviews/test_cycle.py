"""Which live answers need a review: every boundary, every event, in a fixed number of queries."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from articles.actions import catalogue
from articles.drafts import Cited
from articles.enums import ChangeClass, Freshness, Retraction, WithdrawalKind
from articles.models import Article, Source
from reviews import cycle
from reviews.actions import deciding, requesting
from reviews.enums import Scope
from reviews.models import Reviewer
from tests import factories as f

pytestmark = pytest.mark.django_db

DUE = f.TODAY + timedelta(days=180)
LATER = f.NOW + timedelta(hours=2)


def flags(days: int = 0) -> list[tuple[str, ...]]:
    """The flags of every answer that needs a review, so many days after everything was signed."""
    return [a.flags for a in cycle.needing_review(on=f.TODAY + timedelta(days=days))]


def citing(source: Source) -> Article:
    return f.published(f.article(saved=f.draft(citations=(Cited("smith", source.pk),))))


def stands(source: Source, retraction: Retraction) -> None:
    source.retraction = retraction
    catalogue.save(source, changed=["retraction"], by=f.user("Editors"), at=LATER)


def reconfirmed(article: Article, reviewer: Reviewer | None = None) -> None:
    """The live words, signed again a day later."""
    at = f.NOW + timedelta(days=1)
    request = requesting.ask_to_reconfirm(
        article.pk,
        reviewers=[reviewer or f.reviewer()],
        due_on=f.TODAY + timedelta(days=14),
        by=f.user("Editors"),
        at=at,
    )
    assert f.approved(request, at=at).state == "published"


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-61, []),
        (-60, [Freshness.DUE_SOON]),
        (-1, [Freshness.DUE_SOON]),
        (0, [Freshness.DUE_SOON]),
        (1, [Freshness.OVERDUE]),
        (60, [Freshness.OVERDUE]),
        (61, [Freshness.LAPSED]),
        (1000, [Freshness.LAPSED]),
    ],
)
def test_answer_is_due_soon_then_overdue_then_lapsed(days: int, expected: list[Freshness]) -> None:
    f.published(review_due_on=DUE)
    found = cycle.needing_review(on=DUE + timedelta(days=days))
    assert [(a.freshness, a.flags) for a in found] == [(state, ()) for state in expected]


def test_answer_says_everything_about_itself_from_the_live_words() -> None:
    article = f.published(review_due_on=DUE)
    f.save(article, question="What will be asked next?")
    assert cycle.needing_review(on=DUE) == (
        cycle.Answer(
            article_id=article.pk,
            owner_id=article.owner_id,
            question="What are the treatments for example disease?",
            condition=article.condition.name,
            url=article.get_absolute_url(),
            desk_url=f"/admin/articles/article/{article.pk}/change/",
            review_due_on=DUE,
            freshness=Freshness.DUE_SOON,
            flags=(),
            needs_new_version=False,
        ),
    )


def test_drafts_and_withdrawn_answers_need_no_review() -> None:
    f.article()
    f.withdrawn(f.published(review_due_on=DUE))
    assert cycle.needing_review(on=DUE) == ()


def test_flagged_answers_come_first_then_the_longest_due() -> None:
    due = [f.published(review_due_on=DUE - timedelta(days=late)).pk for late in (0, 2, 1)]
    source = f.source()
    flagged = citing(source)
    stands(source, Retraction.CONCERN)
    found = [a.article_id for a in cycle.needing_review(on=DUE)]
    assert found == [flagged.pk, due[1], due[2], due[0]]


@pytest.mark.parametrize(
    ("retraction", "sentence", "needs_new_version"),
    [
        (Retraction.CONCERN, "is under an expression of concern.", False),
        (Retraction.RETRACTED, "is retracted.", True),
    ],
)
def test_source_that_fell_since_flags_whatever_cites_it(
    retraction: Retraction, sentence: str, needs_new_version: bool
) -> None:
    source = f.source(pk=7, title="A trial")
    article, _other, _third = citing(source), citing(f.source(pk=77)), citing(f.source(pk=17))
    assert flags() == []
    stands(source, retraction)
    (answer,) = cycle.needing_review(on=f.TODAY)
    assert (answer.article_id, answer.freshness) == (article.pk, Freshness.CURRENT)
    assert answer.flags == (f"The cited source “A trial” {sentence}",)
    assert answer.needs_new_version is needs_new_version


def test_concern_that_the_reviewer_could_see_flags_nothing() -> None:
    citing(f.source(retraction=Retraction.CONCERN))
    assert flags() == []


def test_later_review_of_the_same_words_has_weighed_a_concern() -> None:
    source = f.source()
    article = citing(source)
    stands(source, Retraction.CONCERN)
    assert len(flags(1)) == 1
    reconfirmed(article)
    assert flags(1) == []


def test_concern_of_which_no_event_tells_stays_a_flag() -> None:
    source = f.source()
    article = citing(source)
    Source.objects.filter(pk=source.pk).update(retraction=Retraction.CONCERN)
    reconfirmed(article)
    assert len(flags(1)) == 1


def test_change_of_a_source_in_other_fields_is_no_event() -> None:
    source = f.source()
    article = citing(source)
    stands(source, Retraction.CONCERN)
    reconfirmed(article)
    source.note = "Open access"
    catalogue.save(source, changed=["note"], by=f.user(), at=f.NOW + timedelta(days=2))
    assert flags(3) == []


@pytest.mark.parametrize(
    ("kind", "label"), [(WithdrawalKind.CAUTION, "Caution"), (WithdrawalKind.STOP, "Text withheld")]
)
def test_standing_alert_flags_what_names_the_treatment(kind: WithdrawalKind, label: str) -> None:
    named = f.treatment("Samplocin")
    article = f.published(f.article(saved=f.draft(entries=(f.entry(named),))))
    in_prose = f.published(f.article(saved=f.draft(body="Some take samplocin.[^smith]")))
    f.published()
    f.alerted(named, kind)
    sentence = f"Samplocin has a safety alert: {label}."
    found = [(a.article_id, a.flags) for a in cycle.needing_review(on=f.TODAY)]
    assert found == [(article.pk, (sentence,)), (in_prose.pk, (sentence,))]


def test_alert_that_was_lifted_or_weighed_by_a_later_review_flags_nothing() -> None:
    lifted, weighed = f.treatment(), f.treatment()
    f.published(f.article(saved=f.draft(entries=(f.entry(lifted),))))
    article = f.published(f.article(saved=f.draft(entries=(f.entry(weighed),))))
    f.alerted(lifted, WithdrawalKind.STOP)
    f.alerted(weighed, WithdrawalKind.CAUTION)
    assert len(flags(1)) == 2
    f.alerted(lifted, WithdrawalKind.LIFT, at=LATER)
    reconfirmed(article)
    assert flags(1) == []


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("suspended", "Dr A, who signed for the whole page, is suspended."),
        ("inactive", "The account of Dr A, who signed for the whole page, is not active."),
        ("unverified", "The verification of Dr A, who signed for the whole page, is over."),
    ],
)
def test_signer_who_may_no_longer_sign_flags_the_answer(what: str, sentence: str) -> None:
    reviewer = f.reviewer(name="Dr A")
    article = f.published(by=reviewer)
    f.published()
    if what == "suspended":
        Reviewer.objects.filter(pk=reviewer.pk).update(suspended=True)
    elif what == "inactive":
        reviewer.user.is_active = False
        reviewer.user.save()
    else:
        Reviewer.objects.filter(pk=reviewer.pk).update(verified_by=None, valid_until=None)
    (answer,) = cycle.needing_review(on=f.TODAY)
    assert (answer.article_id, answer.flags) == (article.pk, (sentence,))
    reconfirmed(article)
    assert flags(1) == []


def test_verification_counts_until_its_last_day() -> None:
    f.published(by=f.reviewer(name="Dr A", valid_until=f.TODAY + timedelta(days=9)))
    assert flags(9) == []
    assert flags(10) == [("The verification of Dr A, who signed for the whole page, is over.",)]


def test_whoever_signed_the_changes_only_does_not_count() -> None:
    whole, changes = f.reviewer(name="Dr Whole"), f.reviewer(name="Dr Changes")
    article = f.save(f.published(by=whole), short_answer=f.SHORT_ANSWER.replace("plans", "sets"))
    request = f.request(article, reviewers=[changes], change_class=ChangeClass.WORDING, at=LATER)
    wording = {"scope": Scope.CHANGES_ONLY, "change_class": ChangeClass.WORDING}
    assert f.approved(request, at=LATER, **wording).state == "published"
    Reviewer.objects.filter(pk=changes.pk).update(suspended=True)
    assert flags() == []
    Reviewer.objects.filter(pk=whole.pk).update(suspended=True)
    assert flags() == [("Dr Whole, who signed for the whole page, is suspended.",)]


def test_open_and_sent_back_reviews_speak_for_an_answer() -> None:
    article, reviewer = f.published(), f.reviewer()
    assert list(cycle.spoken_for()) == []
    request = requesting.ask_to_reconfirm(
        article.pk, reviewers=[reviewer], due_on=DUE, by=f.user("Editors"), at=LATER
    )
    assert list(cycle.spoken_for()) == [article]
    deciding.request_changes(
        request.pk, reviewer=reviewer, decision=f.decision(comment="Too old."), at=LATER
    )
    assert list(cycle.spoken_for()) == [article]
    assert list(cycle.sent_back()) == [request]
    newer = f.request(f.save(article, body="New.[^smith]"), reviewers=[reviewer], at=LATER)
    assert list(cycle.sent_back()) == []
    f.approved(newer, at=LATER)
    assert list(cycle.spoken_for()) == []


def test_new_words_that_were_sent_back_do_not_speak_for_the_live_ones() -> None:
    article, reviewer = f.published(), f.reviewer()
    request = f.request(f.save(article, body="New.[^smith]"), reviewers=[reviewer], at=LATER)
    deciding.request_changes(
        request.pk, reviewer=reviewer, decision=f.decision(comment="Unclear."), at=LATER
    )
    assert list(cycle.spoken_for()) == []


@pytest.mark.parametrize("count", [1, 3])
def test_needing_review_takes_five_queries(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(count):
        source, treatment, reviewer = f.source(), f.treatment(), f.reviewer()
        draft = f.draft(citations=(Cited("smith", source.pk),), entries=(f.entry(treatment),))
        f.published(f.article(saved=draft), by=reviewer)
        stands(source, Retraction.CONCERN)
        f.alerted(treatment, WithdrawalKind.CAUTION)
        Reviewer.objects.filter(pk=reviewer.pk).update(suspended=True)
    with django_assert_num_queries(5):
        found = cycle.needing_review(on=f.TODAY)
    assert [len(answer.flags) for answer in found] == [3] * count
