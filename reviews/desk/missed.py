"""What readers searched for and we have no answer to."""

from django.db.models import QuerySet
from django.http import HttpRequest

from articles.models import MissedSearch
from reviews.desk.evidence import EvidenceAdmin


class MissedSearchAdmin(EvidenceAdmin[MissedSearch]):
    """Only for reading, and only what was searched for often enough."""

    list_display = ("words", "times", "language", "month")
    list_display_links = None
    list_filter = ("language", "month")
    search_fields = ("words",)
    ordering = ("-month", "-times")

    def get_queryset(self, request: HttpRequest) -> QuerySet[MissedSearch]:
        return super().get_queryset(request).filter(pk__in=MissedSearch.objects.shown())
