"""What people outside the desk see of the review side: reviewers, guests' previews, pictures."""

from dataclasses import replace

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.timezone import localdate
from django.utils.translation import override
from django.views.decorators.http import require_safe

from articles.pages import pictures, reading, site_texts
from articles.pages.values import AnswerPage
from articles.views import open_forms
from articles.views.caching import public
from reviews import pages
from reviews.actions import previewing
from reviews.desk.registry import site
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


@require_safe
def preview_picture(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """A picture of the version that the guest of a link reads, while the link works."""
    try:
        link = previewing.found(token, at=timezone.now())
    except PreviewLink.DoesNotExist as error:
        raise Http404 from error
    if f"/uploads/{name}" not in link.request.revision.snapshot:
        raise Http404
    response = _picture(request, name, public=False)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """The picture `<sha256>.webp`: for anybody while readers see words that name it, for the
    desk always."""
    if pictures.shown(f"/uploads/{name}", on=localdate()):
        return _picture(request, name, public=True)
    if site.has_permission(request):
        return _picture(request, name, public=False)
    raise Http404


def _picture(request: HttpRequest, name: str, *, public: bool) -> HttpResponse:
    """The stored picture, as nothing but a picture. What may be withdrawn is asked for anew; its
    digest is its tag, so that costs no second sending."""
    tag = f'"{name.removesuffix(".webp")}"'
    response: HttpResponse | None = get_conditional_response(request, etag=tag)
    if response is None:
        try:
            with default_storage.open(name) as file:
                response = HttpResponse(file.read(), content_type="image/webp")
        except FileNotFoundError as error:
            raise Http404 from error
    response.headers["ETag"] = tag
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, no_cache=True, **{"public" if public else "private": True})
    return response


def _seen_by_a_guest(link: PreviewLink, path: str) -> AnswerPage:
    """The page of a link's version; its pictures are behind the link, as its words are."""
    page = reading.answer(link.request.revision.snapshot, slug=link.request.article.slug)
    return replace(
        page,
        body=reading.pictures_from(path, page.body),
        emergency=reading.pictures_from(path, page.emergency),
    )


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
        page = _seen_by_a_guest(link, request.path)
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
