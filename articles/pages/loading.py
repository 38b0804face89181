"""Live publications made into pages, each in a fixed number of queries."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from django.db.models import Count, Min, QuerySet, prefetch_related_objects
from django.utils.timezone import localdate

from articles import snapshots
from articles.enums import QuestionKind
from articles.models import Article, Condition, Treatment, Withdrawal
from articles.pages import (
    alerts,
    corrections,
    fallen,
    naming,
    reading,
    reviewed,
    studies,
    translations,
)
from articles.pages.topics import (
    ConditionPage,
    Organisation,
    TreatmentPage,
    TreatmentUse,
)
from articles.pages.values import (
    AnswerPage,
    Link,
    QuestionLine,
    Review,
    TeamMember,
    WithdrawnPage,
)

_ORDER = {kind: position for position, kind in enumerate(QuestionKind)}
# Kinds of question under which it helps to look for studies.
_STUDIED = {QuestionKind.TREATMENT, QuestionKind.RESEARCH}


def answer(condition: str, slug: str, *, language: str, on: date) -> AnswerPage | WithdrawnPage:
    """What stands at an answer's address on that day (nine queries, three when withdrawn).

    Raises `Article.DoesNotExist` when nothing was ever published there.
    """
    article = published(condition, slug, language=language)
    if article.live is None:
        return _withdrawn(article)
    prefetch_related_objects([article], "condition__names", "condition__codes")
    (page,) = fallen.marked(_published([article], on=on))
    languages, topics = translations.languages(article, on=on)
    return replace(
        page,
        review=_review_of_live(article, page.review),
        names=naming.names(article.condition, language),
        codes=naming.codes(article.condition),
        registry_url=studies.search(article.condition) if page.kind in _STUDIED else "",
        languages=languages,
        topics=topics,
        translation=translations.translation(article),
    )


def _review_of_live(article: Article, review: Review | None) -> Review:
    """The review with what only the answer's own page tells of it (two queries)."""
    assert article.live is not None
    assert review is not None
    # What is live is the newest publication: a guard of the database sees to it.
    found = article.publications.aggregate(number=Count("pk"), first=Min("published_at"))
    return replace(
        review,
        version=reviewed.version(article, found["number"]),
        first_published_on=localdate(found["first"]),
        errata=corrections.errata(article.live.revision),
    )


def published(condition: str, slug: str, *, language: str) -> Article:
    """The article at that address in a language, with what is live of it (one query).

    Raises `Article.DoesNotExist` when nothing was ever published there.
    """
    ever = Article.objects.filter(publications__isnull=False).distinct()
    return _with_live(ever.in_language(language)).get(condition__slug=condition, slug=slug)


def preview(article: Article) -> AnswerPage:
    """The page that the stored draft would make; nobody has signed it."""
    return reading.answer(snapshots.of(article).text, slug=article.slug)


def condition(slug: str, *, language: str, on: date) -> ConditionPage:
    """A condition's page in one language (eleven queries, ten without an overview).

    Raises `Condition.DoesNotExist` when nothing was ever published about it in that language.
    """
    ever = Article.objects.filter(publications__isnull=False).in_language(language)
    published = Condition.objects.filter(pk__in=ever.order_by().values("condition"))
    row = published.prefetch_related("names").get(slug=slug)
    public = Article.objects.public(on=on).in_language(language).values("condition")
    pages = _pages(row.articles.public(on=on).in_language(language), on=on)
    overviews = (page for page in pages if page.kind == QuestionKind.OVERVIEW)
    overview = next(iter(fallen.marked(islice(overviews, 1))), None)
    # The name that reviewers signed, not what the catalogue was made to say since.
    name = overview.condition.text if overview else row.name_in(language)
    return ConditionPage(
        path=row.get_absolute_url(),
        name=name,
        names=tuple(other for other in naming.names(row, language) if other.text != name),
        codes=naming.codes(row),
        languages=translations.languages_about(row, besides=language, on=on),
        overview=overview,
        questions=tuple(question_line(page) for page in pages),
        treatments=_treatments(pages),
        team=_team(pages),
        support=tuple(
            Organisation(one.name, one.country, one.contact, one.url, one.checked_on)
            for one in row.organisations.all()
        ),
        related=tuple(
            Link(other.name_in(language), other.get_absolute_url())
            for other in row.related.filter(pk__in=public).prefetch_related("names")
        ),
    )


def treatment(slug: str, *, language: str, on: date) -> TreatmentPage:
    """A treatment's page (six queries), under the name that answers were signed with.

    Raises `Treatment.DoesNotExist` when no answer that readers see names it, and no alert.
    """
    row = Treatment.objects.get(slug=slug)
    alert = next((a for a in alerts.standing() if a.treatment_id == row.pk), None)
    # Canonical JSON has one spelling, so this finds every entry of the treatment and no other.
    named = (
        Article.objects.public(on=on)
        .in_language(language)
        .filter(live__revision__snapshot__contains=f'"treatment":"{slug}"')
    )
    newest = fallen.marked(_pages(named.order_by("-live_id"), on=on, sort=False))
    pages = sorted(newest, key=_place)
    uses = tuple(
        TreatmentUse(
            condition=page.condition,
            answer=Link(page.question, page.path),
            card=card,
            last_reviewed_on=page.review.last_reviewed_on,
            fallen=page.fallen,
        )
        for page in pages
        for card in page.treatments
        if card.slug == slug and page.review and not page.withheld
    )
    # An answer whose text is withheld names no treatment, but the page's address stays.
    if not pages and not alert:
        raise Treatment.DoesNotExist(slug)
    name, brands, kind = _signed_names(newest, row, alert)
    return TreatmentPage(
        path=row.get_absolute_url(),
        name=name,
        brand_names=brands,
        kind_label=kind,
        alert=alerts.alert(alert) if alert else None,
        uses=uses,
    )


def _signed_names(
    newest: Sequence[AnswerPage], row: Treatment, alert: Withdrawal | None
) -> tuple[str, tuple[str, ...], str]:
    """Name, brands and kind of a treatment, from the newest answer that is shown with it.

    Else as its alert has them, else as answers have them that another alert withholds.
    """
    pages = sorted(newest, key=lambda page: page.withheld)
    if alert and (not pages or pages[0].withheld):
        name, *brands = alerts.called(alert)
        return name, tuple(brands), row.get_kind_display()
    card = next(card for page in pages for card in page.treatments if card.slug == row.slug)
    return card.name, card.brand_names, card.kind_label


def questions(condition: str, *, language: str, on: date) -> tuple[QuestionLine, ...]:
    """The public answers about a condition in one language, by kind (three queries)."""
    public = Article.objects.public(on=on).in_language(language)
    articles = public.filter(condition__slug=condition)
    return tuple(question_line(page) for page in _pages(articles, on=on))


def question_line(page: AnswerPage) -> QuestionLine:
    """A published page as one line of a list."""
    assert page.review is not None
    return QuestionLine(
        question=page.question,
        path=page.path,
        kind=page.kind,
        kind_label=page.kind_label,
        first_sentence="" if page.withheld else reading.first_sentence(page.short_answer),
        last_reviewed_on=page.review.last_reviewed_on,
        freshness=page.review.freshness,
    )


def newest(*, language: str, on: date, limit: int) -> tuple[QuestionLine, ...]:
    """The answers in one language that were reviewed last, newest first (three queries)."""
    public = Article.objects.public(on=on).in_language(language)
    articles = public.order_by("-live__last_reviewed_on", "-live")
    return tuple(question_line(page) for page in _pages(articles[:limit], on=on, sort=False))


def _with_live(articles: QuerySet[Article]) -> QuerySet[Article]:
    return articles.select_related(
        "condition",
        "live__revision__translates__revision",
        "live__article",
        "live__rests_on",
        "translation_of__condition",
    )


def _pages(articles: QuerySet[Article], *, on: date, sort: bool = True) -> tuple[AnswerPage, ...]:
    pages = _published(list(_with_live(articles)), on=on)
    return tuple(sorted(pages, key=_place) if sort else pages)


def _place(page: AnswerPage) -> tuple[int, str]:
    return _ORDER[QuestionKind(page.kind)], page.question


def _published(articles: list[Article], *, on: date) -> list[AnswerPage]:
    """The pages of live answers in their order (two queries)."""
    standing = alerts.standing()
    corrected = corrections.recent(articles, on=on)
    return [
        replace(
            reading.answer(live.revision.snapshot, slug=article.slug),
            review=reviewed.review(live, on=on),
            alerts=alerts.about(json.loads(live.revision.snapshot), live, standing),
            corrections=corrected.get(article.pk, ()),
        )
        for article in articles
        if (live := article.live) is not None
    ]


def _withdrawn(article: Article) -> WithdrawnPage:
    withdrawal = article.withdrawals.select_related("publication__revision").latest()
    assert withdrawal.publication is not None
    # The article's own question is the draft's: it may have been edited since.
    published = json.loads(withdrawal.publication.revision.snapshot)
    return WithdrawnPage(
        path=article.get_absolute_url(),
        question=published["question"],
        condition=Link(published["condition"]["name"], article.condition.get_absolute_url()),
        notice=withdrawal.notice,
        at=withdrawal.at,
    )


def _treatments(pages: tuple[AnswerPage, ...]) -> tuple[Link, ...]:
    links = {
        card.slug: Link(card.name, card.path)
        for page in pages
        if not page.withheld
        for card in page.treatments
    }
    return tuple(sorted(links.values(), key=lambda link: link.text.casefold()))


def _team(pages: tuple[AnswerPage, ...]) -> tuple[TeamMember, ...]:
    """The longest care team that an answer names; its citations lead to that answer's sources."""
    shown = [page for page in pages if not page.withheld]
    page = max(shown, key=lambda page: len(page.team), default=None)
    if page is None:
        return ()
    return tuple(
        TeamMember(member.specialty, reading.cited_from(page.path, member.purpose))
        for member in page.team
    )
