"""Drafting: start an answer, save its draft, submit it as a frozen revision."""

import json
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from articles import changes, drafts, policies, readiness, snapshots
from articles.actions import audit, catalogue
from articles.drafts import Draft
from articles.enums import ChangeClass
from articles.errors import Conflict, NotReady, Unchanged
from articles.models import (
    Article,
    AuditEvent,
    DraftEdit,
    Publication,
    Revision,
    RevisionContributor,
    Treatment,
)
from articles.snapshots import Snapshot
from articles.texts import normalise


@transaction.atomic
def start(article: Article, *, by: User, at: datetime) -> Article:
    """Save a new, empty answer whose fields the caller has validated.

    Raises `Conflict` when another answer took its address, or its place as overview, meanwhile.
    """
    policies.require(policies.may_create(by), _("Only editors start answers."))
    article.question = normalise(article.question)
    article.owner = by
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
    correction: str = "",
    by: User,
    at: datetime,
) -> Revision:
    """Freeze the draft as a revision; with a `correction` it is material.

    Raises `Conflict` when the draft moved on, `NotReady` naming what is missing, and
    `Unchanged` when the words are exactly the live ones.
    """
    policies.require(policies.may_edit(by), _("Only editors submit drafts."))
    article = Article.objects.locked(article_id)
    if article.draft_version != expected_version:
        raise Conflict(_("Somebody else saved this draft after you opened it."))
    newest = Publication.objects.filter(article=article).order_by("pk").last()
    problems = readiness.problems(article) + note_problems(change_note, correction, newest)
    if problems:
        raise NotReady(problems)
    snapshot = snapshots.of(article)
    live = article.live.revision if article.live else None
    followed = live is None or live.translates_id == article.follows_id
    if live is not None and followed and live.sha256 == snapshot.sha256:
        raise Unchanged(_("These are exactly the words that are live, so there is no new version."))
    # What was withdrawn is nothing to build on: all of it has to be reviewed again.
    before, medicines = (live.snapshot if live else None), Treatment.objects.medicine_names()
    floor = changes.floor(before, snapshot.text, medicines=medicines)
    since = newest.revision.draft_version if newest else 0
    return mint(
        article,
        snapshot,
        newest,
        contributors=editors_of(article, since=since, upto=article.draft_version)
        | cataloguers_of(article, live),
        draft_version=article.draft_version,
        translates=article.follows,
        # Whoever says that the words keep up with a changed original has read all of them.
        proposed_class=changes.highest(
            *(change_class, floor.change_class),
            ChangeClass.MATERIAL if correction.strip() or not followed else "",
        ),
        change_note=change_note.strip(),
        correction=correction.strip(),
        submitted_by=by,
        submitted_at=at,
    )


def note_problems(change_note: str, correction: str, newest: Publication | None) -> list[str]:
    """What a version's words to readers about itself lack, given the newest publication."""
    problems = [] if change_note.strip() else [_("Change note: say for readers what changed.")]
    if correction.strip() and newest is None:
        problems.append(_("Correction: nothing was published that could be corrected."))
    return problems


def editors_of(article: Article, *, since: int, upto: int) -> set[int]:
    """The ids of those who edited the draft after version `since`, up to version `upto`."""
    edits = article.edits.filter(version__gt=since, version__lte=upto)
    return set(edits.values_list("editor_id", flat=True))


def authors_of(words: Revision) -> set[int]:
    """The ids of all whose words a version holds: who edited the draft up to it, and its own."""
    edited = editors_of(words.article, since=0, upto=words.draft_version)
    return edited | set(words.contributions.values_list("user_id", flat=True))


def cataloguers_of(article: Article, live: Revision | None) -> set[int]:
    """The ids of those whose edits of the catalogue the draft takes up, beyond the live version.

    A snapshot freezes names of treatments and conditions, and whole sources: whoever wrote them
    wrote words of it. Of rows that the live version holds, only later edits count.
    """
    condition = article.condition
    main = condition.names.filter(is_main=True, language=article.language)
    names = {f"condition:{condition.pk}", *(f"conditionname:{name.pk}" for name in main)}
    edits = AuditEvent.objects.filter(verb__in=catalogue.EDITED, actor__isnull=False)
    found = edits.filter(object__in=names | _rows(drafts.of(article)))
    if live is not None:
        held = names | _rows(drafts.of_snapshot(json.loads(live.snapshot)))
        # An earlier version that was brought back holds what the catalogue said in its day.
        first = article.revisions.filter(sha256=live.sha256).earliest("number")
        told = AuditEvent.objects.filter(verb="submitted", object=f"revision:{first.pk}")
        frozen = told.aggregate(event=Max("pk"))["event"] or 0
        found = found.exclude(object__in=held, pk__lte=frozen)
    return {event.actor_id for event in found if event.actor_id is not None}


def _rows(draft: Draft) -> set[str]:
    """The rows of the catalogue that a draft refers to, as the audit trail names them."""
    treatments = {f"treatment:{entry.treatment}" for entry in draft.entries}
    return treatments | {f"source:{cited.source}" for cited in draft.citations}


def mint(
    article: Article,
    snapshot: Snapshot,
    newest: Publication | None,
    *,
    contributors: set[int],
    translates: Publication | None,
    **columns: Any,
) -> Revision:
    """Append a frozen revision of the locked article, based on its newest publication.

    Its contributors are those people, whoever submits it, and the authors of what it translates:
    a translation begins with their very words.
    """
    translated = authors_of(translates.revision) if translates else set()
    number = article.revisions.aggregate(newest=Max("number"))["newest"] or 0
    revision = Revision.objects.create(
        article=article,
        number=number + 1,
        snapshot=snapshot.text,
        sha256=snapshot.sha256,
        based_on=newest,
        translates=translates,
        **columns,
    )
    RevisionContributor.objects.bulk_create(
        RevisionContributor(revision=revision, user_id=user_id)
        for user_id in sorted({*contributors, *translated, revision.submitted_by_id})
    )
    if article.owner_id is None:
        article.owner = revision.submitted_by
        article.save(update_fields=["owner"])
    audit.record(
        "submitted",
        revision,
        by=revision.submitted_by,
        at=revision.submitted_at,
        sha256=revision.sha256,
    )
    return revision
