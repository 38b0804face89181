"""The same answer in other languages, and whether a translation keeps up with its original."""

import json
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from articles.enums import ChangeClass
from articles.languages import own_name, path_in
from articles.models import Article, Condition, Publication, Revision
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


def languages_about(condition: Condition, *, besides: str, on: date) -> tuple[OtherLanguage, ...]:
    """The other languages in which readers see answers about the condition, by code (one query)."""
    public = condition.articles.public(on=on).exclude(language=besides)
    found = public.order_by("language").values_list("language", flat=True).distinct()
    return tuple(
        OtherLanguage(code, own_name(code), path_in(code, "articles:condition", condition.slug))
        for code in found
    )


def changing(
    original: Article | F, *, since: Publication | F, words: Revision | F
) -> QuerySet[Publication]:
    """The original's publications after `since` that say something else in substance.

    `words` is what `since` says: who reconfirms it, or changes wording only, leaves no
    translation behind. Each may be a row or an outer reference.
    """
    newer: dict[str, Any] = {"article": original, "pk__gt": getattr(since, "pk", since)}
    same: dict[str, Any] = {"revision": words}
    material = Publication.objects.filter(revision__proposed_class=ChangeClass.MATERIAL)
    return material.filter(**newer).exclude(**same)


def translation(article: Article) -> Translation | None:
    """What the live translation was made from; None for an original.

    Needs the rows loaded; two more queries for a translation. Whoever only changed the wording, or
    reconfirmed the same words, has not left the translation behind.
    """
    original, live = article.translation_of, article.live
    if original is None or live is None or live.revision.translates is None:
        return None
    made_from = live.revision.translates
    return Translation(
        original=Link(
            json.loads(made_from.revision.snapshot)["question"], original.get_absolute_url()
        ),
        language=original.language,
        language_name=own_name(original.language),
        number=Publication.objects.filter(article=original, pk__lte=made_from.pk).count(),
        moved_on=changing(original, since=made_from, words=made_from.revision).exists(),
    )
