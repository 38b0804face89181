"""Where an answer stands: what is live, what the draft changes, who has it, what it lacks."""

from dataclasses import dataclass
from datetime import date

from articles import changes, notation, readiness, snapshots
from articles.models import Article, DraftEdit, Publication, Withdrawal
from articles.notation import Finding
from articles.pages import reviewed
from articles.pages.values import Review
from reviews import completeness, discussion
from reviews.enums import REFUSALS, SENT_BACK
from reviews.models import ReviewComment, ReviewRecord, ReviewRequest


@dataclass(frozen=True)
class Status:
    """The status block of an answer; what there is nothing to say of is None or empty."""

    live: Review | None
    # How many were published: readers know the live version by that number.
    readers_number: int
    withdrawal: Withdrawal | None
    changed: tuple[str, ...]
    saved: DraftEdit | None
    request: ReviewRequest | None
    waiting_for: tuple[str, ...]
    # Why the version under review could not be published today.
    obstacles: tuple[str, ...]
    asked_for_changes: tuple[ReviewRecord, ...]
    problems: tuple[str, ...]
    # Each what an editor calls its field, and the finding.
    notation: tuple[tuple[str, Finding], ...]
    # Comments that nobody has settled, and where they are answered.
    comments: tuple[ReviewComment, ...]
    comments_url: str


def of(article: Article, *, on: date) -> Status:
    """How the article stands on that day, in a fixed number of queries."""
    request = _newest_request(article)
    waiting = request if request and request.is_open else None
    live = _live(article)
    draft = snapshots.of(article).text
    return Status(
        live=reviewed.review(live, on=on) if live else None,
        readers_number=article.publications.count() if live else 0,
        withdrawal=None if live else article.withdrawals.order_by("pk").last(),
        changed=_changed(live, draft),
        saved=article.edits.select_related("editor").order_by("version").last(),
        request=waiting,
        waiting_for=tuple(row.reviewer.name for row in waiting.asked) if waiting else (),
        obstacles=completeness.obstacles(waiting, on=on) if waiting else (),
        asked_for_changes=_objections(request),
        problems=tuple(readiness.problems(article)),
        notation=notation.in_snapshot(draft),
        comments=tuple(discussion.unresolved(request)) if request else (),
        comments_url=request.get_absolute_url() if request else "",
    )


def _changed(live: Publication | None, draft: str) -> tuple[str, ...]:
    """What an editor calls each field in which the draft differs from what is live."""
    if live is None:
        return ()
    return tuple(change.label for change in changes.between(live.revision.snapshot, draft))


def _live(article: Article) -> Publication | None:
    if article.live_id is None:
        return None
    loaded = Publication.objects.select_related("article", "revision", "rests_on")
    return loaded.get(pk=article.live_id)


def _newest_request(article: Article) -> ReviewRequest | None:
    requests = ReviewRequest.objects.filter(article=article).select_related("revision")
    return requests.with_asked().order_by("pk").last()


def _objections(request: ReviewRequest | None) -> tuple[ReviewRecord, ...]:
    """What reviewers asked to change in the newest request, until another one answers it."""
    if request is None or request.state not in SENT_BACK:
        return ()
    return tuple(request.records.filter(outcome__in=REFUSALS))
