"""Comments and preview links as lines of an answer's record."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from reviews import discussion
from reviews.desk.entries import Entry, name_of
from reviews.enums import Anchor
from reviews.models import PreviewLink, ReviewComment


def comments(said: Sequence[ReviewComment]) -> Iterator[Entry]:
    """What was said about the versions, and when it was settled."""
    for comment in said:
        number = comment.request.revision.number
        quote = ((_("Words"), comment.quote),) if comment.quote else ()
        facts = ((_("About"), discussion.where(comment)), *quote, (_("Text"), comment.text))
        yield Entry(
            comment.at,
            _heading(comment) % {"number": number},
            comment.author_name,
            facts=facts,
            hashes=((_("Hash of the comment"), comment.sha256),),
        )
        if comment.resolved_at is not None and comment.resolved_by is not None:
            heading = _("Comment on version %(number)d resolved") % {"number": number}
            about = ((_("Hash of the comment"), comment.sha256),)
            yield Entry(comment.resolved_at, heading, name_of(comment.resolved_by), hashes=about)


def links(made: Sequence[PreviewLink]) -> Iterator[Entry]:
    """Which guests could read which version, from when until when."""
    for link in made:
        number = link.request.revision.number
        yield Entry(
            link.created_at,
            _("Preview link to version %(number)d made") % {"number": number},
            name_of(link.created_by),
            facts=(
                (_("Guest"), link.guest),
                (_("Expires"), link.expires_at.isoformat(timespec="seconds")),
            ),
        )
        if link.revoked_at is not None and link.revoked_by is not None:
            heading = _("Preview link to version %(number)d revoked") % {"number": number}
            guest = ((_("Guest"), link.guest),)
            yield Entry(link.revoked_at, heading, name_of(link.revoked_by), facts=guest)


def _heading(comment: ReviewComment) -> str:
    match comment.anchor:
        case Anchor.REPLY:
            return _("Reply about version %(number)d")
        case Anchor.OBJECTION:
            return _("Objection answered for version %(number)d")
        case _:
            return _("Comment on version %(number)d")
