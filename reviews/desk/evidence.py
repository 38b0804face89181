"""Evidence, only to be read: nobody adds, changes or deletes it, superusers included."""

from typing import TypeVar

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from articles.models import (
    AuditEvent,
    DraftEdit,
    Erratum,
    Publication,
    Revision,
    SiteText,
    Withdrawal,
)
from reviews.models import ReviewRecord

Row = TypeVar("Row", bound=Model)


class EvidenceAdmin(admin.ModelAdmin[Row]):
    """Only for reading."""

    actions = None
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return False


class RevisionAdmin(EvidenceAdmin[Revision]):
    list_display = ("article", "number", "proposed_class", "submitted_by", "submitted_at", "sha256")
    list_select_related = ("article", "submitted_by")
    search_fields = ("article__question", "sha256")
    date_hierarchy = "submitted_at"
    ordering = ("-pk",)


class ErratumAdmin(EvidenceAdmin[Erratum]):
    list_display = ("revision", "text", "by", "at")
    list_select_related = ("revision__article", "by")
    search_fields = ("revision__article__question", "text")
    ordering = ("-pk",)


class PublicationAdmin(EvidenceAdmin[Publication]):
    list_display = ("revision", "kind", "last_reviewed_on", "review_due_on", "published_at")
    list_select_related = ("revision__article",)
    list_filter = ("kind",)
    search_fields = ("article__question", "revision__sha256")
    ordering = ("-pk",)


class WithdrawalAdmin(EvidenceAdmin[Withdrawal]):
    list_display = ("kind", "article", "treatment", "by", "at")
    list_select_related = ("article", "treatment", "by")
    list_filter = ("kind",)
    ordering = ("-pk",)


class SiteTextAdmin(EvidenceAdmin[SiteText]):
    list_display = ("kind", "region", "signed_by", "at")
    list_filter = ("kind",)


class AuditEventAdmin(EvidenceAdmin[AuditEvent]):
    list_display = ("at", "actor_name", "verb", "object", "detail")
    search_fields = ("actor_name", "verb", "object")
    date_hierarchy = "at"
    ordering = ("-pk",)


class DraftEditAdmin(EvidenceAdmin[DraftEdit]):
    list_display = ("article", "version", "editor", "at")
    list_select_related = ("article", "editor")
    search_fields = ("article__question",)
    ordering = ("-pk",)


class ReviewRecordAdmin(EvidenceAdmin[ReviewRecord]):
    list_display = ("request", "reviewer_name", "outcome", "scope", "signed_at")
    list_select_related = ("request__revision__article",)
    list_filter = ("outcome", "scope")
    search_fields = ("reviewer_name", "revision_sha256", "request__article__question")
    ordering = ("-pk",)
