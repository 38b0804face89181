"""Experiences: sharing one, reading those on a question, and the author's private page."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from articles import pages
from articles.actions import voices
from articles.enums import VoiceRule
from articles.errors import RuleError
from articles.forms.voices import ShareForm, StoryForm, WithdrawForm
from articles.languages import current
from articles.models import Article, Experience
from articles.pages.values import Link
from articles.pages.voices import MyExperience, Subject
from articles.views import open_forms
from articles.views.caching import public

_A_PAGE = 20


def subject(condition: str, slug: str) -> Subject:
    """The answer at that address. Raises `Http404` unless readers see its text today."""
    try:
        return pages.subject(condition, slug, language=current(), on=localdate())
    except Article.DoesNotExist as error:
        raise Http404 from error


@open_forms.open_form
def share(request: HttpRequest, condition: str, slug: str) -> HttpResponse:
    """Share an experience on a question; 404 before there is a text to consent to."""
    about, consent = subject(condition, slug), pages.consent(language=current())
    if consent is None:
        raise Http404
    form = ShareForm(request.POST or None, newest=consent.version)

    def keep(token: str) -> str:
        voices.share(
            about.article_id,
            form.story(),
            adult=form.cleaned_data["adult"],
            consent_id=form.cleaned_data["consent_version"],
            token=token,
            at=timezone.now(),
        )
        return reverse("articles:my_experience", args=[token])

    return open_forms.serve(
        request,
        form,
        keep,
        template="articles/voices/share.html",
        context={
            "about": Link(about.page.question, about.page.path),
            "condition": about.page.condition,
            "consent": consent,
            "rules": VoiceRule.labels,
            "texts": pages.site_texts(language=current()),
        },
    )


@public
def experiences(request: HttpRequest, condition: str, slug: str) -> HttpResponse:
    """All published experiences on a question, newest first, some on a page."""
    page = subject(condition, slug).page
    shown = Paginator(pages.all_experiences(condition, slug, language=current()), _A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "shown": shown,
        "voices": [pages.experience(row) for row in shown],
        "texts": pages.site_texts(language=current()),
    }
    return render(request, "articles/voices/experiences.html", context)


@open_forms.open_form
def my_experience(request: HttpRequest, token: str) -> HttpResponse:
    """The author's private page: what became of it, a shorter text when asked, and deleting it."""
    try:
        mine = pages.mine(token)
    except Experience.DoesNotExist as error:
        raise Http404 from error
    revising = "revise" in request.POST
    story = StoryForm(request.POST if revising else None, initial=_initial(mine))
    withdrawing = WithdrawForm(request.POST if "withdraw" in request.POST else None)
    status = 200
    if request.method == "POST":
        status = 400
        form = story if revising else withdrawing
        if not open_forms.from_here(request, secret_address=True):
            form.add_error(None, _("This did not come from this page. Please send it again."))
            status = 403
        elif form.is_valid():
            try:
                _act(token, story if revising else None)
            except RuleError as error:
                form.add_error(None, str(error))
                status = 409
            else:
                return open_forms.see_other(request.path)
    context = {"mine": mine, "story": story, "withdrawing": withdrawing}
    context |= {
        "texts": pages.site_texts(language=current()),
        "address": request.build_absolute_uri(),
    }
    response = render(request, "articles/voices/mine.html", context, status=status)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _initial(mine: MyExperience) -> dict[str, str]:
    return {"pseudonym": mine.pseudonym, "relation": mine.relation, "text": mine.text}


def _act(token: str, revised: StoryForm | None) -> None:
    if revised is not None:
        voices.revise(token, revised.story(), at=timezone.now())
    else:
        voices.withdraw(token, at=timezone.now())
