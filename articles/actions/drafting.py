"""Drafting: start an answer, save its draft, submit it as a frozen revision."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from articles import changes, drafts, policies, readiness, snapshots
from articles.actions import audit
from articles.drafts import Draft
from articles.enums import ChangeClass
from articles.errors import Conflict, NotReady, Unchanged
from articles.models import Article, DraftEdit, Publication, Revision, RevisionContributor
from articles.texts import normalise


@transaction.atomic
def start(article: Article, *, by: User, at: datetime) -> Article:
    """Save a new, empty answer whose fields the caller has validated.

    Raises `Conflict` when another answer took its address, or its place as overview, meanwhile.
    """
    policies.require(policies.may_create(by), _("Only editors start answers."))
    article.question = normalise(article.question)
    try:
        with transaction.atomic():
            article.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_("Somebody else started this answer, or one at its address.")) from error
    audit.record("started", article, by=by, at=at, question=article.question)
    return article


@transaction.atomic
def save_draft(
    article_id: int, draft: Draft, *, expected_version: int, by: User, at: datetime
) -> Article:
    """Store the draft over the version the editor began from, and remember who wrote it.

    Raises `Conflict` when somebody saved in between, `Unchanged` when it says the same, and
    `NotReady` for what no draft may say: no question, or one thing twice.
    """
    policies.require(policies.may_edit(by), _("Only editors change drafts."))
    article = Article.objects.locked(article_id)
    if article.draft_version != expected_version:
        raise Conflict(_("Somebody else saved this draft after you opened it."))
    draft = draft.normalised()
    if draft == drafts.of(article):
        raise Unchanged(_("Nothing changed, so nothing was saved."))
    article.draft_version += 1
    try:
        with transaction.atomic():
            drafts.store(article, draft)
            article.save()
    except IntegrityError as error:
        raise NotReady([_("A draft has a question, and names nothing twice in a list.")]) from error
    DraftEdit.objects.create(article=article, version=article.draft_version, editor=by, at=at)
    audit.record("saved draft", article, by=by, at=at, version=article.draft_version)
    return article


@transaction.atomic
def submit(
    article_id: int,
    *,
    expected_version: int,
    change_class: ChangeClass,
    change_note: str,
    by: User,
    at: datetime,
) -> Revision:
    """Freeze the draft as a revision.

    Raises `Conflict` when the draft moved on, `NotReady` naming what is missing, and
    `Unchanged` when the words are exactly the live ones.
    """
    policies.require(policies.may_edit(by), _("Only editors submit drafts."))
    article = Article.objects.locked(article_id)
    if article.draft_version != expected_version:
        raise Conflict(_("Somebody else saved this draft after you opened it."))
    problems = readiness.problems(article)
    if not change_note.strip():
        problems.append(_("Change note: say for readers what changed."))
    if problems:
        raise NotReady(problems)
    snapshot = snapshots.of(article)
    if article.live and article.live.revision.sha256 == snapshot.sha256:
        raise Unchanged(_("These are exactly the words that are live, so there is no new version."))
    newest = Publication.objects.filter(article=article).order_by("pk").last()
    # What was withdrawn is nothing to build on: all of it has to be reviewed again.
    floor = changes.floor(article.live.revision.snapshot if article.live else None, snapshot.text)
    revision = Revision.objects.create(
        article=article,
        number=_next_number(article),
        snapshot=snapshot.text,
        sha256=snapshot.sha256,
        draft_version=article.draft_version,
        based_on=newest,
        translates=article.follows,
        proposed_class=changes.highest(change_class, floor.change_class),
        change_note=change_note.strip(),
        submitted_by=by,
        submitted_at=at,
    )
    _record_contributors(revision, newest)
    audit.record("submitted", revision, by=by, at=at, sha256=revision.sha256)
    return revision


def _next_number(article: Article) -> int:
    newest = article.revisions.aggregate(newest=Max("number"))["newest"]
    return (newest or 0) + 1


def _record_contributors(revision: Revision, newest: Publication | None) -> None:
    """Everybody whose edits are new since the newest publication, and who submitted it."""
    since = newest.revision.draft_version if newest else 0
    editors = DraftEdit.objects.filter(
        article_id=revision.article_id, version__gt=since, version__lte=revision.draft_version
    ).values_list("editor_id", flat=True)
    RevisionContributor.objects.bulk_create(
        RevisionContributor(revision=revision, user_id=user_id)
        for user_id in sorted({*editors, revision.submitted_by_id})
    )
