"""The checks of withdrawals and alerts, of which the events about an answer or treatment tell."""

from collections.abc import Iterator

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, TextField, Value, When
from django.utils.translation import gettext as _

from articles.enums import WithdrawalKind
from articles.models import Article, AuditEvent, Withdrawal
from articles.verification import seals
from articles.verification.faults import CHUNK, Fault
from articles.verification.telling import joined

_TELLING = AuditEvent.objects.filter(Q(verb="withdrew") | Q(verb__startswith="alert: "))


def faults(articles: QuerySet[Article]) -> Iterator[Fault]:
    """What does not hold of the withdrawals of those articles."""
    yield from _faults(Withdrawal.objects.filter(article__in=articles))


def audit_trail() -> Iterator[Fault]:
    """What does not hold of alerts, and events that tell of a withdrawal or alert not there."""
    yield from _faults(Withdrawal.objects.filter(article=None))
    yield from seals.gone(Withdrawal, _TELLING)


def _faults(rows: QuerySet[Withdrawal]) -> Iterator[Fault]:
    loaded = rows.select_related("article__condition", "treatment")
    for row in _untold(loaded).iterator(chunk_size=CHUNK):
        yield Fault(_where(row), _("no audit event tells of it"))
    yield from seals.changed(loaded, _where)


def _untold(rows: QuerySet[Withdrawal]) -> QuerySet[Withdrawal]:
    """Those that no event names; one from before seals tells of what it did by that person."""
    about = _TELLING.filter(object=OuterRef("about"), verb=OuterRef("verb"))
    whole = joined(Value(f"{seals.MARK}withdrawal:"), OuterRef("pk"), Value(" "))
    earlier = about.filter(actor=OuterRef("by")).exclude(detail__contains=seals.MARK)
    return rows.annotate(
        about=Case(
            When(article=None, then=joined(Value("treatment:"), "treatment_id")),
            default=joined(Value("article:"), "article_id"),
        ),
        verb=Case(
            When(kind=WithdrawalKind.WITHDRAW, then=Value("withdrew", TextField())),
            default=joined(Value("alert: "), "kind"),
        ),
    ).exclude(Exists(about.filter(detail__contains=whole)) | Exists(earlier))


def _where(row: Withdrawal) -> str:
    subject = f"{row.article.condition.slug}/{row.article.slug}" if row.article else row.treatment
    return _("%(subject)s, withdrawal or alert %(key)d") % {"subject": subject, "key": row.pk}
