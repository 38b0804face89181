"""The record of an answer: on one page, to be printed, and as JSON to be checked elsewhere."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles.models import Article, Publication, Revision, Withdrawal
from articles.pages import alerts
from articles.policies import may_edit
from reviews.desk import timeline
from reviews.desk.entries import name_of
from reviews.desk.site import site
from reviews.desk.timeline import Evidence
from reviews.policies import may_see_record

SCHEMA = 1


@require_safe
@cache_control(private=True, no_store=True)
def page(request: HttpRequest, article_id: int) -> HttpResponse:
    """Everything that happened to an answer, in the order of time."""
    evidence = timeline.load(_seen(request, article_id))
    context = {
        **site.each_context(request),
        "opts": Article._meta,
        "title": _("Evidence"),
        "evidence": evidence,
        "entries": timeline.entries(evidence),
        "versions": _published(evidence) if may_edit(request.user) else (),
        "live": next(
            (p.revision_id for p in evidence.publications if p.pk == evidence.article.live_id), None
        ),
        "now": timezone.now(),
    }
    return TemplateResponse(request, "admin/reviews/evidence.html", context)


@require_safe
@cache_control(private=True, no_store=True)
def export(request: HttpRequest, article_id: int) -> HttpResponse:
    """The same as a JSON file, with every canonical text and hash."""
    article = _seen(request, article_id)
    file_name = f"evidence-{article.condition.slug}-{article.slug}.json"
    return JsonResponse(
        {
            "schema": SCHEMA,
            "demonstration": settings.DEMO,
            "exported_at": timezone.now(),
            **_data(timeline.load(article)),
        },
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )


def _published(evidence: Evidence) -> list[tuple[Revision, list[int]]]:
    """The versions that were published, the newest first, each with readers' numbers for it."""
    numbers: defaultdict[int, list[int]] = defaultdict(list)
    for number, publication in enumerate(evidence.publications, start=1):
        numbers[publication.revision_id].append(number)
    return [(row, numbers[row.pk]) for row in reversed(evidence.revisions) if row.pk in numbers]


def _seen(request: HttpRequest, article_id: int) -> Article:
    """The article, for whoever may see its record.

    Raises `PermissionDenied` (403) before `Http404`, so that nobody else learns which exist.
    """
    if not may_see_record(request.user, article_id, on=timezone.localdate()):
        raise PermissionDenied
    return get_object_or_404(Article.objects.select_related("condition"), pk=article_id)


def _data(evidence: Evidence) -> dict[str, Any]:
    article = evidence.article
    return {
        "article": {
            "id": article.pk,
            "address": article.get_absolute_url(),
            "live_publication": article.live_id,
            "draft_version": article.draft_version,
        },
        "faults": [str(fault) for fault in evidence.faults],
        "edits": [_row(edit, by=name_of(edit.editor)) for edit in evidence.edits],
        "revisions": [
            _row(
                revision,
                by=name_of(revision.submitted_by),
                contributors=sorted(name_of(user) for user in revision.contributors.all()),
            )
            for revision in evidence.revisions
        ],
        "errata": [_row(row, by=name_of(row.by)) for row in evidence.errata],
        "requests": [
            _row(
                request,
                by=name_of(request.opened_by),
                reviewers=[row.reviewer.name for row in request.asked],
            )
            for request in evidence.requests
        ],
        "assignments": [
            _row(row, by=name_of(row.named_by), reviewer=row.reviewer.name)
            for row in evidence.assignments
        ],
        "reschedulings": [asdict(row) | {"at": _value(row.at)} for row in evidence.reschedulings],
        "preview_links": [
            _row(link, by=name_of(link.created_by)) for link in evidence.preview_links
        ],
        "comments": [_row(comment, by=comment.author_name) for comment in evidence.comments],
        "decisions": [_row(record, by=record.reviewer_name) for record in evidence.records],
        "publications": [
            _row(
                publication,
                by=name_of(publication.published_by),
                sha256=publication.revision.sha256,
            )
            for publication in evidence.publications
        ],
        "withdrawals": [_row(row, by=name_of(row.by)) for row in evidence.withdrawals],
        "treatment_alerts": [_alert(alert, naming) for alert, naming in evidence.alerts],
        "audit_events": [_row(event, by=event.actor_name) for event in evidence.events],
    }


def _alert(alert: Withdrawal, naming: Sequence[Publication]) -> dict[str, object]:
    return _row(
        alert,
        by=name_of(alert.by),
        treatment=alerts.called(alert)[0],
        named_by_publications=[publication.pk for publication in naming],
    )


def _row(row: Model, **more: object) -> dict[str, object]:
    """Every column of a row as it is stored, so that its hash can be recomputed, and `more`."""
    columns = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {name: _value(value) for name, value in columns.items()} | more


def _value(value: object) -> object:
    """Moments to the microsecond, as hashes and statements spell them."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value
