"""From a draft to a review: submit it, or ask whether the live words still hold."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import changes, snapshots
from articles.errors import Conflict, RuleError
from articles.models import Article, Treatment
from reviews import staffing
from reviews.actions import requesting
from reviews.desk import outcomes, status
from reviews.desk.opening import editable, person, screen
from reviews.enums import OPEN, SENT_BACK, AfterApproval, State
from reviews.forms.submission import AskForm, SubmissionForm
from reviews.models import ReviewRequest
from reviews.models.reviewers import ReviewerQuerySet
from reviews.staffing import Need


def submit(request: HttpRequest, article_id: int) -> HttpResponse:
    """Show what is missing and what changed, and put the draft before its reviewers."""
    article = editable(request, article_id)
    need = staffing.need(article.live, snapshots.of(article).text)
    form = _submission(request, article, need)
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("draft_version", "")
        try:
            opened = requesting.submit_for_review(
                article.pk,
                expected_version=int(version) if version.isdecimal() else -1,
                **form.cleaned_data,
                by=person(request),
                at=timezone.now(),
            )
        except RuleError as error:
            if isinstance(error, Conflict):
                article = editable(request, article_id)
            outcomes.on_form(form, error)
        else:
            return done(request, opened)
    return screen(
        request,
        "submit",
        {
            "title": _("Submit for review"),
            "article": article,
            "form": form,
            "need": need,
            "status": status.of(article, on=timezone.localdate()),
        },
    )


def reconfirm(request: HttpRequest, article_id: int) -> HttpResponse:
    """Ask whether the live words are still accurate."""
    article = editable(request, article_id)
    words = article.live.revision if article.live else None
    today = timezone.localdate()
    form = AskForm(
        request.POST if request.method == "POST" else None,
        reviewers=staffing.candidates(
            article.pk,
            staffing.NOTHING_NEW,
            wrote=staffing.writers_to_be(article.pk, by=person(request), words=words),
            on=today,
        ),
        today=today,
    )
    if request.method == "POST" and form.is_valid():
        try:
            opened = requesting.ask_to_reconfirm(
                article.pk, **form.cleaned_data, by=person(request), at=timezone.now()
            )
        except RuleError as error:
            outcomes.on_form(form, error)
        else:
            return done(request, opened)
    title = _("Ask to reconfirm")
    return screen(request, "reconfirm", {"title": title, "article": article, "form": form})


def _submission(request: HttpRequest, article: Article, need: Need) -> SubmissionForm:
    today = timezone.localdate()
    live = article.live.revision.snapshot if article.live else None
    wrote = staffing.writers_to_be(article.pk, by=person(request))
    offered = staffing.candidates(article.pk, need, wrote=wrote, on=today)
    return SubmissionForm(
        request.POST if request.method == "POST" else None,
        initial=_asked_before(article, offered, today),
        reviewers=offered,
        today=today,
        published=article.publications.exists(),
        floor=changes.floor(
            live, snapshots.of(article).text, medicines=Treatment.objects.medicine_names()
        ),
    )


def _asked_before(article: Article, offered: ReviewerQuerySet, today: date) -> dict[str, Any]:
    """What the request that was sent back, or that this one replaces, asked for and still can."""
    requests = ReviewRequest.objects.filter(article=article)
    before = requests.with_asked().order_by("pk").last()
    if before is None or before.state not in (*OPEN, *SENT_BACK):
        return {}
    asked = [row.reviewer_id for row in before.asked]
    day = before.publish_on
    # What a publisher held back from its date is not put on a date again by itself.
    held = before.state == State.HELD
    return {
        "reviewers": list(offered.filter(pk__in=asked).values_list("pk", flat=True)),
        "priority": before.priority,
        "after_approval": AfterApproval.HOLD if held else before.after_approval,
        "publish_on": day if day and day > today and not held else None,
    }


def done(request: HttpRequest, opened: ReviewRequest) -> HttpResponse:
    """Back to the draft, saying what happens next."""
    day = opened.publish_on
    sentences = {
        AfterApproval.PUBLISH: _("It is published as soon as it is approved."),
        AfterApproval.HOLD: _("Once approved it waits for a publisher."),
        AfterApproval.SCHEDULE: _("Once approved it is published on %(day)s.")
        % {"day": date_format(day) if day else ""},
    }
    asked = _asked(opened)
    messages.success(request, f"{asked} {sentences[AfterApproval(opened.after_approval)]}")
    return redirect("admin:articles_article_change", opened.article_id)


def _asked(opened: ReviewRequest) -> str:
    """Who has the version now, and who else may."""
    facts = {"number": opened.revision.number, "due": date_format(opened.due_on)}
    names = [row.reviewer.name for row in opened.asked]
    if not names:
        return (
            _("Version %(number)d is open to whoever it fits, to be answered by %(due)s.") % facts
        )
    sentence = ngettext(
        "Version %(number)d is now with %(names)s, who is asked to answer by %(due)s.",
        "Version %(number)d is now with %(names)s, who are asked to answer by %(due)s.",
        len(names),
    ) % (facts | {"names": ", ".join(names)})
    if len(names) > opened.approvals_required:
        enough = ngettext(
            "%(count)d signature is enough: whoever signs first decides.",
            "%(count)d signatures are enough: whoever signs first decides.",
            opened.approvals_required,
        )
        sentence = f"{sentence} {enough % {'count': opened.approvals_required}}"
    if opened.vacancies:
        sentence = f"{sentence} {_('Whoever it fits may claim the other review.')}"
    return sentence
