"""Voices of the demonstration: invented, and saying so in their own words."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import User

from articles.actions import feedback, voices
from articles.actions.voices import Story, seen_as
from articles.enums import FeedbackState, SiteTextKind, VoiceRule
from articles.models import Article, Condition, SiteText


def load(rows: dict[str, Any], *, editor: User, at: datetime) -> None:
    """Share, publish, report and ask through the real actions; `rows` as in `content/site.toml`."""
    article = Article.objects.get(
        condition__slug=rows["condition"], slug=rows["answer"], live__isnull=False
    )
    consent = SiteText.objects.current(language=article.language)[SiteTextKind.CONSENT]
    assert article.live is not None
    for number, row in enumerate(rows["experiences"]):
        shared = voices.share(
            article.pk,
            Story(row["pseudonym"], row["relation"], row["text"].strip()),
            adult=True,
            consent_id=consent.pk,
            token=f"demonstration {number}",
            at=at - timedelta(days=9),
        )
        if row["published"]:
            voices.publish(
                shared.pk,
                seen=seen_as(shared),
                confirmed=VoiceRule.values,
                lead_told=False,
                by=editor,
                at=at - timedelta(days=7),
            )
    tokens = (f"demonstration of feedback {number}" for number in count())
    report = feedback.report(
        article.pk,
        rows["report"],
        sha256=article.live.revision.sha256,
        token=next(tokens),
        at=at,
    )
    feedback.decide(report.pk, FeedbackState.UNCHANGED, by=editor, at=at)
    condition = Condition.objects.get(slug=rows["condition"])
    asked = feedback.ask(condition.pk, rows["question"], language="en", token=next(tokens), at=at)
    feedback.show_as_question(asked.pk, rows["wording"], by=editor, at=at)
    feedback.ask(condition.pk, rows["waiting"], language="en", token=next(tokens), at=at)
