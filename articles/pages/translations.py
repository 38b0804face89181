"""The same answer in other languages, and whether a translation keeps up with its original."""

import json
from datetime import date

from django.db.models import Q

from articles.enums import ChangeClass
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


def translation(article: Article) -> Translation | None:
    """What the live translation was made from; None for an original.

    Needs the rows loaded; two more queries for a translation. Whoever only changed the wording, or
    reconfirmed the same words, has not left the translation behind.
    """
    original, live = article.translation_of, article.live
    if original is None or live is None or live.revision.translates is None:
        return None
    made_from = live.revision.translates
    newer = Publication.objects.filter(article=original, pk__gt=made_from.pk)
    return Translation(
        original=Link(
            json.loads(made_from.revision.snapshot)["question"], original.get_absolute_url()
        ),
        language=original.language,
        language_name=own_name(original.language),
        number=Publication.objects.filter(article=original, pk__lte=made_from.pk).count(),
        moved_on=newer.exclude(revision=made_from.revision_id)
        .filter(revision__proposed_class=ChangeClass.MATERIAL)
        .exists(),
    )
