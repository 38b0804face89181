"""Experiences: shared by readers, held for an editor, and theirs to take back at any time.

The author acts with the token of their private link. The audit trail says that the author did,
and nothing of who they are or what they wrote: neither that it spoke of danger nor which rule it
broke, for the trail outlives the text.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from articles import policies, triage
from articles.actions import audit
from articles.enums import SiteTextKind, VoiceRule, VoiceState
from articles.errors import Conflict, NotReady
from articles.models import Article, Experience, SiteText
from articles.models.voices import WAITING
from articles.texts import comparable, fingerprint, normalise

_AUTHOR = "the author"


@dataclass(frozen=True)
class Story:
    """What somebody shares."""

    pseudonym: str
    relation: str
    text: str


@transaction.atomic
def share(
    article_id: int, story: Story, *, adult: bool, consent_id: int, token: str, at: datetime
) -> Experience:
    """Keep an experience for an editor to look at; urgent where it speaks of danger.

    Sending the same form twice keeps one. Raises `Conflict` when the consent text is no longer
    the newest, or the form was sent before with other words; `NotReady` from under 18.
    """
    article = Article.objects.locked(article_id)
    story = _normalised(story)
    if not adult:
        raise NotReady([_("Your age: only people of 18 or over can share an experience here.")])
    if not SiteText.objects.is_newest(consent_id, SiteTextKind.CONSENT):
        raise Conflict(_("The consent text has changed. Please read it again before you send."))
    if sent := Experience.objects.filter(token_hash=fingerprint(token)).first():
        if (sent.article_id, sent.text, sent.pseudonym) != (
            article.pk,
            story.text,
            story.pseudonym,
        ):
            raise Conflict(_("This form was sent already. Check what you wrote and send it again."))
        return sent
    experience = Experience.objects.create(
        article=article,
        **_columns(story),
        adult=True,
        consent_id=consent_id,
        token_hash=fingerprint(token),
        state=_first_state(story.text),
        received_at=at,
    )
    audit.record("shared", experience, by=None, at=at, who=_AUTHOR)
    return experience


@transaction.atomic
def revise(token: str, story: Story, *, at: datetime) -> Experience:
    """The author's shorter text takes the place of the one they were asked to shorten.

    Raises `Experience.DoesNotExist` for an unknown token, `Conflict` unless they were asked.
    """
    experience = _of(token)
    if experience.state != VoiceState.SHORTEN:
        raise Conflict(_("Nobody asks you to change this text at present, so it was left alone."))
    story = _normalised(story)
    for column, value in _columns(story).items():
        setattr(experience, column, value)
    experience.state = _first_state(story.text)
    experience.save()
    audit.record("revised", experience, by=None, at=at, who=_AUTHOR)
    return experience


@transaction.atomic
def withdraw(token: str, *, at: datetime) -> Experience:
    """Delete the text at its author's wish, from the next request on. Repeating it is safe.

    Raises `Experience.DoesNotExist` for an unknown token.
    """
    experience = _of(token)
    if experience.state != VoiceState.DELETED:
        _delete(experience, at=at)
        audit.record("withdrew", experience, by=None, at=at, who=_AUTHOR)
    return experience


@transaction.atomic
def erase(pk: int, *, why: str, at: datetime) -> Experience:
    """Delete the text on the operator's side: a request in writing, or the end of its time.

    Raises `Experience.DoesNotExist` for an unknown number.
    """
    experience = Experience.objects.locked(pk)
    if experience.state != VoiceState.DELETED:
        _delete(experience, at=at)
        audit.record("erased", experience, by=None, at=at, why=why)
    return experience


@transaction.atomic
def publish(
    pk: int, *, seen: str, confirmed: Collection[str], lead_told: bool, by: User, at: datetime
) -> Experience:
    """Show the experience that the editor saw (`seen_as`) with its answer.

    Raises `NotReady` while a rule is not confirmed, `Conflict` when the author or another editor
    was faster, or when the same contributor already speaks on this question.
    """
    experience = _undecided(pk, seen, by)
    problems = [
        _("Not confirmed: %(rule)s.") % {"rule": rule.label}
        for rule in VoiceRule
        if rule not in confirmed
    ]
    _require_lead_told(experience, lead_told, problems)
    if problems:
        raise NotReady(problems)
    experience.rule, experience.message = "", ""
    try:
        with transaction.atomic():
            _decide(experience, VoiceState.PUBLISHED, by=by, at=at)
    except IntegrityError as error:
        raise Conflict(
            _("Somebody already speaks under this name on this question: one voice a contributor.")
        ) from error
    audit.record("published experience", experience, by=by, at=at)
    return experience


@transaction.atomic
def ask_to_shorten(
    pk: int, *, seen: str, message: str, lead_told: bool, by: User, at: datetime
) -> Experience:
    """Ask the author, who sees the message at their private link, to change the text."""
    experience = _undecided(pk, seen, by)
    problems = [] if message.strip() else [_("Message: say to the author what to change.")]
    _require_lead_told(experience, lead_told, problems)
    if problems:
        raise NotReady(problems)
    experience.message = normalise(message)
    _decide(experience, VoiceState.SHORTEN, by=by, at=at)
    audit.record("asked to shorten", experience, by=by, at=at)
    return experience


@transaction.atomic
def decline(
    pk: int, *, seen: str, rule: str, message: str, lead_told: bool, by: User, at: datetime
) -> Experience:
    """Decline an experience, or take a published one down, with the reason for its author."""
    experience = _seen(pk, seen, by)
    if experience.state == VoiceState.DECLINED:
        raise Conflict(_("Somebody else has declined it already."))
    problems = [] if message.strip() else [_("Message: say to the author why.")]
    if rule not in VoiceRule.values:
        problems.append(_("Rule: say which one it does not meet."))
    _require_lead_told(experience, lead_told, problems)
    if problems:
        raise NotReady(problems)
    experience.rule, experience.message = rule, normalise(message)
    _decide(experience, VoiceState.DECLINED, by=by, at=at)
    audit.record("declined", experience, by=by, at=at)
    return experience


def seen_as(experience: Experience) -> str:
    """The fingerprint of all that readers would see of it."""
    return fingerprint("\n".join((experience.pseudonym, experience.relation, experience.text)))


def _normalised(story: Story) -> Story:
    pseudonym = " ".join(normalise(story.pseudonym).split())
    return Story(pseudonym, story.relation, normalise(story.text))


def _columns(story: Story) -> dict[str, str]:
    return {
        "pseudonym": story.pseudonym,
        "pseudonym_key": fingerprint(comparable(story.pseudonym)),
        "relation": story.relation,
        "text": story.text,
    }


def _first_state(text: str) -> VoiceState:
    return VoiceState.URGENT if triage.speaks_of_danger(text) else VoiceState.WAITING


def _of(token: str) -> Experience:
    known = Experience.objects.values_list("pk", flat=True)
    return Experience.objects.locked(known.get(token_hash=fingerprint(token)))


def _seen(pk: int, seen: str, by: User) -> Experience:
    """The experience, locked. Raises unless it still has the words that were seen."""
    policies.require(policies.may_triage(by), _("Only editors decide about experiences."))
    experience = Experience.objects.locked(pk)
    if experience.state == VoiceState.DELETED:
        raise Conflict(_("The author has deleted it meanwhile."))
    if seen_as(experience) != seen:
        raise Conflict(_("The author has changed it after you opened it."))
    return experience


def _undecided(pk: int, seen: str, by: User) -> Experience:
    experience = _seen(pk, seen, by)
    if experience.state not in WAITING:
        raise Conflict(_("Somebody else has decided about it already."))
    return experience


def _require_lead_told(experience: Experience, lead_told: bool, problems: list[str]) -> None:
    if experience.state == VoiceState.URGENT and not lead_told:
        problems.append(_("It is urgent: tell the person named for it first, and confirm that."))


def _decide(experience: Experience, state: VoiceState, *, by: User, at: datetime) -> None:
    experience.state, experience.decided_by, experience.decided_at = state, by, at
    experience.save()


def _delete(experience: Experience, *, at: datetime) -> None:
    experience.state, experience.deleted_at = VoiceState.DELETED, at
    experience.text = experience.message = experience.relation = experience.rule = ""
    experience.pseudonym = experience.pseudonym_key = ""
    experience.save()
