"""Preview links on the request's screen: an editor invites a guest, and takes it back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import cache_control

from articles.errors import RuleError
from articles.policies import may_edit
from reviews.actions import previewing
from reviews.desk import outcomes
from reviews.desk.commenting import CommentingAdmin
from reviews.desk.signing import signed_in
from reviews.forms.guest import InvitationForm
from reviews.models import ReviewRequest


class InvitingAdmin(CommentingAdmin):
    """Requests whose versions guests may read at a preview link."""

    def get_urls(self) -> list[URLPattern]:
        wrap, stem = self.admin_site.admin_view, "reviews_reviewrequest"
        kept_nowhere = cache_control(private=True, no_store=True)
        one = "<str:object_id>/guests"
        return [
            path(f"{one}/", wrap(kept_nowhere(self.guests_view)), name=f"{stem}_guests"),
            path(f"{one}/<int:key>/revoke/", wrap(self.revoke_view), name=f"{stem}_revoke"),
            *super().get_urls(),
        ]

    def guests_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The guests of a version; the address of a new one's link is shown this once."""
        review = self._edited(request, object_id)
        form = InvitationForm(request.POST if request.method == "POST" else None)
        address, status = "", 200
        if request.method == "POST":
            status = 400
            if form.is_valid():
                try:
                    _link, token = previewing.invite(
                        review.pk, **form.cleaned_data, by=signed_in(request), at=timezone.now()
                    )
                except RuleError as error:
                    outcomes.on_form(form, error)
                else:
                    address, status = _address(request, review, token), 200
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("Guests"),
            "review": review,
            "form": form,
            "address": address,
            "links": review.preview_links.select_related("created_by").order_by("-pk"),
            "now": timezone.now(),
        }
        return TemplateResponse(
            request, "admin/reviews/reviewrequest/guests.html", context, status=status
        )

    def revoke_view(self, request: HttpRequest, object_id: str, key: int) -> HttpResponse:
        """End a link (POST only)."""
        review = self._edited(request, object_id)
        if not review.preview_links.filter(pk=key).exists():
            raise Http404
        if request.method == "POST":
            try:
                link = previewing.revoke(key, by=signed_in(request), at=timezone.now())
            except RuleError as error:
                outcomes.as_message(request, error)
            else:
                messages.success(
                    request, _("The link of %(guest)s no longer works.") % {"guest": link.guest}
                )
        return redirect("admin:reviews_reviewrequest_guests", review.pk)

    def _edited(self, request: HttpRequest, object_id: str) -> ReviewRequest:
        """The request, for an editor. Raises `PermissionDenied` for anybody else."""
        if not may_edit(request.user):
            raise PermissionDenied
        return self.seen(request, object_id)


def _address(request: HttpRequest, review: ReviewRequest, token: str) -> str:
    """The whole address of a preview, in the language of the answer."""
    with override(review.article.language):
        return request.build_absolute_uri(reverse("reviews:preview", args=[token]))
