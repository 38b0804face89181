"""Feedback: what readers say about an answer or miss on the site, and what an editor makes of it.

Votes are only counted: they are no decision, so the audit trail does not list them.
"""

import secrets
from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from articles import policies, triage
from articles.actions import audit
from articles.enums import FeedbackKind, FeedbackState
from articles.errors import Conflict, NotReady
from articles.models import Article, Condition, Feedback, OpenQuestion, Publication
from articles.models.voices import WAITING
from articles.texts import fingerprint, normalise

_READER = "a reader"
# What an editor may decide about each kind.
OUTCOMES = {
    FeedbackKind.REPORT: (
        FeedbackState.ACCEPTED,
        FeedbackState.CHANGED,
        FeedbackState.UNCHANGED,
        FeedbackState.DISMISSED,
    ),
    FeedbackKind.QUESTION: (FeedbackState.ASKED, FeedbackState.UNCHANGED, FeedbackState.DISMISSED),
}


@transaction.atomic
def vote(article_id: int, *, helpful: bool, sha256: str, at: datetime) -> Feedback:
    """Count whether the live words, known by their hash, were helpful.

    Raises `Conflict` when the reader saw others.
    """
    live = _live(article_id, sha256=sha256)
    return Feedback.objects.create(
        kind=FeedbackKind.HELPFUL if helpful else FeedbackKind.NOT_HELPFUL,
        article_id=article_id,
        language=live.article.language,
        publication=live,
        key=secrets.token_hex(32),
        state=FeedbackState.COUNTED,
        received_at=at,
    )


@transaction.atomic
def report(article_id: int, text: str, *, sha256: str, token: str, at: datetime) -> Feedback:
    """Keep a report that something is wrong or missing in the live words, known by their hash.

    Sending the same form twice keeps one. Raises `Conflict` when the reader saw others.
    """
    live = _live(article_id, sha256=sha256)
    return _keep(
        Feedback(
            kind=FeedbackKind.REPORT,
            article_id=article_id,
            language=live.article.language,
            publication=live,
            text=text,
            received_at=at,
        ),
        token,
        verb="reported",
    )


@transaction.atomic
def ask(condition_id: int, text: str, *, language: str, token: str, at: datetime) -> Feedback:
    """Keep a question about a condition. Sending the same form twice keeps one."""
    # Not FOR UPDATE: that would bar new rows that name the condition, whose writer may hold the
    # audit chain already.
    condition = Condition.objects.select_for_update(no_key=True).get(pk=condition_id)
    question = Feedback(
        kind=FeedbackKind.QUESTION,
        condition=condition,
        language=language,
        text=text,
        received_at=at,
    )
    return _keep(question, token, verb="asked")


@transaction.atomic
def decide(pk: int, outcome: FeedbackState, *, by: User, at: datetime) -> Feedback:
    """Close a report or a question, or accept that a change has to be made.

    Raises `NotReady` for a change that no published version made yet, `Conflict` for what was
    decided already.
    """
    feedback = _open(pk, outcome, by)
    if outcome == FeedbackState.CHANGED:
        feedback.led_to = _later_version(feedback)
    return _close(feedback, outcome, by=by, at=at)


@transaction.atomic
def show_as_question(pk: int, wording: str, *, by: User, at: datetime) -> Feedback:
    """Count a question among those not yet answered, under an editor's wording.

    The same wording a second time counts it there. Raises `NotReady` without a wording.
    """
    feedback = _open(pk, FeedbackState.ASKED, by)
    wording = " ".join(normalise(wording).split())
    if not wording:
        raise NotReady([_("Wording: put the question into words that may be shown.")])
    assert feedback.condition_id is not None
    feedback.question, _new = OpenQuestion.objects.get_or_create(
        condition_id=feedback.condition_id,
        language=feedback.language,
        wording=wording,
        defaults={"added_by": by, "added_at": at},
    )
    return _close(feedback, FeedbackState.ASKED, by=by, at=at, wording=wording)


@transaction.atomic
def word_question(
    pk: int, *, wording: str, answered_by: Article | None, by: User, at: datetime
) -> OpenQuestion:
    """Change the words of a question not yet answered, or name the answer that answers it.

    Raises `NotReady` for an answer about another condition or in another language, which the
    question's readers would not see, and `Conflict` for words that another question has.
    """
    policies.require(policies.may_triage(by), _("Only editors word questions."))
    question = OpenQuestion.objects.select_for_update().get(pk=pk)
    question.wording, question.answered_by = " ".join(normalise(wording).split()), answered_by
    if answered_by is not None and answered_by.condition_id != question.condition_id:
        raise NotReady([_("Answered by: choose an answer about the same condition.")])
    if answered_by is not None and answered_by.language != question.language:
        raise NotReady([_("Answered by: choose an answer in the question's language.")])
    try:
        with transaction.atomic():
            question.save()
    except IntegrityError as error:
        raise Conflict(_("Another question has these words already, or there are none.")) from error
    audit.record("worded question", question, by=by, at=at, wording=question.wording)
    return question


@transaction.atomic
def erase(pk: int, *, why: str, at: datetime) -> Feedback:
    """Delete the text of a report or question that was decided; the count stays."""
    feedback = Feedback.objects.select_for_update().get(pk=pk)
    if feedback.state in WAITING:
        raise Conflict(_("Decide about it first: what waits has a text."))
    if feedback.text:
        feedback.text = ""
        feedback.save(update_fields=["text"])
        audit.record("erased", feedback, by=None, at=at, why=why)
    return feedback


def _live(article_id: int, *, sha256: str) -> Publication:
    """What readers of the answer see, the answer locked: the same form twice stays one.

    Raises `Conflict` when it is not (or no longer) that.
    """
    article = Article.objects.locked(article_id)
    if article.live is None or sha256 != article.live.revision.sha256:
        raise Conflict(_("The page has changed since you opened it. Please look at it again."))
    return article.live


def _keep(feedback: Feedback, token: str, *, verb: str) -> Feedback:
    feedback.key, feedback.text = fingerprint(token), normalise(feedback.text)
    if sent := Feedback.objects.filter(key=feedback.key).first():
        if sent.text != feedback.text:
            raise Conflict(_("This form was sent already. Check what you wrote and send it again."))
        return sent
    urgent = triage.speaks_of_danger(feedback.text)
    feedback.state = FeedbackState.URGENT if urgent else FeedbackState.WAITING
    feedback.save(force_insert=True)
    # Not its state: that a text spoke of danger must not outlive the text.
    audit.record(verb, feedback, by=None, at=feedback.received_at, who=_READER)
    return feedback


def _open(pk: int, outcome: FeedbackState, by: User) -> Feedback:
    policies.require(policies.may_triage(by), _("Only editors decide about feedback."))
    feedback = Feedback.objects.select_for_update().get(pk=pk)
    if outcome not in OUTCOMES.get(FeedbackKind(feedback.kind), ()):
        raise NotReady([_("Outcome: this one does not fit.")])
    if feedback.state not in {*WAITING, FeedbackState.ACCEPTED}:
        raise Conflict(_("Somebody else has decided about it already."))
    return feedback


def _later_version(feedback: Feedback) -> Publication:
    published = Publication.objects.filter(article=feedback.article)
    later = published.filter(pk__gt=feedback.publication_id)
    if newest := later.order_by("pk").last():
        return newest
    raise NotReady(
        [_("Outcome: no later version is published yet. Until then, a change is being made.")]
    )


def _close(
    feedback: Feedback, outcome: FeedbackState, *, by: User, at: datetime, **told: str
) -> Feedback:
    feedback.state, feedback.decided_by, feedback.decided_at = outcome, by, at
    feedback.save()
    audit.record("decided", feedback, by=by, at=at, outcome=outcome, **told)
    return feedback
