"""Every public address of the content side, and when its words last changed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Max
from django.urls import reverse

from articles.enums import SiteTextKind
from articles.models import Article, SiteText
from articles.pages.catalogue import treatments

_TEXTS = {
    "articles:policy": {SiteTextKind.EDITORIAL_POLICY},
    "articles:disclaimer": {SiteTextKind.DISCLAIMER, SiteTextKind.EMERGENCY_NUMBERS},
    "articles:funding": {SiteTextKind.FUNDING},
    "articles:privacy": {SiteTextKind.PRIVACY},
}


@dataclass(frozen=True)
class Address:
    """A path; `changed_at` is None for lists, which have no one moment of change."""

    path: str
    changed_at: datetime | None


def addresses(*, language: str, on: date) -> tuple[Address, ...]:
    """What readers see in that language: own pages, conditions, answers, treatments (four queries).

    Nothing where no answer is in it. Paths are in the active language: the caller activates it.
    """
    names = ("home", "a_to_z", "treatments", "contact", "corrections")
    answers = _conditions_and_answers(language, on=on)
    if not answers and language != settings.LANGUAGE_CODE:
        return ()
    return (
        *(Address(reverse(f"articles:{name}"), None) for name in names),
        *_texts(),
        *answers,
        *(Address(line.path, line.changed_at) for line in treatments(language=language, on=on)),
    )


def _texts() -> list[Address]:
    newest = SiteText.objects.order_by().values_list("kind").annotate(newest=Max("at"))
    changed = dict(newest)
    return [
        Address(reverse(name), max((changed[k] for k in kinds if k in changed), default=None))
        for name, kinds in _TEXTS.items()
    ]


def _conditions_and_answers(language: str, *, on: date) -> list[Address]:
    conditions: dict[str, datetime] = {}
    answers = []
    public = Article.objects.public(on=on).in_language(language)
    for article in public.select_related("condition", "live").order_by("condition__slug", "slug"):
        assert article.live is not None
        changed_at, path = article.live.published_at, article.condition.get_absolute_url()
        answers.append(Address(article.get_absolute_url(), changed_at))
        conditions[path] = max(conditions.get(path, changed_at), changed_at)
    return [*(Address(path, at) for path, at in conditions.items()), *answers]
