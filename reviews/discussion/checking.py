"""Comments against their hashes and the audit trail: what was rewritten, dropped or reopened."""

from collections.abc import Iterator
from datetime import UTC

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from articles import snapshots
from articles.models import Article
from articles.verification import CHUNK, Fault, lost, place, told, untold
from reviews.models import PreviewLink, ReviewComment


def digest(comment: ReviewComment) -> str:
    """The SHA-256 (hex) over what was said, by whom, about which words, and when."""
    return snapshots.canonical(
        {
            "request": str(comment.request.key),
            "revision": comment.request.revision.sha256,
            "author": comment.author_id,
            "reviewer": comment.reviewer_id,
            "guest": comment.guest_id,
            "author_name": comment.author_name,
            "anchor": comment.anchor,
            "place": comment.place,
            "quote": comment.quote,
            "parent": comment.parent_id,
            "objection": comment.objection_id,
            "text": comment.text,
            "at": comment.at.astimezone(UTC).isoformat(timespec="microseconds"),
        }
    ).sha256


def audit_trail() -> Iterator[Fault]:
    """Events that tell of a comment or a preview link that is not there."""
    yield from lost(ReviewComment, "commented")
    yield from lost(PreviewLink, "made preview link")


def faults(articles: QuerySet[Article]) -> Iterator[Fault]:
    """What does not hold of the comments on those articles."""
    comments = ReviewComment.objects.filter(request__article__in=articles).select_related(
        "request__revision__article__condition"
    )
    for comment in comments.iterator(chunk_size=CHUNK):
        if digest(comment) != comment.sha256:
            yield Fault(_where(comment), _("changed: what was said does not give its hash"))
    for comment in untold(comments, "commented", "sha256"):
        yield Fault(_where(comment), _("no audit event tells of it with this hash"))
    resolved = comments.filter(resolved_at__isnull=False)
    for comment in untold(resolved, "resolved comment", "sha256"):
        yield Fault(_where(comment), _("no audit event tells that it was resolved"))
    for comment in told(comments.filter(resolved_at=None), "resolved comment", "sha256"):
        yield Fault(_where(comment), _("changed: it was resolved, and is open again"))
    yield from _links(articles)


def _links(articles: QuerySet[Article]) -> Iterator[Fault]:
    """What does not hold of the preview links to those articles' versions."""
    links = PreviewLink.objects.filter(request__article__in=articles).select_related(
        "request__revision__article__condition"
    )
    checks = (
        (untold(links, "made preview link", "token_sha256"), _("no audit event tells of it")),
        (
            untold(links.exclude(revoked_at=None), "revoked preview link", "token_sha256"),
            _("no audit event tells that it was revoked"),
        ),
        (
            told(links.filter(revoked_at=None), "revoked preview link", "token_sha256"),
            _("changed: it was revoked, and works again"),
        ),
    )
    for rows, what in checks:
        for link in rows:
            where = _("%(version)s, preview link of %(name)s") % {
                "version": place(link.request.revision),
                "name": link.guest,
            }
            yield Fault(where, what)


def _where(comment: ReviewComment) -> str:
    return _("%(version)s, comment %(key)d of %(name)s") % {
        "version": place(comment.request.revision),
        "key": comment.pk,
        "name": comment.author_name,
    }
