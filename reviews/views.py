"""What people outside the desk see of the review side: reviewers' pages, and guests' previews."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import override

from articles.pages import reading, site_texts
from articles.views import open_forms
from articles.views.caching import public
from reviews import pages
from reviews.actions import previewing
from reviews.forms.guest import GuestForm
from reviews.models import PreviewLink, Reviewer


@public
def reviewer(request: HttpRequest, slug: str) -> HttpResponse:
    """A reviewer and what they have signed."""
    try:
        page = pages.reviewer(slug, on=localdate())
    except Reviewer.DoesNotExist as error:
        raise Http404 from error
    return render(request, "reviews/reviewer.html", {"page": page})


def preview(request: HttpRequest, token: str) -> HttpResponse:
    """A version under review for the guest of a link, with a form for their comments.

    A link that does not work says nothing of whether it ever did.
    """
    response = _preview(request, token)
    # The address is the secret: no other site may learn it from a link that is followed.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


# `open_form` has exempted what it guards; the view that Django asks is this one.
preview.csrf_exempt = True  # type: ignore[attr-defined]  # how `csrf_exempt` marks a view


@open_forms.open_form
def _preview(request: HttpRequest, token: str) -> HttpResponse:
    try:
        link = previewing.found(token, at=timezone.now())
    except PreviewLink.DoesNotExist:
        return render(request, "reviews/no_preview.html", status=404)
    language = link.request.article.language
    form = GuestForm(request.POST if request.method == "POST" else None)

    def keep(_key: str) -> str:
        words = form.cleaned_data
        previewing.comment(token, quote=words["quote"], text=words["text"], at=timezone.now())
        return f"{request.path}#your-comments"

    with override(language):
        article = link.request.article
        page = reading.answer(link.request.revision.snapshot, slug=article.slug)
        return open_forms.serve(
            request,
            form,
            keep,
            template="reviews/preview.html",
            context={
                "page": page,
                "texts": site_texts(language=language),
                "link": link,
                "said": link.comments.order_by("pk"),
                # What is wrong is said below the page, where the form is.
                "here": f"{request.path}#comment",
            },
            secret_address=True,
            texts_a_day=previewing.MOST_COMMENTS,
        )
