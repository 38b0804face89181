"""The index of treatments: every one that an answer shown to readers names."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from articles.models import Article, Treatment
from articles.pages import alerts
from articles.pages.values import Link


@dataclass(frozen=True)
class TreatmentLine:
    """A treatment as one line of the index; `changed_at` is when readers last saw a change."""

    name: str
    path: str
    brand_names: tuple[str, ...]
    kind_label: str
    conditions: tuple[Link, ...]
    changed_at: datetime


def treatments(*, language: str, on: date) -> tuple[TreatmentLine, ...]:
    """Treatments of public answers in that language, and those with an alert (three queries)."""
    conditions: dict[str, set[Link]] = defaultdict(set)
    changed: dict[str, list[datetime]] = defaultdict(list)
    standing = alerts.standing()
    for alert in standing:
        assert alert.treatment is not None
        changed[alert.treatment.slug].append(alert.at)
    # Canonical JSON has one spelling, so this finds every answer with an entry and no other.
    public = Article.objects.public(on=on).in_language(language)
    articles = public.filter(live__revision__snapshot__contains='"treatment":"')
    for article in articles.select_related("condition", "live__revision", "live__rests_on"):
        live = article.live
        assert live is not None
        data = json.loads(live.revision.snapshot)
        if any(alert.kind == "stop" for alert in alerts.about(data, live, standing)):
            continue
        link = Link(data["condition"]["name"], article.condition.get_absolute_url())
        for entry in data["treatments"]:
            conditions[entry["treatment"]].add(link)
            changed[entry["treatment"]].append(live.published_at)
    return tuple(
        TreatmentLine(
            name=row.name,
            path=row.get_absolute_url(),
            brand_names=row.brands,
            kind_label=row.get_kind_display(),
            conditions=tuple(sorted(conditions[row.slug], key=lambda link: link.text.casefold())),
            changed_at=max(changed[row.slug]),
        )
        for row in Treatment.objects.filter(slug__in=changed)
    )
