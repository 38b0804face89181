"""The same answer in other languages, and whether a translation keeps up with its original."""

import json
from datetime import date

from django.db.models import Q

from articles.languages import own_name
from articles.models import Article, Publication
from articles.pages.values import Link, OtherLanguage, Translation


def languages(article: Article, *, on: date) -> tuple[OtherLanguage, ...]:
    """The public answers that say the same in other languages, by code (one query)."""
    original = article.translation_of_id or article.pk
    family = Article.objects.public(on=on).filter(Q(pk=original) | Q(translation_of=original))
    others = family.exclude(pk=article.pk).select_related("condition").order_by("language")
    return tuple(
        OtherLanguage(other.language, own_name(other.language), other.get_absolute_url())
        for other in others
    )


def translation(article: Article, live: Publication) -> Translation | None:
    """What a translation was made from; None for an original. Needs the rows loaded."""
    original, made_from = article.translation_of, live.revision.translates
    if original is None or made_from is None:
        return None
    now = original.live
    return Translation(
        original=Link(
            json.loads(made_from.revision.snapshot)["question"], original.get_absolute_url()
        ),
        language=original.language,
        language_name=own_name(original.language),
        number=made_from.revision.number,
        moved_on=now is None or now.revision_id != made_from.revision_id,
    )
