"""Safety alerts about treatments, matched with the answers that name them."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Max

from articles.enums import WithdrawalKind
from articles.models import Publication, Revision, Treatment, Withdrawal
from articles.pages.reading import names_treatment
from articles.pages.values import Alert


def standing() -> list[Withdrawal]:
    """The newest word about each treatment, unless it was lifted (one query)."""
    newest = (
        Withdrawal.objects.filter(treatment__isnull=False)
        .order_by()
        .values("treatment")
        .annotate(newest=Max("pk"))
        .values("newest")
    )
    return list(
        Withdrawal.objects.filter(pk__in=newest)
        .exclude(kind=WithdrawalKind.LIFT)
        .select_related("treatment")
    )


def of(treatment: Treatment) -> Withdrawal | None:
    """The alert about that treatment that stands (one query)."""
    newest = treatment.withdrawals.order_by("pk").last()
    return newest if newest and newest.kind != WithdrawalKind.LIFT else None


def about(
    data: Mapping[str, Any], publication: Publication, alerts: Iterable[Withdrawal]
) -> tuple[Alert, ...]:
    """The alerts that stand above a publication with that snapshot.

    A whole-page review signed after an alert has taken it into account and ends it here.
    """
    signed_at = reviewed_at(publication.rests_on or publication)
    return tuple(
        alert(withdrawal)
        for withdrawal in alerts
        if withdrawal.treatment is not None
        and signed_at <= withdrawal.at
        and _named(withdrawal.treatment, withdrawal, data, publication.revision)
    )


def alert(withdrawal: Withdrawal) -> Alert:
    """A treatment's alert in words for readers."""
    treatment = withdrawal.treatment
    assert treatment is not None
    return Alert(
        treatment=called(withdrawal)[0],
        path=treatment.get_absolute_url(),
        kind=withdrawal.kind,
        kind_label=withdrawal.get_kind_display(),
        # Whoever raises one writes for every page at once, in the language of the site.
        language=settings.LANGUAGE_CODE,
        scope=withdrawal.scope,
        notice=withdrawal.notice,
        at=withdrawal.at,
    )


def called(alert: Withdrawal) -> tuple[str, ...]:
    """What its treatment was called when it was raised, its own name first.

    An alert from before its names were kept goes by those of today.
    """
    assert alert.treatment is not None
    return tuple(alert.names.splitlines()) or alert.treatment.names


def reviewed_at(publication: Publication) -> datetime:
    """When the whole page was signed, which may be days before it was published."""
    return min(
        datetime.fromisoformat(statement["signed_at"])
        for statement in json.loads(publication.signers)
        if statement["scope"] == "whole_page"
    )


def withheld(articles: Collection[int], alerts: Iterable[Withdrawal]) -> frozenset[int]:
    """Which of those articles have a live text that a *stop* withholds (one query if any
    stands)."""
    stops = [alert for alert in alerts if alert.kind == WithdrawalKind.STOP]
    if not stops or not articles:
        return frozenset()
    publications = Publication.objects.filter(live_for__in=articles).select_related(
        "revision__translates__revision", "rests_on"
    )
    return frozenset(
        publication.article_id
        for publication in publications
        if about(json.loads(publication.revision.snapshot), publication, stops)
    )


def _named(
    treatment: Treatment,
    standing: Withdrawal | None,
    data: Mapping[str, Any],
    words: Revision,
) -> bool:
    """Whether the words name it, or those that they translate: its names are in one language."""
    called = names(treatment, standing)
    if names_treatment(data, treatment.slug, called):
        return True
    made_from = words.translates
    if made_from is None:
        return False
    original = json.loads(made_from.revision.snapshot)
    return names_treatment(original, treatment.slug, called)


def names(treatment: Treatment, standing: Withdrawal | None) -> tuple[str, ...]:
    """The words by which prose names a treatment, with those of the alert that stands.

    An alert from before its names were kept has none.
    """
    kept = standing.names.splitlines() if standing else ()
    return tuple(dict.fromkeys((*treatment.names, *kept)))


def over(words: Revision) -> list[Withdrawal]:
    """The alerts that stand about treatments which those words name (one query).

    A whole-page review that is signed now ends them above the words.
    """
    return [
        alert
        for alert in standing()
        if alert.treatment is not None and _in(words, alert.treatment, alert)
    ]


def told_of(publications: Sequence[Publication]) -> list[tuple[Withdrawal, list[Publication]]]:
    """Every alert ever raised or lifted about a treatment that some of those publications name.

    The oldest first, each with the publications that name it (one query if there are any).
    """
    if not publications:
        return []
    every = Withdrawal.objects.filter(treatment__isnull=False).select_related("treatment", "by")
    texts = [(row, json.loads(row.revision.snapshot)) for row in publications]
    told = []
    for alert in every.order_by("pk"):
        assert alert.treatment is not None
        naming = [row for row, data in texts if _named(alert.treatment, alert, data, row.revision)]
        if naming:
            told.append((alert, naming))
    return told


def affected(treatment: Treatment, standing: Withdrawal | None) -> list[Publication]:
    """The live publications that name the treatment, whose alert `standing` is."""
    live = Publication.objects.filter(live_for__isnull=False).select_related(
        "revision__translates__revision", "article__condition"
    )
    return [row for row in live if _in(row.revision, treatment, standing)]


def _in(words: Revision, treatment: Treatment, standing: Withdrawal | None) -> bool:
    return _named(treatment, standing, json.loads(words.snapshot), words)
