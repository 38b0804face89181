"""Taking back and warning, with a look at who somebody is as a reviewer: `articles` cannot know."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from articles.actions import audit, withdrawing
from articles.enums import WithdrawalKind
from articles.models import Treatment, Withdrawal
from articles.policies import require
from reviews import policies
from reviews.models import ReviewRecord


@transaction.atomic
def withdraw(article_id: int, *, reason: str, notice: str, by: User, at: datetime) -> Withdrawal:
    """Take a live answer down (`withdrawing.withdraw_article`), unless suspended."""
    why_not = policies.why_not_withdraw(by)
    require(not why_not, why_not)
    return withdrawing.withdraw_article(article_id, reason=reason, notice=notice, by=by, at=at)


@transaction.atomic
def alert(
    treatment_id: int,
    *,
    kind: WithdrawalKind,
    scope: str,
    reason: str,
    notice: str,
    by: User,
    at: datetime,
) -> Withdrawal:
    """Warn of a treatment, or lift its alert (`withdrawing.alert_treatment`).

    It is later than every signature there is, whatever the clocks say: whoever signed while it
    waited for its turn had not seen it.

    To warn is as easy as to withdraw; what a warning withholds comes back by fewer people.
    """
    lifts = kind == WithdrawalKind.LIFT
    today = timezone.localdate(at)
    why_not = policies.why_not_lift(by, on=today) if lifts else policies.why_not_withdraw(by)
    require(not why_not, why_not)
    # In the order of `withdrawing.alert_treatment`.
    Treatment.objects.select_for_update(no_key=True).get(pk=treatment_id)
    audit.lock()
    signed_at = ReviewRecord.objects.aggregate(newest=Max("signed_at"))["newest"]
    return withdrawing.alert_treatment(
        treatment_id,
        kind=kind,
        scope=scope,
        reason=reason,
        notice=notice,
        by=by,
        at=max(at, signed_at or at),
    )
