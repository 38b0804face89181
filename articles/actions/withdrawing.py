"""Taking back: an answer, or a treatment wherever it is named. One person and a reason suffice."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from articles import policies, search
from articles.actions import audit
from articles.enums import WithdrawalKind
from articles.errors import Conflict, NotReady
from articles.models import Article, Treatment, Withdrawal
from articles.pages import alerts


@transaction.atomic
def withdraw_article(
    article_id: int, *, reason: str, notice: str, by: User, at: datetime
) -> Withdrawal:
    """Take the live answer and its translations down from the very next request on.

    Raises `Conflict` when nothing is live, `NotReady` without a reason and a notice.
    """
    policies.require(policies.may_withdraw(by), _("You may not withdraw answers."))
    _require_words(reason, notice)
    family = Article.objects.filter(Q(pk=article_id) | Q(translation_of=article_id))
    locked = {row.pk: row for row in family.select_for_update().order_by("pk")}
    article = locked.pop(article_id)
    if article.live is None:
        raise Conflict(_("This answer is not live, so there is nothing to withdraw."))
    for translation in locked.values():
        if translation.live is not None:
            with override(translation.language):
                begin = _("The answer that this page translates was withdrawn.")
            _take_down(translation, reason, f"{begin}\n\n{notice}", by=by, at=at)
    return _take_down(article, reason, notice, by=by, at=at)


@transaction.atomic
def alert_treatment(
    treatment_id: int,
    *,
    kind: WithdrawalKind,
    scope: str,
    reason: str,
    notice: str,
    by: User,
    at: datetime,
) -> Withdrawal:
    """Put a caution above every live answer that names the treatment, or withhold their text.

    `kind` is caution, stop, or lift (which ends either). What the treatment is called now, and
    was while an alert stood, is kept with it: no edit of the catalogue ends an alert.
    Raises `Conflict` for a lift of nothing, `NotReady` without a reason and a notice.
    """
    policies.require(policies.may_withdraw(by), _("You may not withdraw treatments."))
    _require_words(reason, notice)
    # Not FOR UPDATE: who saves a draft that names the treatment may hold the audit chain already,
    # for which this waits below.
    treatment = Treatment.objects.select_for_update(no_key=True).get(pk=treatment_id)
    standing = alerts.of(treatment)
    if kind == WithdrawalKind.LIFT and standing is None:
        raise Conflict(_("There is no alert about this treatment to lift."))
    withdrawal = Withdrawal.objects.create(
        treatment=treatment,
        names="\n".join(alerts.names(treatment, standing)),
        kind=kind,
        scope=scope,
        reason=reason,
        notice=notice,
        by=by,
        at=at,
    )
    audit.record(f"alert: {kind}", withdrawal, by=by, at=at, reason=reason)
    return withdrawal


def _take_down(article: Article, reason: str, notice: str, *, by: User, at: datetime) -> Withdrawal:
    withdrawal = Withdrawal.objects.create(
        article=article,
        publication=article.live,
        kind=WithdrawalKind.WITHDRAW,
        reason=reason,
        notice=notice,
        by=by,
        at=max(at, _last_submission(article)),
    )
    article.live = None
    article.save(update_fields=["live"])
    audit.record("withdrew", withdrawal, by=by, at=at, reason=reason)
    search.refresh([article.pk])
    return withdrawal


def _require_words(reason: str, notice: str) -> None:
    problems = [] if reason.strip() else [_("Reason: say why, for the record.")]
    if not notice.strip():
        problems.append(_("Notice: say to readers what they should know."))
    if problems:
        raise NotReady(problems)


def _last_submission(article: Article) -> datetime:
    """When the newest version was submitted.

    Publishing refuses what was submitted before a withdrawal; a clock that was moved back must
    not make an older version look newer than it.
    """
    newest: datetime = article.revisions.aggregate(newest=Max("submitted_at"))["newest"]
    return newest
