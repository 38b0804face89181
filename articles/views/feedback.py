"""Feedback: was it helpful, what is wrong, and what is missing on the site."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from articles import pages
from articles.actions import feedback
from articles.enums import FeedbackState
from articles.errors import RuleError
from articles.forms.voices import QuestionForm, ReportForm
from articles.languages import current
from articles.models import Condition, Feedback
from articles.pages.values import Link
from articles.views import open_forms
from articles.views.voices import subject

# Votes that one network has on one day: about one answer, and about all.
_VOTES = 3
_ALL_VOTES = 30


@open_forms.open_form
def helpful(request: HttpRequest, condition: str, slug: str) -> HttpResponse:
    """Count a vote and lead on to saying more. It has no text, so only its origin is checked."""
    about = subject(condition, slug)
    if request.method != "POST":
        return redirect(about.page.path)
    refusal = None
    if not open_forms.from_here(request) or request.POST.get("helpful") not in {"yes", "no"}:
        refusal = open_forms.Refusal(
            _("We could not make sure that this came from our own page, so it was not counted."),
            403,
        )
    else:
        today = localdate()
        purpose = f"vote-{about.article_id}"
        # All first: beyond that limit nothing more is kept, however many answers there are.
        refusal = open_forms.spend(request, "vote", limit=_ALL_VOTES, on=today) or open_forms.spend(
            request, purpose, limit=_VOTES, on=today
        )
    if refusal is None:
        try:
            feedback.vote(
                about.article_id,
                helpful=request.POST["helpful"] == "yes",
                sha256=request.POST.get("seen", ""),
                at=timezone.now(),
            )
        except RuleError as error:
            refusal = open_forms.Refusal(str(error), 409)
        else:
            address = reverse("articles:report", args=[condition, slug])
            return open_forms.see_other(f"{address}?after=vote")
    context = {"page": about.page, "sentence": refusal.sentence}
    return render(request, "articles/voices/refused.html", context, status=refusal.status)


@open_forms.open_form
def report(request: HttpRequest, condition: str, slug: str) -> HttpResponse:
    """Say that something is wrong or missing in an answer."""
    about = subject(condition, slug)
    # Only a draft has none.
    assert about.page.review is not None
    form = ReportForm(request.POST or None, live=about.page.review.sha256)

    def keep(token: str) -> str:
        kept = feedback.report(
            about.article_id,
            form.cleaned_data["text"],
            sha256=form.cleaned_data["seen"],
            token=token,
            at=timezone.now(),
        )
        return _thanks(request, kept)

    context = {
        "about": Link(about.page.question, about.page.path),
        "condition": about.page.condition,
        "after": _after(request),
        "texts": pages.site_texts(language=current()),
    }
    return open_forms.serve(
        request, form, keep, template="articles/voices/report.html", context=context
    )


@open_forms.open_form
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask a question about a condition."""
    try:
        page = pages.condition(slug, language=current(), on=localdate())
    except Condition.DoesNotExist as error:
        raise Http404 from error
    form = QuestionForm(request.POST or None)

    def keep(token: str) -> str:
        condition = Condition.objects.only("pk").get(slug=slug)
        text = form.cleaned_data["text"]
        kept = feedback.ask(condition.pk, text, language=current(), token=token, at=timezone.now())
        return _thanks(request, kept)

    context = {
        "about": Link(page.name, page.path),
        "after": _after(request),
        "texts": pages.site_texts(language=current()),
    }
    return open_forms.serve(
        request, form, keep, template="articles/voices/ask.html", context=context
    )


def _thanks(request: HttpRequest, kept: Feedback) -> str:
    """The same address after sending, with help where the text spoke of danger."""
    urgent = kept.state == FeedbackState.URGENT
    return f"{request.path}?after={'urgent' if urgent else 'sent'}"


def _after(request: HttpRequest) -> str:
    """What the reader has just done: voted, or sent a text; empty where they have not."""
    after = request.GET.get("after", "")
    return after if after in {"vote", "sent", "urgent"} and request.method != "POST" else ""
