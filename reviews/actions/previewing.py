"""Preview links: an outside expert reads one version for a while, and comments as a guest."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles.actions import audit
from articles.errors import Conflict, NotReady
from articles.policies import may_edit, require
from articles.texts import normalise
from reviews import discussion, queues
from reviews.actions.commenting import Hook, hung, said
from reviews.enums import Anchor, State
from reviews.models import PreviewLink, ReviewComment, ReviewRequest

MOST_COMMENTS = 50


@transaction.atomic
def invite(
    request_id: int, *, guest: str, days: int, by: User, at: datetime
) -> tuple[PreviewLink, str]:
    """A link for one guest to the request's version, and the secret of its address.

    The secret is returned once and kept nowhere. Raises `NotAllowed`, `NotReady` naming what is
    wrong, and `Conflict` when the request is not in review, or readers see its words already.
    """
    require(may_edit(by), _("Only editors invite guests."))
    request = ReviewRequest.objects.locked(request_id)
    name = normalise(guest)
    problems = [] if name else [_("Name of the guest: it is empty.")]
    if not 1 <= days <= PreviewLink.MOST_DAYS:
        problems.append(_("Days: choose between 1 and %(most)d.") % {"most": PreviewLink.MOST_DAYS})
    if problems:
        raise NotReady(problems)
    if request.state != State.IN_REVIEW:
        raise Conflict(_("This request is no longer in review."))
    if queues.is_reconfirmation(request):
        raise Conflict(_("Readers see these words already: send the page's address."))
    token = secrets.token_urlsafe(32)
    link = PreviewLink.objects.create(
        request=request,
        guest=name[:200],
        token_sha256=_digest(token),
        created_by=by,
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    audit.record("made preview link", link, by=by, at=at, sha256=link.token_sha256)
    return link, token


@transaction.atomic
def revoke(link_id: int, *, by: User, at: datetime) -> PreviewLink:
    """End a link from the very next request on. Raises `NotAllowed`, `Conflict` when it ended."""
    require(may_edit(by), _("Only editors revoke preview links."))
    request_id = PreviewLink.objects.values_list("request_id", flat=True).get(pk=link_id)
    ReviewRequest.objects.locked(request_id)
    link = PreviewLink.objects.select_for_update().get(pk=link_id)
    if link.revoked_at is not None:
        raise Conflict(_("This link is revoked already."))
    link.revoked_by, link.revoked_at = by, at
    link.save(update_fields=["revoked_by", "revoked_at"])
    audit.record("revoked preview link", link, by=by, at=at, sha256=link.token_sha256)
    return link


def found(token: str, *, at: datetime) -> PreviewLink:
    """The link with that secret, its request loaded.

    Raises `PreviewLink.DoesNotExist` alike for an unknown, expired or revoked one, and once its
    version is no longer in review.
    """
    links = PreviewLink.objects.select_related("request__revision", "request__article")
    link = links.get(token_sha256=_digest(token), request__state=State.IN_REVIEW)
    if not link.works_at(at):
        raise PreviewLink.DoesNotExist
    return link


@transaction.atomic
def comment(token: str, *, quote: str, text: str, at: datetime) -> ReviewComment:
    """What a guest says about the page or its words; sent twice it is kept once.

    Raises `NotReady` as an editor's comment, and `Conflict` when the link no longer works
    (`found`), or after `MOST_COMMENTS`.
    """
    try:
        request = ReviewRequest.objects.locked(found(token, at=at).request_id)
        link = found(token, at=at)
    except PreviewLink.DoesNotExist as error:
        raise Conflict(_("This preview link no longer works.")) from error
    hook = hung(request, Hook(Anchor.WORDS, quote=quote) if quote.strip() else Hook())
    words = said(text)
    own = link.comments.all()
    same = own.filter(anchor=hook.anchor, quote=hook.quote, text=words).first()
    if same is not None:
        return same
    if own.count() >= MOST_COMMENTS:
        raise Conflict(_("There are so many comments that no more are taken. Write to the editor."))
    row = ReviewComment(
        request=request,
        guest=link,
        author_name=link.guest,
        anchor=hook.anchor,
        place=hook.place,
        quote=hook.quote,
        text=words,
        at=max(at, request.opened_at),
    )
    row.sha256 = discussion.digest(row)
    row.save(force_insert=True)
    audit.record("commented", row, by=None, at=at, sha256=row.sha256)
    return row


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
