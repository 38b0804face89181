"""Publishing: the one way by which words become public."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import obstacles, search, snapshots
from articles.actions import audit
from articles.enums import PublicationKind
from articles.errors import Conflict
from articles.models import Article, Publication, Revision


@dataclass(frozen=True)
class Approval:
    """What `reviews` vouches for: who signed exactly these words, and until when they hold."""

    key: UUID
    revision_id: int
    sha256: str
    statements: tuple[str, ...]
    # The day of the (earlier) whole-page review; None when only changes were reviewed.
    whole_page_on: date | None
    review_due_on: date


@transaction.atomic
def publish(approval: Approval, *, by: User, at: datetime) -> Publication:
    """Make the approved revision live.

    Everything is read again under the article's lock. Raises `Conflict` in a sentence fit for
    the desk: the words differ from their hash, another version went live in between, a cited
    source was retracted, the answer was withdrawn since, or its review is due again already.
    """
    revision = Revision.objects.select_related("article").get(pk=approval.revision_id)
    article = Article.objects.locked(revision.article_id)
    newest = Publication.objects.filter(article=article).order_by("pk").last()
    _require_intact(revision, approval)
    for why in obstacles.of(revision):
        raise Conflict(why)
    _require_review_holds(approval, on=timezone.localdate(at))
    rests_on, last_reviewed_on, review_due_on = _whole_page_review(approval, article.live)
    publication = Publication.objects.create(
        article=article,
        revision=revision,
        kind=_kind(revision, newest),
        approval=approval.key,
        signers=f"[{','.join(approval.statements)}]",
        rests_on=rests_on,
        last_reviewed_on=last_reviewed_on,
        review_due_on=review_due_on,
        published_at=at,
        published_by=by,
    )
    article.live = publication
    article.save(update_fields=["live"])
    audit.record("published", publication, by=by, at=at, sha256=revision.sha256)
    search.refresh([article.pk])
    return publication


def _kind(revision: Revision, newest: Publication | None) -> PublicationKind:
    if newest and newest.revision_id == revision.pk:
        return PublicationKind.RECONFIRM
    if revision.restores_id is not None:
        return PublicationKind.ROLL_BACK
    return PublicationKind.CORRECTION if revision.correction else PublicationKind.PUBLISH


def _require_intact(revision: Revision, approval: Approval) -> None:
    if snapshots.digest(revision.snapshot) != revision.sha256 or approval.sha256 != revision.sha256:
        raise Conflict(_("The words of this version do not match the hash that was signed."))


def _require_review_holds(approval: Approval, *, on: date) -> None:
    """A review that is due again must not replace one that holds; changes alone move no date."""
    if approval.whole_page_on is not None and approval.review_due_on <= on:
        raise Conflict(
            _("The review of this version was to be repeated by %(day)s: ask for a new one.")
            % {"day": approval.review_due_on.isoformat()}
        )


def _whole_page_review(
    approval: Approval, live: Publication | None
) -> tuple[Publication | None, date, date]:
    """What the words rest on, when the whole page was last reviewed, and until when it holds.

    A review of the changes only leaves the earlier review's dates alone; it may shorten them.
    """
    if approval.whole_page_on is not None:
        return None, approval.whole_page_on, approval.review_due_on
    if live is None:
        raise Conflict(_("An answer that is not live needs a review of the whole page."))
    due_on = min(approval.review_due_on, live.review_due_on)
    return live.rests_on or live, live.last_reviewed_on, due_on
