"""The index of treatments: every one that an answer shown to readers names."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from articles.enums import TreatmentKind
from articles.models import Article
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
    """Treatments of public answers in that language, and those with an alert (two queries).

    Each has the names of the newest answer that is shown with it, else those of its alert.
    """
    named: dict[str, tuple[tuple[str, ...], str]] = {}
    conditions: dict[str, set[Link]] = defaultdict(set)
    changed: dict[str, list[datetime]] = defaultdict(list)
    standing = alerts.standing()
    for alert in standing:
        treatment = alert.treatment
        assert treatment is not None
        named[treatment.slug] = (alerts.called(alert), treatment.get_kind_display())
        changed[treatment.slug].append(alert.at)
    # Canonical JSON has one spelling, so this finds every answer with an entry and no other.
    public = Article.objects.public(on=on).in_language(language)
    articles = public.filter(live__revision__snapshot__contains='"treatment":"')
    related = ("condition", "live__revision__translates__revision", "live__rests_on")
    for article in articles.select_related(*related).order_by("live_id"):
        live = article.live
        assert live is not None
        data = json.loads(live.revision.snapshot)
        if any(alert.kind == "stop" for alert in alerts.about(data, live, standing)):
            continue
        link = Link(data["condition"]["name"], article.condition.get_absolute_url())
        for entry in data["treatments"]:
            kind = str(TreatmentKind(entry["treatment_kind"]).label)
            named[entry["treatment"]] = ((entry["name"], *entry["brand_names"]), kind)
            conditions[entry["treatment"]].add(link)
            changed[entry["treatment"]].append(live.published_at)
    lines = (
        TreatmentLine(
            name=name,
            path=reverse("articles:treatment", args=[slug]),
            brand_names=tuple(brands),
            kind_label=kind,
            conditions=tuple(sorted(conditions[slug], key=lambda link: link.text.casefold())),
            changed_at=max(changed[slug]),
        )
        for slug, ((name, *brands), kind) in named.items()
    )
    return tuple(sorted(lines, key=lambda line: line.name.casefold()))
