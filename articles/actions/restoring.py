"""Bringing back an earlier version: its very words as a new revision, to be reviewed anew."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles import obstacles, policies
from articles.actions import drafting
from articles.enums import ChangeClass
from articles.errors import NotReady, Unchanged
from articles.models import Article, Publication, Revision
from articles.snapshots import Snapshot


@transaction.atomic
def restore(
    article_id: int,
    number: int,
    *,
    change_note: str,
    correction: str = "",
    by: User,
    at: datetime,
) -> Revision:
    """A new revision with the words of the published version of that number.

    The draft stays as it is. Whoever edited the answer up to those words counts as their author.
    Raises `Revision.DoesNotExist` unless that version was published, `Unchanged` when its words
    are live, and `NotReady` naming each retracted source and what the notes lack.
    """
    policies.require(policies.may_edit(by), _("Only editors bring back a version."))
    article = Article.objects.locked(article_id)
    earlier = article.revisions.published().get(number=number)
    newest = Publication.objects.filter(article=article).order_by("pk").last()
    if article.live and article.live.revision.sha256 == earlier.sha256:
        raise Unchanged(_("These are exactly the words that are live, so there is no new version."))
    problems = drafting.note_problems(change_note, correction, newest)
    problems += [
        _("Sources: “%(title)s” is retracted.") % {"title": source.title}
        for source in obstacles.retracted_sources(earlier.snapshot)
    ]
    if article.translation_of and earlier.translates:
        problems += filter(
            None, [obstacles.left_behind(article.translation_of, earlier.translates)]
        )
    if problems:
        raise NotReady(problems)
    return drafting.mint(
        article,
        Snapshot(earlier.snapshot, earlier.sha256),
        newest,
        contributors=drafting.authors_of(earlier),
        # Edits after those words are not in them: they count as new in the next submission.
        draft_version=earlier.draft_version,
        translates=earlier.translates,
        proposed_class=ChangeClass.MATERIAL,
        change_note=change_note.strip(),
        correction=correction.strip(),
        restores=earlier,
        submitted_by=by,
        submitted_at=at,
    )
