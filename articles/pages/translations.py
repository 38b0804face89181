"""The same answer in other languages, and whether a translation keeps up with its original."""

import json
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from articles.enums import ChangeClass
from articles.languages import own_name, path_in
from articles.models import Article, Condition, Publication, Revision
from articles.pages.values import Link, OtherLanguage, Translation

Others = tuple[OtherLanguage, ...]


def languages(article: Article, *, on: date) -> tuple[Others, Others]:
    """The public answers that say the same in other languages, by code (one query).

    And the condition's pages in those in which readers see any answer about it.
    """
    original = article.translation_of_id or article.pk
    public = Article.objects.public(on=on).filter(condition=article.condition)
    others = public.exclude(language=article.language).order_by("language", "pk")
    rows = others.values_list("language", "slug", "pk", "translation_of")
    same: dict[str, str] = {}
    about: dict[str, str] = {}
    topic = article.condition.slug
    for code, slug, *family in rows:
        about[code] = path_in(code, "articles:condition", topic)
        if original in family:
            same[code] = path_in(code, "articles:answer", topic, slug)
    return _named(same), _named(about)


def languages_about(condition: Condition, *, besides: str, on: date) -> Others:
    """The other languages in which readers see answers about the condition, by code (one query)."""
    public = condition.articles.public(on=on).exclude(language=besides)
    found = public.order_by("language").values_list("language", flat=True).distinct()
    return _named({code: path_in(code, "articles:condition", condition.slug) for code in found})


def _named(paths: dict[str, str]) -> Others:
    return tuple(OtherLanguage(code, own_name(code), path) for code, path in paths.items())


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
