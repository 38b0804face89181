"""Translations: each is an answer of its own, with its own revisions and its own reviewers."""

import json
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles import drafts, policies
from articles.actions import audit, drafting
from articles.errors import Conflict, NotReady, Unchanged
from articles.models import Article


@transaction.atomic
def start(original_id: int, *, language: str, by: User, at: datetime) -> Article:
    """Begin a translation of a live original: its live words are the translator's first draft.

    Raises `Conflict` when the original is not live, is a translation itself, or has a
    translation into that language already; `NotReady` for a language that this site has not.
    """
    policies.require(policies.may_create(by), _("Only editors start answers."))
    original = Article.objects.locked(original_id)
    if language not in dict(settings.LANGUAGES) or language == original.language:
        raise NotReady([_("Language: choose one of this site’s other languages.")])
    if original.live is None or original.translation_of_id is not None:
        raise Conflict(_("Only a live original is translated."))
    words = json.loads(original.live.revision.snapshot)
    translation = drafting.start(
        Article(
            condition=original.condition,
            kind=original.kind,
            question=words["question"],
            slug=original.slug,
            language=language,
            translation_of=original,
            follows=original.live,
            origin_dataset=original.origin_dataset,
            origin_url=original.origin_url,
            origin_licence=original.origin_licence,
        ),
        by=by,
        at=at,
    )
    draft = drafts.of_snapshot(words)
    return drafting.save_draft(translation.pk, draft, expected_version=0, by=by, at=at)


@transaction.atomic
def follow(translation_id: int, *, by: User, at: datetime) -> Article:
    """Say that the draft has been brought up to the original's live version.

    Raises `Conflict` when the original is not live, `Unchanged` when the draft follows it already.
    """
    policies.require(policies.may_edit(by), _("Only editors change drafts."))
    article = Article.objects.locked(translation_id)
    original = article.translation_of
    if original is None or original.live is None:
        raise Conflict(_("There is no live original to follow."))
    if article.follows_id == original.live_id:
        raise Unchanged(_("The draft follows the live version of the original already."))
    article.follows = original.live
    article.save(update_fields=["follows"])
    audit.record("followed", article, by=by, at=at, publication=original.live_id)
    return article
