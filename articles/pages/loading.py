"""Live publications made into pages, each in a fixed number of queries."""

import json
from dataclasses import replace
from datetime import date

from django.db.models import QuerySet

from articles import snapshots
from articles.enums import QuestionKind
from articles.models import Article, Condition, Treatment, Withdrawal
from articles.pages import alerts, reading, reviewed
from articles.pages.values import (
    AnswerPage,
    Code,
    ConditionPage,
    Link,
    Name,
    QuestionLine,
    TeamMember,
    TreatmentPage,
    TreatmentUse,
    WithdrawnPage,
)

_ORDER = {kind: position for position, kind in enumerate(QuestionKind)}


def answer(condition: str, slug: str, *, on: date) -> AnswerPage | WithdrawnPage:
    """What stands at an answer's address on that day (two queries, three when withdrawn).

    Raises `Article.DoesNotExist` when nothing was ever published there.
    """
    published = Article.objects.filter(publications__isnull=False).distinct()
    article = _with_live(published).get(condition__slug=condition, slug=slug)
    return _page(article, on=on) if article.live else _withdrawn(article)


def preview(article: Article) -> AnswerPage:
    """The page that the stored draft would make; nobody has signed it."""
    return reading.answer(snapshots.of(article).text, slug=article.slug)


def condition(slug: str, *, on: date) -> ConditionPage:
    """A condition's page (six queries).

    Raises `Condition.DoesNotExist` when nothing was ever published about it.
    """
    published = Condition.objects.filter(articles__publications__isnull=False).distinct()
    row = published.get(slug=slug)
    public = Article.objects.public(on=on).values("condition")
    pages = _pages(row.articles.public(on=on), on=on)
    overview = next((page for page in pages if page.kind == QuestionKind.OVERVIEW), None)
    return ConditionPage(
        path=row.get_absolute_url(),
        name=row.name,
        names=tuple(Name(name.text, name.get_relation_display()) for name in row.names.public()),
        codes=tuple(
            Code(code.system, code.code, code.get_match_display()) for code in row.codes.all()
        ),
        overview=overview,
        questions=tuple(question_line(page) for page in pages),
        treatments=_treatments(pages),
        team=_team(pages),
        related=tuple(
            Link(other.name, other.get_absolute_url())
            for other in row.related.filter(pk__in=public)
        ),
    )


def treatment(slug: str, *, on: date) -> TreatmentPage:
    """A treatment's page (four queries).

    Raises `Treatment.DoesNotExist` when no answer that readers see names it, and no alert.
    """
    row = Treatment.objects.get(slug=slug)
    alert = next((a for a in alerts.standing() if a.treatment_id == row.pk), None)
    # Canonical JSON has one spelling, so this finds every entry of the treatment and no other.
    named = Article.objects.public(on=on).filter(
        live__revision__snapshot__contains=f'"treatment":"{slug}"'
    )
    pages = _pages(named, on=on)
    uses = tuple(
        TreatmentUse(
            condition=page.condition,
            answer=Link(page.question, page.path),
            card=card,
            last_reviewed_on=page.review.last_reviewed_on,
        )
        for page in pages
        for card in page.treatments
        if card.slug == slug and page.review and not page.withheld
    )
    # An answer whose text is withheld names no treatment, but the page's address stays.
    if not pages and not alert:
        raise Treatment.DoesNotExist(slug)
    return TreatmentPage(
        path=row.get_absolute_url(),
        name=row.name,
        brand_names=row.brands,
        kind_label=row.get_kind_display(),
        alert=alerts.alert(alert) if alert else None,
        uses=uses,
    )


def questions(condition: str, *, on: date) -> tuple[QuestionLine, ...]:
    """The public answers about a condition by kind (two queries)."""
    articles = Article.objects.public(on=on).filter(condition__slug=condition)
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


def newest(*, on: date, limit: int) -> tuple[QuestionLine, ...]:
    """The answers that were reviewed last, newest first (two queries)."""
    articles = Article.objects.public(on=on).order_by("-live__last_reviewed_on", "-live")
    return tuple(question_line(page) for page in _pages(articles[:limit], on=on, sort=False))


def _with_live(articles: QuerySet[Article]) -> QuerySet[Article]:
    return articles.select_related("condition", "live__revision", "live__article", "live__rests_on")


def _pages(articles: QuerySet[Article], *, on: date, sort: bool = True) -> tuple[AnswerPage, ...]:
    standing = alerts.standing()
    pages = [_published(article, standing, on=on) for article in _with_live(articles)]
    if sort:
        pages.sort(key=lambda page: (_ORDER[QuestionKind(page.kind)], page.question))
    return tuple(pages)


def _page(article: Article, *, on: date) -> AnswerPage:
    return _published(article, alerts.standing(), on=on)


def _published(article: Article, standing: list[Withdrawal], *, on: date) -> AnswerPage:
    live = article.live
    assert live is not None
    page = reading.answer(live.revision.snapshot, slug=article.slug)
    return replace(
        page,
        review=reviewed.review(live, on=on),
        alerts=alerts.about(json.loads(live.revision.snapshot), live, standing),
    )


def _withdrawn(article: Article) -> WithdrawnPage:
    withdrawal = article.withdrawals.select_related("publication__revision").latest()
    assert withdrawal.publication is not None
    # The article's own question is the draft's: it may have been edited since.
    published = json.loads(withdrawal.publication.revision.snapshot)
    return WithdrawnPage(
        path=article.get_absolute_url(),
        question=published["question"],
        condition=Link(article.condition.name, article.condition.get_absolute_url()),
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
