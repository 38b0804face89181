"""The checks of errata: each gives its hash, and an audit event tells of it."""

from collections.abc import Iterator
from datetime import UTC

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from articles import snapshots
from articles.models import Article, Erratum
from articles.verification import seals
from articles.verification.faults import CHUNK, Fault
from articles.verification.telling import lost, untold

# The verb of the audit events that tell of errata.
ADDED = "added an erratum"


def digest(row: Erratum) -> str:
    """The SHA-256 (hex) over what an erratum says, of which words, by whom and when."""
    return snapshots.canonical(
        {
            "revision": row.revision.sha256,
            "text": row.text,
            "reason": row.reason,
            "by": row.by_id,
            "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        }
    ).sha256


def faults(articles: QuerySet[Article]) -> Iterator[Fault]:
    """What does not hold of the errata to those articles' change notes."""
    rows = Erratum.objects.filter(revision__article__in=articles)
    errata = rows.select_related("revision__article__condition")
    for row in errata.iterator(chunk_size=CHUNK):
        if digest(row) != row.sha256:
            yield Fault(_where(row), _("changed: its words do not give its hash"))
    for row in untold(errata, ADDED, "sha256"):
        yield Fault(_where(row), _("no audit event tells of it with this hash"))
    yield from seals.changed(errata, _where)


def audit_trail() -> Iterator[Fault]:
    """Events that tell of an erratum not there."""
    yield from lost(Erratum, ADDED)


def _where(row: Erratum) -> str:
    article = row.revision.article
    return _("%(article)s, version %(number)d, erratum %(key)d") % {
        "article": f"{article.condition.slug}/{article.slug}",
        "number": row.revision.number,
        "key": row.pk,
    }
