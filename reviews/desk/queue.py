"""The queue of review requests, and publishing what was held or failed."""

from datetime import datetime
from functools import partial
from typing import Any, Protocol

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from articles.errors import RuleError
from articles.policies import may_edit, may_publish
from reviews import policies, queues
from reviews.actions import deciding, scheduling
from reviews.desk import outcomes
from reviews.desk.filters import NamedChangeList
from reviews.desk.queue_filters import (
    CLOSED_WORDS,
    DueFilter,
    ListFilter,
    OwnerFilter,
    StateFilter,
)
from reviews.desk.signing import signed_in
from reviews.enums import State
from reviews.forms.conflicts import ConflictForm
from reviews.models import Assignment, ReviewRequest


class Act(Protocol):
    """What a publisher does with a request."""

    def __call__(self, request_id: int, /, *, by: User, at: datetime) -> ReviewRequest: ...


class QueueAdmin(admin.ModelAdmin[ReviewRequest]):
    """Requests are opened, decided and closed by the screens of the desk, and never deleted."""

    actions = None
    list_per_page = 25
    list_filter = (ListFilter, StateFilter, DueFilter, OwnerFilter)
    # How many there are besides those that a search finds is not worth counting them all again.
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("article__question", "article__condition__name")
    change_list_template = "admin/reviews/reviewrequest/queue.html"

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: ReviewRequest | None = None) -> bool:
        """Editors see every request, reviewers those they were asked for or that fit them."""
        if obj is not None:
            return policies.may_see(request.user, obj, on=timezone.localdate())
        return may_edit(request.user) or request.user.has_perm("reviews.decide_request")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ReviewRequest | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ReviewRequest | None = None) -> bool:
        return False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return NamedChangeList

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """The urgent first; what is scheduled by its day, and what is closed the newest first."""
        state = request.GET.get(StateFilter.parameter_name)
        if State.SCHEDULED in (state, request.GET.get(ListFilter.parameter_name)):
            return queues.BY_DATE
        return ("-pk",) if state in CLOSED_WORDS else queues.URGENT_FIRST

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReviewRequest]:
        return queues.visible(signed_in(request), on=timezone.localdate())

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[ReviewRequest], search_term: str
    ) -> tuple[QuerySet[ReviewRequest], bool]:
        """Each word in the question, in the condition's name, or in that of a reviewer.

        The stock search joins the reviewers, and then has to compare whole rows for doubles.
        """
        for word in search_term.split():
            asked = Assignment.objects.filter(reviewer__name__icontains=word)
            found = Q(pk__in=asked.values("request"))
            for field in self.search_fields:
                found |= Q(**{f"{field}__icontains": word})
            queryset = queryset.filter(found)
        return queryset, False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The stock list with a row of our own for each request."""
        response = super().changelist_view(request, extra_context)
        # A wrong filter is answered with a redirect.
        if isinstance(response, TemplateResponse) and response.context_data:
            # Loaded by now: the stock list counts what it shows.
            keys = [review.pk for review in response.context_data["cl"].result_list]
            found = queues.by_key(keys, user=signed_in(request), on=timezone.localdate())
            response.context_data["rows"] = tuple(found[key] for key in keys)
        return response

    def publish_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Publish an approved request that is held, scheduled or failed."""
        review = self.seen(request, object_id)
        if not may_publish(request.user):
            raise PermissionDenied(_("Only publishers publish."))
        form = ConflictForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            return self._by_publisher(
                request, review, partial(deciding.publish, **form.cleaned_data)
            )
        context = self.admin_site.each_context(request)
        context |= {"opts": self.opts, "review": review, "form": form, "title": _("Publish")}
        return TemplateResponse(request, "admin/reviews/reviewrequest/staff.html", context)

    def hold_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Take a scheduled request off its date (POST only)."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return self._by_publisher(request, self.seen(request, object_id), scheduling.hold)

    def _by_publisher(self, request: HttpRequest, review: ReviewRequest, act: Act) -> HttpResponse:
        try:
            review = act(review.pk, by=signed_in(request), at=timezone.now())
        except RuleError as error:
            outcomes.as_message(request, error)
        else:
            say_outcome(request, review)
        return redirect(review.get_absolute_url())

    def seen(self, request: HttpRequest, object_id: str) -> ReviewRequest:
        """The request with that key. Raises 404 where there is none, 403 unless they may see it."""
        key = int(object_id) if object_id.isdecimal() and len(object_id) < 19 else 0
        whole = ReviewRequest.objects.select_related(
            "article__live__revision", "revision__based_on__revision"
        )
        review = whole.with_asked().prefetch_related("records").filter(pk=key).first()
        if review is None:
            raise Http404
        if not policies.may_see(request.user, review, on=timezone.localdate()):
            raise PermissionDenied
        return review


def say_outcome(request: HttpRequest, review: ReviewRequest) -> None:
    """Tell on the next page what became of the request, and where the page is."""
    if review.state == State.PUBLISHED:
        link = format_html('<a href="{0}">{0}</a>', review.article.get_absolute_url())
        messages.success(request, format_html("{} {}", _("It is live. Readers find it at"), link))
    elif review.state == State.FAILED:
        messages.error(
            request,
            _("It is signed, but publishing failed: %(why)s A publisher can try again.")
            % {"why": review.failure},
        )
    elif review.state == State.HELD:
        messages.success(request, _("It is held until a publisher publishes it."))
    elif review.state == State.SCHEDULED:
        assert review.publish_on is not None
        day = {"day": date_format(review.publish_on)}
        messages.success(request, _("Signed. It is published on %(day)s.") % day)
    else:
        waits = " ".join(queues.notes(review, on=timezone.localdate()))
        messages.success(request, f"{_('Signed. It waits for another reviewer.')} {waits}".strip())
