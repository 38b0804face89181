"""Published versions at the desk: bring one back, or put its change note right."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.actions import noting
from articles.errors import RuleError
from articles.models import Article, Revision
from reviews import staffing
from reviews.actions import requesting
from reviews.desk import outcomes, submitting
from reviews.desk.opening import editable, person, screen
from reviews.forms.submission import ReleaseForm


class ErratumForm(forms.Form):
    """What the change note should have said, and why it did not."""

    text = forms.CharField(
        label=gettext_lazy("What the note should have said"),
        help_text=gettext_lazy("For readers: it stands beside the note, which stays as signed."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason, for the record"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def roll_back(request: HttpRequest, article_id: int, number: int) -> HttpResponse:
    """Put the words of a published version before reviewers, to be brought back."""
    article = editable(request, article_id)
    earlier = _published(article, number)
    form = _release(request, article, earlier)
    if request.method == "POST" and form.is_valid():
        try:
            opened = requesting.ask_to_roll_back(
                article.pk, number, **form.cleaned_data, by=person(request), at=timezone.now()
            )
        except RuleError as error:
            outcomes.on_form(form, error)
        else:
            return submitting.done(request, opened)
    title = _("Bring back version %(number)d") % {"number": number}
    context = {"title": title, "article": article, "earlier": earlier, "form": form}
    return screen(request, "roll_back", context)


def erratum(request: HttpRequest, article_id: int, number: int) -> HttpResponse:
    """Say beside a version's change note what it should have said."""
    article = editable(request, article_id)
    revision = _published(article, number)
    form = ErratumForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            noting.add_erratum(
                revision.pk, **form.cleaned_data, by=person(request), at=timezone.now()
            )
        except RuleError as error:
            outcomes.on_form(form, error)
        else:
            messages.success(request, _("Readers see the erratum beside the note from now on."))
            return redirect("admin:articles_article_evidence", article.pk)
    title = _("Erratum to the change note of version %(number)d") % {"number": number}
    context = {"title": title, "article": article, "revision": revision, "form": form}
    return screen(request, "erratum", context)


def _published(article: Article, number: int) -> Revision:
    revision = article.revisions.published().filter(number=number).first()
    if revision is None:
        raise Http404
    return revision


def _release(request: HttpRequest, article: Article, earlier: Revision) -> ReleaseForm:
    today = timezone.localdate()
    return ReleaseForm(
        request.POST if request.method == "POST" else None,
        reviewers=staffing.candidates(
            article.pk,
            staffing.need(article.live, earlier.snapshot),
            wrote=staffing.writers_to_be(article.pk, by=person(request), words=earlier),
            on=today,
        ),
        today=today,
        published=True,
    )
