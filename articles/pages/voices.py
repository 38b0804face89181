"""What readers told us, as readers see it: beside an answer, never part of it.

None of this is in `AnswerPage` or `ConditionPage`: whatever is made from those (machine
renderings, the search, an archive) cannot hold it.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.enums import FeedbackKind, FeedbackState, SiteTextKind, VoiceRelation
from articles.languages import path_in
from articles.models import Article, Experience, Feedback, OpenQuestion, SiteText
from articles.pages import loading
from articles.pages.reading import block
from articles.pages.values import AnswerPage, Link, QuestionLine, WithdrawnPage
from articles.texts import fingerprint

# So many stand on the answer's page; all of them have a page of their own.
SHOWN = 5

_RELATIONS = {
    VoiceRelation.PERSON: gettext_lazy("has or had the condition"),
    VoiceRelation.FAMILY: gettext_lazy("family of somebody with the condition"),
    VoiceRelation.CARER: gettext_lazy("looks after somebody with the condition"),
    VoiceRelation.FRIEND: gettext_lazy("friend of somebody with the condition"),
}


@dataclass(frozen=True)
class Subject:
    """An answer that readers see, with the keys by which actions know it."""

    article_id: int
    page: AnswerPage


@dataclass(frozen=True)
class Consent:
    """The newest consent text and its version."""

    version: int
    text: SafeString


@dataclass(frozen=True)
class Voice:
    """One published experience."""

    pseudonym: str
    relation_label: str
    text: str
    shared_on: date


@dataclass(frozen=True)
class Voices:
    """The experiences on one question; `line` says in words how many and whose."""

    line: str
    count: int
    newest: tuple[Voice, ...]


@dataclass(frozen=True)
class MyExperience:
    """An experience as its author sees it; texts are empty once it is deleted."""

    number: int
    condition: Link
    question: str
    path: str
    state: str
    pseudonym: str
    relation: str
    text: str
    message: str
    received_at: datetime
    deleted_at: datetime | None


@dataclass(frozen=True)
class Reports:
    """Reports about an answer that an editor looked at, and how many changed it."""

    looked_at: int
    changed: int


@dataclass(frozen=True)
class Community:
    """How many contributors speak on a condition, and on which questions."""

    count: int
    questions: tuple[tuple[Link, int], ...]


@dataclass(frozen=True)
class AskedQuestion:
    """A question that nobody has answered yet, and how often it was asked."""

    wording: str
    times: int


def subject(condition: str, slug: str, *, language: str, on: date) -> Subject:
    """The answer at that address (ten queries).

    Raises `Article.DoesNotExist` unless readers see its text on that day: while it is withdrawn,
    lapsed or withheld nobody is asked about it, and experiences on it are not shown.
    """
    page = loading.answer(condition, slug, language=language, on=on)
    if isinstance(page, WithdrawnPage) or page.withheld:
        raise Article.DoesNotExist(slug)
    known = Article.objects.in_language(language).only("pk")
    article = known.get(condition__slug=condition, slug=slug)
    return Subject(article.pk, page)


def consent(*, language: str) -> Consent | None:
    """What whoever shares an experience agrees to; None until one is published (one query)."""
    newest = SiteText.objects.current(language=language).get(SiteTextKind.CONSENT)
    if newest is None:
        return None
    return Consent(newest.pk, block(newest.text, {}, id_prefix="consent_"))


def experiences(condition: str, slug: str, *, language: str, name: str) -> Voices:
    """The experiences on an answer's question (two queries); `name` is the condition's.

    Only for a page whose text readers see: whoever calls this has it (`subject`, `answer`).
    """
    published = all_experiences(condition, slug, language=language)
    relations = published.order_by().values_list("relation").annotate(Count("pk"))
    counts: Counter[str] = Counter(dict(relations))
    return Voices(
        line=_line(counts, name),
        count=counts.total(),
        newest=tuple(experience(row) for row in published[:SHOWN]),
    )


def all_experiences(condition: str, slug: str, *, language: str) -> QuerySet[Experience]:
    """The published experiences on an answer's question, newest first."""
    on_it = Experience.objects.published().filter(**_about(condition, slug, language))
    return on_it.order_by("-decided_at", "-pk")


def experience(row: Experience) -> Voice:
    """A published experience in words for readers."""
    assert row.decided_at is not None
    return Voice(
        pseudonym=row.pseudonym,
        relation_label=str(_RELATIONS[VoiceRelation(row.relation)]),
        text=row.text,
        shared_on=timezone.localdate(row.decided_at),
    )


def reports(condition: str, slug: str, *, language: str) -> Reports:
    """What came of the reports about an answer (one query)."""
    changed = Q(state=FeedbackState.CHANGED)
    found = Feedback.objects.filter(
        kind=FeedbackKind.REPORT, **_about(condition, slug, language)
    ).aggregate(
        looked_at=Count("pk", filter=changed | Q(state=FeedbackState.UNCHANGED)),
        changed=Count("pk", filter=changed),
    )
    return Reports(**found)


def community(condition: str, questions: Iterable[QuestionLine], *, language: str) -> Community:
    """Who speaks on those of a condition's answers that readers see, each once (one query)."""
    shown = {line.path: Link(line.question, line.path) for line in questions if line.shown}
    rows = Experience.objects.published().filter(
        article__condition__slug=condition, article__language=language
    )
    names: set[str] = set()
    counts: Counter[Link] = Counter()
    for slug, name in rows.order_by().values_list("article__slug", "pseudonym_key"):
        if link := shown.get(path_in(language, "articles:answer", condition, slug)):
            names.add(name)
            counts[link] += 1
    return Community(len(names), tuple(counts.most_common()))


def open_questions(condition: str, *, language: str, on: date) -> tuple[AskedQuestion, ...]:
    """The questions about a condition that no public answer answers, often asked first."""
    answered = Article.objects.public(on=on).values("pk")
    rows = (
        OpenQuestion.objects.filter(condition__slug=condition, language=language)
        .exclude(answered_by__in=answered)
        .annotate(times=Count("asked"))
        .order_by("-times", "wording")
    )
    return tuple(AskedQuestion(row.wording, row.times) for row in rows)


def mine(token: str) -> MyExperience:
    """What the author sees at their private link (two queries).

    Raises `Experience.DoesNotExist` for an unknown token.
    """
    rows = Experience.objects.select_related("article__condition", "article__live__revision")
    row = rows.prefetch_related("article__condition__names").get(token_hash=fingerprint(token))
    article = row.article
    condition, live = article.condition, article.live
    return MyExperience(
        number=row.pk,
        condition=Link(
            condition.name_in(article.language),
            path_in(article.language, "articles:condition", condition.slug),
        ),
        question=json.loads(live.revision.snapshot)["question"] if live else "",
        path=article.get_absolute_url(),
        state=row.state,
        pseudonym=row.pseudonym,
        relation=row.relation,
        text=row.text,
        message=row.message,
        received_at=row.received_at,
        deleted_at=row.deleted_at,
    )


def _about(condition: str, slug: str, language: str) -> dict[str, str]:
    return {
        "article__condition__slug": condition,
        "article__slug": slug,
        "article__language": language,
    }


def _line(counts: Counter[str], condition: str) -> str:
    total = counts.total()
    if not total:
        return ""
    named = {"condition": condition}
    with_it = counts[VoiceRelation.PERSON]
    close = total - with_it
    who = []
    if with_it:
        who.append(
            ngettext(
                "%(count)d person with %(condition)s",
                "%(count)d people with %(condition)s",
                with_it,
            )
            % {"count": with_it, **named}
        )
    if close:
        who.append(
            ngettext(
                "%(count)d person close to somebody with %(condition)s",
                "%(count)d people close to somebody with %(condition)s",
                close,
            )
            % {"count": close, **named}
        )
    return ngettext(
        "%(who)s has shared a first-person experience on this question",
        "%(who)s have shared their first-person experience on this question",
        total,
    ) % {"who": who[0] if len(who) == 1 else _("%s and %s") % tuple(who)}
