"""What bars a submitted version from going live, whoever signs it; each in a sentence."""

import json
from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from articles.enums import Retraction, WithdrawalKind
from articles.models import Article, Publication, Revision, Source, Withdrawal
from articles.pages import translations


def of(words: Revision) -> tuple[str, ...]:
    """What bars that version now."""
    return of_many([words])[words.pk]


def of_many(versions: Collection[Revision]) -> dict[int, tuple[str, ...]]:
    """What bars each of the versions now, by key (two queries)."""
    cited = {version.pk: _cited(version.snapshot) for version in versions}
    retracted = list(_retracted(set().union(*cited.values())))
    return {
        version.pk: (
            *_overtaken(version),
            *(_says(source) for source in retracted if source.pk in cited[version.pk]),
        )
        for version in _with_what_followed(cited)
    }


def retracted_sources(snapshot: str) -> QuerySet[Source]:
    """The sources that a snapshot's text cites and that are retracted by now (one query)."""
    return _retracted(_cited(snapshot))


def left_behind(original: Article, made_from: Publication) -> str:
    """Why words made from that publication of the original may not be public; else empty.

    What was withdrawn, or changed in substance, is not to come back in another language.
    """
    changed = translations.changing(original, since=made_from, words=made_from.revision)
    return _behind(
        live=original.live_id is not None,
        withdrawn=_withdrawn(original, made_from).exists(),
        changed=changed.exists(),
    )


def _behind(*, live: bool, withdrawn: bool, changed: bool) -> str:
    if not live:
        return _("The original of this translation is not live.")
    if withdrawn:
        return _("The words that this translates were withdrawn.")
    return _("The original has changed since this was translated.") if changed else ""


def _with_what_followed(keys: Collection[int]) -> QuerySet[Revision]:
    """The versions with what happened to their answers, and to the originals, since."""
    published = Publication.objects.filter(article=OuterRef("article")).order_by("-pk")
    withdrawn = Withdrawal.objects.filter(article=OuterRef("article")).order_by("-pk")
    original, made_from = OuterRef("article__translation_of"), OuterRef("translates")
    changed = translations.changing(
        original, since=made_from, words=OuterRef("translates__revision")
    )
    found = Revision.objects.annotate(
        newest=Subquery(published.values("pk")[:1]),
        newest_words=Subquery(published.values("revision")[:1]),
        withdrawal=Subquery(withdrawn.values("kind")[:1]),
        withdrawn_at=Subquery(withdrawn.values("at")[:1]),
        original=F("article__translation_of"),
        original_live=F("article__translation_of__live"),
        original_withdrawn=Exists(_withdrawn(original, made_from)),
        original_changed=Exists(changed),
    )
    return found.filter(pk__in=keys)


def _overtaken(version: Revision) -> Iterator[str]:
    facts = vars(version)
    if facts["original"] and version.translates_id:
        why = _behind(
            live=facts["original_live"] is not None,
            withdrawn=facts["original_withdrawn"],
            changed=facts["original_changed"],
        )
        yield from filter(None, [why])
    newest, newest_words = facts["newest"], facts["newest_words"]
    if newest and version.based_on_id != newest and version.pk != newest_words:
        yield _("Another version was published after this one was submitted.")
    if (
        facts["withdrawal"] == WithdrawalKind.WITHDRAW
        and facts["withdrawn_at"] >= version.submitted_at
    ):
        yield _("The answer was withdrawn after this version was submitted.")


def _withdrawn(
    original: Article | OuterRef, made_from: Publication | OuterRef
) -> QuerySet[Withdrawal]:
    """The withdrawals that took down those words of the original, or newer ones."""
    those: dict[str, Any] = {"article": original, "publication__gte": made_from}
    return Withdrawal.objects.filter(kind=WithdrawalKind.WITHDRAW, **those)


def _cited(snapshot: str) -> set[int]:
    return {citation["source"] for citation in json.loads(snapshot)["citations"]}


def _retracted(keys: Collection[int]) -> QuerySet[Source]:
    return Source.objects.filter(pk__in=keys, retraction=Retraction.RETRACTED)


def _says(source: Source) -> str:
    return _("The source “%(title)s” is retracted.") % {"title": source.title}
