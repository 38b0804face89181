"""What became of published words, and whether anybody may still have them: the one rule.

It is about the answer rather than the version: while an answer is withdrawn, stopped or lapsed,
what it said before is withheld with it, so that nobody reads older words in its place. An
earlier version of an answer that stands is shown for what it is, however long ago its own
review was due.
"""

import json
from collections.abc import Sequence
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from articles import freshness
from articles.enums import Freshness, WithdrawalKind
from articles.models import Publication, Withdrawal
from articles.pages import alerts
from articles.pages.values import Alert


class Standing(TextChoices):
    """What became of words that were published."""

    LIVE = "live", _("It is what readers see now.")
    REPLACED = "replaced", _("A newer version took its place: readers do not see it any more.")
    WITHDRAWN = "withdrawn", _("It was withdrawn: the words are not shown, the record stays.")
    STOPPED = "stopped", _("A safety alert about a treatment withholds the words.")
    LAPSED = "lapsed", _("Its review is too long ago: the words are not shown.")

    @property
    def shown(self) -> bool:
        """Whether anybody may have the words."""
        return self in {Standing.LIVE, Standing.REPLACED}


def of(publication: Publication, alerted: Sequence[Withdrawal], *, on: date) -> Standing:
    """How a publication stands on that day.

    Asks for nothing where `revision`, `rests_on`, the article's withdrawals, and its live
    publication with the same two, are loaded.
    """
    article = publication.article
    if article.live is None or withdrawal(publication) is not None:
        return Standing.WITHDRAWN
    if any(alert.kind == WithdrawalKind.STOP for alert in above(publication, alerted)):
        return Standing.STOPPED
    due_on = article.live.review_due_on
    if freshness.of(article.kind, due_on=due_on, on=on) == Freshness.LAPSED:
        return Standing.LAPSED
    return Standing.LIVE if article.live_id == publication.pk else Standing.REPLACED


def withdrawal(publication: Publication) -> Withdrawal | None:
    """The newest withdrawal that took these words back.

    What is taken back is the answer, so that what it said before is taken back with it.
    """
    covering = [
        row
        for row in publication.article.withdrawals.all()
        if row.kind == WithdrawalKind.WITHDRAW and (row.publication_id or 0) >= publication.pk
    ]
    return max(covering, key=lambda row: row.pk, default=None)


def above(publication: Publication, alerted: Sequence[Withdrawal]) -> tuple[Alert, ...]:
    """The alerts about these words and about the words that stand in their place now."""
    live = publication.article.live
    found = [*_about(publication, alerted), *(_about(live, alerted) if live else ())]
    return tuple(dict.fromkeys(found))


def _about(publication: Publication, alerted: Sequence[Withdrawal]) -> tuple[Alert, ...]:
    if not alerted:
        return ()
    return alerts.about(json.loads(publication.revision.snapshot), publication, alerted)
