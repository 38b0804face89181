"""Notes to readers put right: an erratum stands beside a change note, which never changes."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles import policies
from articles.actions import audit
from articles.errors import Conflict, NotReady
from articles.models import Article, Erratum, Revision
from articles.texts import normalise
from articles.verification import errata


@transaction.atomic
def add_erratum(revision_id: int, *, text: str, reason: str, by: User, at: datetime) -> Erratum:
    """Say beside a published change note what it should have said.

    Raises `Revision.DoesNotExist`, `Conflict` when no reader has seen the note, and `NotReady`
    without a text and a reason.
    """
    policies.require(policies.may_edit(by), _("Only editors correct change notes."))
    problems = [] if text.strip() else [_("Erratum: say what the note should have said.")]
    if not reason.strip():
        problems.append(_("Reason: say why, for the record."))
    if problems:
        raise NotReady(problems)
    revision = Revision.objects.get(pk=revision_id)
    Article.objects.locked(revision.article_id)
    # Only readers of a published version have seen its note.
    if not revision.publications.exists():
        raise Conflict(_("This version was never published, so no reader has seen its note."))
    erratum = Erratum(revision=revision, text=normalise(text), reason=normalise(reason))
    erratum.by, erratum.at = by, at
    erratum.sha256 = errata.digest(erratum)
    erratum.save(force_insert=True)
    audit.record(errata.ADDED, erratum, by=by, at=at, sha256=erratum.sha256)
    return erratum
