"""The checks of answers: what is live, versions, publications, and who edited the drafts."""

from collections.abc import Iterable, Iterator

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from articles import snapshots
from articles.enums import WithdrawalKind
from articles.models import (
    Article,
    AuditEvent,
    DraftEdit,
    Publication,
    Revision,
    SiteText,
    Withdrawal,
)
from articles.verification import errata, seals, withdrawals
from articles.verification.faults import CHUNK, ROUTE, Fault
from articles.verification.telling import lost, unnamed, untold, untold_edits
from articles.verification.trail import chain


def audit_trail() -> Iterator[Fault]:
    """Where the stored chain breaks, events that tell of a row not there, and site texts."""
    events = AuditEvent.objects.order_by("pk")
    by_hash = events.values_list("pk", flat=True)
    yield from chain(
        events.iterator(chunk_size=CHUNK), lambda sha256: by_hash.filter(hash=sha256).first()
    )
    yield from lost(Revision, "submitted")
    yield from lost(Publication, "published")
    yield from errata.audit_trail()
    yield from withdrawals.audit_trail()
    yield from lost(SiteText, "published site text")
    for text in unnamed(SiteText.objects.all(), "published site text"):
        yield Fault(_of_text(text), _("no audit event tells of it"))
    yield from seals.changed(SiteText.objects.all(), _of_text)


def faults(articles: QuerySet[Article]) -> Iterator[Fault]:
    """What does not hold of those articles: live words, versions, publications, edits of drafts.

    Each must be told of in the audit trail, which shows events cut off at its end, too.
    """
    yield from _not_live(articles)
    yield from _missing(articles)
    revisions = Revision.objects.filter(article__in=articles).select_related(
        "article__condition", "restores"
    )
    for revision in revisions.iterator(chunk_size=CHUNK):
        if revision.restores and revision.restores.sha256 != revision.sha256:
            yield Fault(place(revision), _("changed: it is not the version that it brings back"))
        if snapshots.digest(revision.snapshot) != revision.sha256:
            yield Fault(place(revision), _("changed: its words do not give its hash"))
    published = Publication.objects.filter(article__in=articles)
    for row in untold(revisions, "submitted", "sha256"):
        yield Fault(place(row), _("no audit event tells of this version with this hash"))
    for row in untold(published.select_related(*ROUTE), "published", "revision__sha256"):
        yield Fault(place(row.revision), _("no audit event tells of its publication"))
    edits = DraftEdit.objects.filter(article__in=articles).select_related("article__condition")
    for edit in untold_edits(edits):
        what = _("no audit event tells of edit %(number)d of the draft by this person")
        yield Fault(_address(edit.article), what % {"number": edit.version})
    yield from errata.faults(articles)
    yield from withdrawals.faults(articles)
    yield from seals.changed(revisions.prefetch_related("contributions"), place)
    yield from seals.changed(published.select_related(*ROUTE), place_of_publication)


def place(revision: Revision) -> str:
    """Where a version is, in words; needs its article and condition loaded."""
    return _("%(article)s, version %(number)d") % {
        "article": _address(revision.article),
        "number": revision.number,
    }


def place_of_publication(publication: Publication) -> str:
    """Where a publication is, in words; needs what `ROUTE` names loaded."""
    return _("%(version)s, publication %(key)d") % {
        "version": place(publication.revision),
        "key": publication.pk,
    }


def _of_text(text: SiteText) -> str:
    return _("site text %(key)d (%(kind)s)") % {"key": text.pk, "kind": text}


def _not_live(articles: QuerySet[Article]) -> Iterator[Fault]:
    """Articles whose live words are not those published last, or were withdrawn."""
    of_it = Publication.objects.filter(article=OuterRef("pk")).order_by("-pk")
    words = Withdrawal.objects.filter(publication=OuterRef("newest")).order_by("-pk")
    told = articles.select_related("condition").annotate(
        newest=Subquery(of_it.values("pk")[:1]), word=Subquery(words.values("kind")[:1])
    )
    for article in told.iterator(chunk_size=CHUNK):
        if article.live_id != (None if article.word == WithdrawalKind.WITHDRAW else article.newest):
            yield Fault(
                _address(article), _("what is live is not its newest publication, or was withdrawn")
            )


def _missing(articles: QuerySet[Article]) -> Iterator[Fault]:
    """Gaps in what is counted from one: versions, and edits of the draft."""
    for article in articles.select_related("condition").iterator(chunk_size=CHUNK):
        numbers = article.revisions.values_list("number", flat=True)
        for number in _gaps(numbers):
            yield Fault(_address(article), _("version %(number)d was deleted") % {"number": number})
        versions = article.edits.values_list("version", flat=True)
        for number in _gaps(versions, upto=article.draft_version):
            what = _("edit %(number)d of the draft was deleted") % {"number": number}
            yield Fault(_address(article), what)


def _gaps(numbers: Iterable[int], *, upto: int = 0) -> list[int]:
    there = set(numbers)
    return sorted(set(range(1, max([upto, *there], default=0) + 1)) - there)


def _address(article: Article) -> str:
    return f"{article.condition.slug}/{article.slug}"
