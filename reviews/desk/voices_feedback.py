"""Feedback at the desk: reports and questions of readers, and the questions not yet answered."""

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.actions import feedback as actions
from articles.enums import FeedbackKind, FeedbackState
from articles.errors import RuleError
from articles.models import Feedback, OpenQuestion, Publication
from articles.models.voices import WAITING
from reviews.desk import outcomes
from reviews.desk.signing import signed_in
from reviews.desk.voices import require_right, screen
from reviews.forms.voices import FeedbackDecisionForm, QuestionForm


def _readers_number(publication: Publication | None) -> int:
    """By which number readers know that version; 0 for none."""
    if publication is None:
        return 0
    return Publication.objects.filter(
        article=publication.article_id, pk__lte=publication.pk
    ).count()


def feedback(site: AdminSite, request: HttpRequest, pk: int) -> HttpResponse:
    """One report or question, and what became of it."""
    require_right(request)
    written = Feedback.objects.filter(kind__in=[FeedbackKind.REPORT, FeedbackKind.QUESTION])
    rows = written.select_related("article__condition", "condition", "publication__revision")
    row = get_object_or_404(rows, pk=pk)
    open_to = row.state in {*WAITING, FeedbackState.ACCEPTED}
    form = FeedbackDecisionForm(request.POST or None, feedback=row)
    if request.method == "POST" and open_to and form.is_valid():
        try:
            _decide(request, row.pk, form)
        except RuleError as error:
            outcomes.on_form(form, error)
        else:
            messages.success(request, _("Done."))
            return redirect("admin:from_readers")
    context = {
        "title": row,
        "feedback": row,
        "readers_number": _readers_number(row.publication),
        "form": form if open_to else None,
        "lead": settings.URGENT_LEAD,
    }
    return screen(site, request, "feedback", context)


def question(site: AdminSite, request: HttpRequest, pk: int) -> HttpResponse:
    """A question not yet answered: its words, and the answer that answers it."""
    require_right(request)
    row = get_object_or_404(OpenQuestion.objects.select_related("condition"), pk=pk)
    stands = {"wording": row.wording, "answered_by": row.answered_by}
    form = QuestionForm(request.POST or None, question=row, initial=stands)
    if request.method == "POST" and form.is_valid():
        try:
            actions.word_question(
                row.pk, **form.cleaned_data, by=signed_in(request), at=timezone.now()
            )
        except RuleError as error:
            outcomes.on_form(form, error)
        else:
            messages.success(request, _("Done."))
            return redirect("admin:from_readers")
    return screen(site, request, "question", {"title": row, "question": row, "form": form})


def _decide(request: HttpRequest, pk: int, form: FeedbackDecisionForm) -> None:
    by, at = signed_in(request), timezone.now()
    if form.state() == FeedbackState.ASKED:
        actions.show_as_question(pk, form.words(), by=by, at=at)
    else:
        actions.decide(pk, form.state(), by=by, at=at)
