"""What a draft still lacks before it can go to review, each named in a sentence.

Readability is advice and never stands here.
"""

import json
from collections.abc import Collection, Iterator

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from articles import markdown
from articles.drafts import FACTS
from articles.enums import EVIDENCE_THAT_NEEDS_A_NOTE, QuestionKind, Retraction
from articles.models import (
    Article,
    Citation,
    TreatmentEntry,
)

SHORT_ANSWER_LENGTH = (240, 600)
# The citation keys of a draft.
Keys = frozenset[str]
# Claims a reader may act on: neither stands without its source.
FACTS_THAT_CITE = ("benefits", "risks")


def problems(article: Article) -> list[str]:
    """Every problem of the stored draft, in the order of the form; empty when it is ready."""
    return of_many([article.pk])[article.pk]


def of_many(keys: Collection[int]) -> dict[int, list[str]]:
    """The problems of the stored drafts of those articles, by key (four queries)."""
    whole = Article.objects.select_related("translation_of__live__revision", "follows__revision")
    drafts = whole.prefetch_related(
        Prefetch("entries", TreatmentEntry.objects.select_related("treatment")),
        "team",
        Prefetch("citations", Citation.objects.select_related("source")),
    )
    return {article.pk: _problems(article) for article in drafts.filter(pk__in=keys)}


def _problems(article: Article) -> list[str]:
    known = frozenset(citation.key for citation in article.citations.all())
    return [
        *_translation(article),
        *_short_answer(article),
        *_texts(article, known),
        *_entries(article, known),
        *_team(article, known),
        *_sources(article),
    ]


def _translation(article: Article) -> Iterator[str]:
    original, follows = article.translation_of, article.follows
    if original is None or follows is None:
        return
    words = json.loads(follows.revision.snapshot)
    for label, text, there in (
        (_("Short answer"), article.short_answer, words["short_answer"]),
        (_("Body"), article.body, words["body"]),
    ):
        if text and text == there:
            yield _("%(field)s: it still has the words of the original.") % {"field": label}
    if original.live is None:
        yield _("Translation: the original is not live.")
    elif original.live.revision_id != follows.revision_id:
        yield _(
            "Translation: it follows version %(old)d of the original, and version %(new)d is live."
        ) % {"old": follows.revision.number, "new": original.live.revision.number}


def _short_answer(article: Article) -> Iterator[str]:
    low, high = SHORT_ANSWER_LENGTH
    length = len(article.short_answer)
    if not length:
        yield _("Short answer: it is empty.")
    elif not low <= length <= high:
        yield _(
            "Short answer: it has %(length)d characters; write between %(low)d and %(high)d."
        ) % {"length": length, "low": low, "high": high}


def _texts(article: Article, known: Keys) -> Iterator[str]:
    if not article.body:
        yield _("Body: it is empty.")
    for field in (article._meta.get_field("emergency_advice"), article._meta.get_field("body")):
        text = getattr(article, field.name)
        label = str(field.verbose_name).capitalize()
        if len(text) > markdown.MAX_LENGTH:
            yield _("%(field)s: it is longer than %(max)d characters.") % {
                "field": label,
                "max": markdown.MAX_LENGTH,
            }
        else:
            yield from _unknown_citations(known, label, text)
            for _source, alt in markdown.image_names(text):
                if not alt:
                    yield _("%(field)s: an image has no description.") % {"field": label}


def _entries(article: Article, known: Keys) -> Iterator[str]:
    entries = list(article.entries.all())
    if article.kind == QuestionKind.TREATMENT and not entries and not article.origin_dataset:
        yield _("Treatments: a treatment answer lists at least one.")
    for entry in entries:
        yield from _entry(entry, known)


def _entry(entry: TreatmentEntry, known: Keys) -> Iterator[str]:
    name = entry.treatment.name
    if not entry.evidence:
        yield _("%(name)s: the evidence level is missing.") % {"name": name}
    elif entry.evidence in EVIDENCE_THAT_NEEDS_A_NOTE and not entry.evidence_note:
        yield _("%(name)s: say from what the evidence comes, or why it is not assessed.") % {
            "name": name
        }
    for field in entry._meta.concrete_fields:
        if field.name not in FACTS:
            continue
        text = getattr(entry, field.name)
        label = f"{name}, {field.verbose_name}"
        yield from _unknown_citations(known, label, text)
        if field.name in FACTS_THAT_CITE and text and not markdown.citation_uses(text):
            yield _("%(field)s: it cites no source.") % {"field": label}


def _team(article: Article, known: Keys) -> Iterator[str]:
    for member in article.team.all():
        yield from _unknown_citations(known, member.specialty, member.purpose)


def _sources(article: Article) -> Iterator[str]:
    citations = list(article.citations.all())
    if not citations and not article.origin_dataset:
        yield _("Sources: there is none.")
    for citation in citations:
        if citation.source.retraction == Retraction.RETRACTED:
            yield _("Sources: “%(title)s” is retracted.") % {"title": citation.source.title}


def _unknown_citations(known: Keys, label: str, text: str) -> Iterator[str]:
    for use in markdown.citation_uses(text):
        if use.key not in known:
            yield _("%(field)s, line %(line)d: citation [^%(key)s] is not in the sources.") % {
                "field": label,
                "line": use.line,
                "key": use.key,
            }
