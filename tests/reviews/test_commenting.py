"""Commenting: what a comment may hang on, who answers it, who settles it, and what then holds."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

import pytest
from django.contrib.auth.models import Group, User

from articles.errors import Conflict, NotAllowed, NotReady
from articles.models import AuditEvent
from reviews import discussion
from reviews.actions import commenting, deciding
from reviews.actions.commenting import Hook
from reviews.enums import Anchor, State
from reviews.models import ReviewComment, ReviewRecord, ReviewRequest
from tests import factories as f
from tests.discussing import asked, comment, objected, resubmitted

pytestmark = pytest.mark.django_db
LATER = f.NOW + timedelta(hours=2)


def problems(request: ReviewRequest, *, on: Hook, text: str) -> Sequence[str]:
    with pytest.raises(NotReady) as caught:
        comment(request, on=on, text=text)
    assert not ReviewComment.objects.exists()
    return caught.value.problems


def approve(request: ReviewRequest, *, acknowledged: Sequence[int] = ()) -> ReviewRecord:
    decision = f.decision(request.article.kind, acknowledged=frozenset(acknowledged))
    return deciding.approve(request.pk, reviewer=asked(request), decision=decision, at=LATER)


def lacking(request: ReviewRequest, *, acknowledged: Sequence[int] = ()) -> Sequence[str]:
    with pytest.raises(NotReady) as caught:
        approve(request, acknowledged=acknowledged)
    return caught.value.problems


def test_a_comment_keeps_who_said_what_about_which_words() -> None:
    request = f.request()
    said = comment(request, on=Hook(Anchor.WORDS, quote=" calm\r\nthe disease"), text=" Whose? ")
    reviewer = asked(request)
    assert (said.author, said.reviewer, said.author_name) == (
        reviewer.user,
        reviewer,
        reviewer.name,
    )
    assert (said.anchor, said.place, said.quote, said.text, said.at) == (
        Anchor.WORDS,
        "body",
        "calm\nthe disease",
        "Whose?",
        f.NOW,
    )
    event = AuditEvent.objects.get(verb="commented")
    assert (event.object, event.detail) == (
        f"reviewcomment:{said.pk}",
        f'{{"sha256": "{said.sha256}"}}',
    )


@pytest.mark.parametrize(
    ("quote", "place"),
    [
        ("Nothing yet cures example disease", "short_answer"),
        ("the disease.1", "body"),
        ("What is used first? Doctors try", "body"),
        ("What happens if we wait?", "questions_to_ask"),
        ("a fit lasts long", "emergency_advice"),
    ],
)
def test_words_are_found_where_they_stand_as_typed_or_as_read(quote: str, place: str) -> None:
    draft = f.draft(emergency_advice="- a fit lasts long[^smith]")
    request = f.request(f.article(saved=draft))
    assert comment(request, on=Hook(Anchor.WORDS, quote=quote)).place == place


def test_a_treatment_and_a_source_of_the_version_have_their_own_comments() -> None:
    treatment = f.treatment("Examplumab")
    request = f.request(f.article(saved=f.draft(entries=(f.entry(treatment),))))
    title = "Examplumab · Active disease"
    first = comment(request, on=Hook(Anchor.TREATMENT, place=title))
    second = comment(request, on=Hook(Anchor.SOURCE, place="smith"))
    assert [discussion.where(first), discussion.where(second)] == [
        f"Treatment: {title}",
        "Source: smith",
    ]


@pytest.mark.parametrize(
    ("on", "text", "problem"),
    [
        (Hook(), " \r\n", "Comment: it is empty."),
        (Hook(), "x" * 4001, "Comment: write at most 4000 characters."),
        (
            Hook(Anchor.WORDS, quote="never written here"),
            "Why?",
            "Words: they do not stand in this version in a row. Copy them from one passage.",
        ),
        (
            Hook(Anchor.WORDS, quote="…"),
            "Why?",
            "Words: they do not stand in this version in a row. Copy them from one passage.",
        ),
        (Hook(Anchor.WORDS, quote="a " * 600), "Why?", "Words: quote at most 1000 characters."),
        (
            Hook(Anchor.TREATMENT, place="Aspirin"),
            "Why?",
            "Comment: this version has no such treatment or source.",
        ),
        (
            Hook(Anchor.SOURCE, place="jones"),
            "Why?",
            "Comment: this version has no such treatment or source.",
        ),
        (Hook(Anchor.REPLY), "Why?", "Comment: this version has no such treatment or source."),
    ],
)
def test_a_comment_that_says_or_hangs_on_nothing_is_refused(
    on: Hook, text: str, problem: str
) -> None:
    assert problems(f.request(), on=on, text=text) == (problem,)


@pytest.mark.parametrize("role", ["Editors", "Publishers", "Administrators"])
def test_whoever_sees_the_request_comments_in_their_own_name(role: str) -> None:
    person = f.user(role)
    said = comment(f.request(), by=person)
    assert (said.author_name, said.reviewer) == (person.get_full_name(), None)


@pytest.mark.parametrize("role", ["", "Reviewers"])
def test_nobody_else_comments_replies_resolves_or_answers(role: str) -> None:
    request = objected(f.request())
    newer = resubmitted(request)
    said, other = comment(newer, at=LATER), f.user(role)
    for act in (
        partial(comment, newer, by=other),
        partial(commenting.reply, said.pk, text="No.", by=other, at=LATER),
        partial(commenting.resolve, said.pk, by=other, at=LATER),
        partial(answer, newer, by=other),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert ReviewComment.objects.count() == 1


def answer(request: ReviewRequest, *, by: User) -> ReviewComment:
    record = ReviewRecord.objects.earliest("pk")
    return commenting.answer_objection(
        request.pk, record.pk, text="It is said now.", by=by, at=LATER
    )


def test_a_closed_request_takes_replies_and_no_new_comments() -> None:
    request = f.request()
    said = comment(request)
    objected(request)
    with pytest.raises(NotAllowed, match="This request is closed"):
        comment(request, by=f.user("Editors"))
    reply = commenting.reply(said.pk, text="In adults.", by=f.user("Editors"), at=LATER)
    assert (reply.parent, reply.request, reply.anchor) == (said, request, Anchor.REPLY)
    with pytest.raises(Conflict):
        commenting.reply(reply.pk, text="And children?", by=asked(request).user, at=LATER)


def test_an_editor_does_not_settle_what_a_reviewer_said() -> None:
    said = comment(f.request())
    editor = f.user("Editors")
    for text in ("", "Mended."):
        with pytest.raises(NotAllowed, match="A reviewer said this"):
            commenting.resolve(said.pk, text=text, by=editor, at=LATER)
    settled = commenting.resolve(said.pk, by=asked(said.request).user, at=LATER)
    assert (settled.resolved_by, settled.resolved_at) == (asked(said.request).user, LATER)
    with pytest.raises(Conflict, match="resolved already"):
        commenting.resolve(said.pk, by=asked(said.request).user, at=LATER)


def test_another_reviewer_settles_it_by_answering_it() -> None:
    first, second = f.reviewer(), f.reviewer()
    request = f.request(reviewers=[first, second])
    said = comment(request, by=first.user)
    with pytest.raises(NotAllowed, match="answer it to resolve it"):
        commenting.resolve(said.pk, by=second.user, at=LATER)
    commenting.resolve(said.pk, text="Adults, see page 4.", by=second.user, at=LATER)
    reply = said.replies.get()
    assert (reply.reviewer, reply.text) == (second, "Adults, see page 4.")
    assert ReviewComment.objects.get(pk=said.pk).resolved_by == second.user
    verbs = list(AuditEvent.objects.order_by("-pk").values_list("verb", flat=True)[:2])
    assert verbs == ["resolved comment", "commented"]


def test_whoever_sees_it_settles_what_an_editor_said() -> None:
    said = comment(f.request(), by=f.user("Editors"))
    commenting.resolve(said.pk, by=f.user("Editors"), at=LATER)
    assert not discussion.unresolved(said.request).exists()


def test_an_author_with_a_reviewers_profile_does_not_speak_as_a_reviewer() -> None:
    author = f.user("Editors")
    author.groups.add(Group.objects.get(name="Reviewers"))
    f.reviewer(user=author)
    said = comment(f.request(f.article(by=author)), by=author)
    assert said.reviewer is None


def test_open_comments_are_acknowledged_before_the_signature() -> None:
    request = f.request()
    first, second = comment(request), comment(request, by=f.user("Editors"))
    assert lacking(request, acknowledged=[first.pk]) == (
        "Comments: 1 is open. Resolve it, or say that you sign all the same.",
    )
    assert lacking(request) == (
        "Comments: 2 are open. Resolve them, or say that you sign all the same.",
    )
    approve(request, acknowledged=[first.pk, second.pk])
    request.refresh_from_db()
    assert request.state == State.PUBLISHED


def test_resolved_comments_need_no_acknowledgement() -> None:
    request = f.request()
    commenting.resolve(comment(request).pk, by=asked(request).user, at=LATER)
    approve(request)


def test_every_earlier_objection_is_answered_by_a_reviewer_before_an_approval() -> None:
    request = resubmitted(objected(f.request()))
    reviewer = asked(request)
    assert lacking(request) == (f"Objection of {reviewer.name} to version 1: answer it first.",)
    with pytest.raises(NotAllowed, match="Only a reviewer answers"):
        answer(request, by=f.user("Editors"))
    said = answer(request, by=reviewer.user)
    assert (said.anchor, said.reviewer) == (Anchor.OBJECTION, reviewer)
    approve(request)


def test_an_objection_to_this_version_or_another_answer_cannot_be_answered_here() -> None:
    other = objected(f.request())
    record = other.records.get()
    request = f.request()
    with pytest.raises(Conflict):
        commenting.answer_objection(
            request.pk, record.pk, text="So?", by=asked(request).user, at=LATER
        )


def test_open_comments_of_their_own_are_reason_enough_to_send_words_back() -> None:
    request = f.request()
    comment(request)
    comment(request, on=Hook(), text="Too long.\nHalve it.")
    comment(request, by=f.user("Editors"), text="Not mine.")
    settled = comment(request, text="Settled.")
    commenting.resolve(settled.pk, by=asked(request).user, at=f.NOW)
    objected(request, text=" ")
    assert request.records.get().comment == (
        "“they try to calm it”: In which population?\n\nthe whole page: Too long.\nHalve it."
    )
    assert request.state == State.CHANGES_REQUESTED


def test_somebody_elses_comments_are_no_reason() -> None:
    request = f.request()
    comment(request, by=f.user("Editors"))
    with pytest.raises(NotReady, match="Reason: say what has to change"):
        objected(request, text=" ")


def test_comments_of_earlier_versions_show_with_the_open_ones_first_and_say_what_is_gone() -> None:
    request = f.request()
    stays = comment(request)
    gone = comment(request, on=Hook(Anchor.WORDS, quote="Doctors try to calm the disease"))
    commenting.reply(gone.pk, text="Which doctors?", by=f.user("Editors"), at=f.NOW)
    settled = comment(request, on=Hook())
    commenting.resolve(settled.pk, by=asked(request).user, at=f.NOW)
    newer = resubmitted(objected(request))
    shown = discussion.of(newer)
    assert [
        (thread.comment, thread.open, thread.gone, thread.earlier, len(thread.replies))
        for thread in shown.threads
    ] == [
        (gone, True, True, True, 1),
        (stays, True, False, True, 0),
        (settled, False, False, True, 0),
    ]
    assert [objection.record for objection in shown.objections] == [request.records.get()]
    assert [thread.comment for thread in discussion.of(request).threads] == [gone, stays, settled]


def test_a_clock_that_was_moved_back_dates_no_comment_before_its_request() -> None:
    said = comment(f.request(), at=f.NOW - timedelta(days=1))
    assert said.at == f.NOW
