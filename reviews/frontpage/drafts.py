"""The drafts of whoever is signed in, on the front page."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.contrib.auth.models import User
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import readiness
from articles.models import Article, Condition, DraftEdit, Revision
from reviews.frontpage.values import LONGEST, Line, Rows, Selection, WorkList

# Finding what a draft lacks means reading it: only the latest are looked at.
LATEST = 2 * LONGEST
_ANSWERS = "articles_article_changelist"


@dataclass(frozen=True)
class Drafts:
    """Somebody's answers that are saved and not submitted, and what the latest of them lack."""

    everything: QuerySet[Article]
    latest: tuple[Article, ...]
    problems: dict[int, list[str]]

    @property
    def ready(self) -> QuerySet[Article]:
        """Those of the latest that lack nothing."""
        return self.everything.filter(pk__in=self._whole)

    @property
    def unfinished(self) -> QuerySet[Article]:
        """All the others."""
        return self.everything.exclude(pk__in=self._whole)

    @property
    def _whole(self) -> list[int]:
        return [pk for pk, problems in self.problems.items() if not problems]


def of(user: User) -> Drafts:
    """The user's, the last saved first (five queries)."""
    edits = DraftEdit.objects.filter(article=OuterRef("pk")).order_by("-version")
    # Joined, SQLite would begin with every condition.
    named = Condition.objects.filter(pk=OuterRef("condition")).values("name")
    drafts = unsubmitted(user)
    saved = drafts.annotate(saved_at=Subquery(edits.values("at")[:1]), about=Subquery(named))
    latest = tuple(saved.order_by("-saved_at", "pk")[:LATEST])
    return Drafts(drafts, latest, readiness.of_many([article.pk for article in latest]))


def unsubmitted(user: User) -> QuerySet[Article]:
    """The user's answers whose draft was saved after it was last submitted.

    A version brought back has an older draft's words, so that the newest is not always the last.
    """
    latest = Revision.objects.filter(article=OuterRef("pk")).order_by("-draft_version")
    submitted = Coalesce(Subquery(latest.values("draft_version")[:1]), 0)
    return Article.objects.filter(owner=user, draft_version__gt=submitted)


def selections(user: User) -> tuple[Rows, Rows]:
    """What can go to review, and what has to be gone on with."""
    return (
        Selection("ready", _("Ready to submit"), _ANSWERS, lambda: of(user).ready),
        Selection(
            "drafts",
            _("My drafts"),
            _ANSWERS,
            lambda: of(user).unfinished,
            _("Saved, not submitted, and not finished yet."),
        ),
    )


def lists(user: User) -> Iterator[WorkList]:
    """The same as lists, the last saved first."""
    found, (ready, unfinished) = of(user), selections(user)
    total = found.everything.count()
    if total > LATEST:
        among = _("Among your %(latest)d latest drafts of %(total)d.")
        ready = replace(ready, hint=among % {"latest": LATEST, "total": total})
        only = _("Saved and not submitted. Only the latest are looked at.")
        unfinished = replace(unfinished, hint=only)
    whole = [article for article in found.latest if not found.problems[article.pk]]
    others = [article for article in found.latest if found.problems[article.pk]]
    yield WorkList(
        ready, total=len(whole), lines=tuple(_line(article, []) for article in whole[:LONGEST])
    )
    yield WorkList(
        unfinished,
        total=total - len(whole),
        lines=tuple(_line(article, found.problems[article.pk]) for article in others[:LONGEST]),
    )


def _line(article: Article, problems: list[str]) -> Line:
    saved_at, about = (vars(article)[name] for name in ("saved_at", "about"))
    missing = ngettext("%d thing is missing", "%d things are missing", len(problems))
    return Line(
        title=article.question,
        url=reverse("admin:articles_article_change", args=[article.pk]),
        about=f"{article.get_kind_display()} · {about}",
        says=(
            _("saved %(day)s") % {"day": date_format(localtime(saved_at), "j M Y, H:i")},
            *((missing % len(problems),) if problems else ()),
        ),
    )
