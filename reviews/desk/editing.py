"""The editor's screen: one draft, saved whole, and nothing lost when two people write at once."""

import logging

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import readiness
from articles.actions import drafting
from articles.errors import Conflict, RuleError, Unchanged
from articles.models import Article
from articles.readability import Readability
from reviews.desk import conflicts, outcomes, previews, status, translating
from reviews.desk.opening import editable, person, screen
from reviews.forms.draft import DraftForms

logger = logging.getLogger(__name__)


def edit(request: HttpRequest, article_id: int) -> HttpResponse:
    """Show the draft, or save what was posted.

    The version is compared before anything is validated, so that a conflict shows what was
    typed even where it could not be saved.
    """
    article = editable(request, article_id)
    if request.method != "POST":
        return _form(request, article, DraftForms(article))
    forms = DraftForms(article, request.POST)
    if "_merge" in request.POST:
        return _form(request, article, forms, merging=True)
    version = _version(request)
    if version != article.draft_version:
        return _conflict(request, article)
    if forms.is_valid():
        try:
            return _save(request, article, forms, version)
        except RuleError as error:
            outcomes.on_form(forms.texts, error)
        except DatabaseError:
            logger.exception("A draft could not be stored.")
            forms.texts.add_error(
                None, _("The database could not store this, so nothing was saved. Try again.")
            )
    return _form(request, article, forms)


def _save(request: HttpRequest, article: Article, forms: DraftForms, version: int) -> HttpResponse:
    try:
        saved = drafting.save_draft(
            article.pk,
            forms.draft(),
            expected_version=version,
            by=person(request),
            at=timezone.now(),
        )
    except Conflict:
        return _conflict(request, editable(request, article.pk))
    except Unchanged as error:
        outcomes.as_message(request, error)
    else:
        messages.success(
            request,
            _("Draft version %(version)d is saved. Readers do not see it before it is reviewed.")
            % {"version": saved.draft_version},
        )
    name = "submit" if "_submit" in request.POST else "change"
    return redirect(f"admin:articles_article_{name}", article.pk)


def _form(
    request: HttpRequest, article: Article, forms: DraftForms, *, merging: bool = False
) -> HttpResponse:
    low, high = readiness.SHORT_ANSWER_LENGTH
    return screen(
        request,
        "draft",
        {
            "title": article.question,
            "article": article,
            "forms": forms,
            "status": status.of(article, on=timezone.localdate()),
            "languages": translating.languages_of(article),
            "unsaved": request.method == "POST",
            "shortest": low,
            "longest": high,
            "readings": _readings(article, forms),
            "differences": conflicts.between(DraftForms(article), forms) if merging else (),
        },
    )


def _readings(article: Article, forms: DraftForms) -> dict[str, Readability | None]:
    """How easy the texts on the form are to read, as they stand there."""
    return {
        name: previews.advice(article, forms.texts[name].value() or "")
        for name in ("short_answer", "body")
    }


def _conflict(request: HttpRequest, article: Article) -> HttpResponse:
    mine = DraftForms(article, request.POST)
    differences = conflicts.between(DraftForms(article), mine)
    if not differences:
        messages.info(request, _("Somebody else saved exactly these words."))
        return redirect("admin:articles_article_change", article.pk)
    return screen(
        request,
        "conflict",
        {
            "title": _("Somebody else saved this draft"),
            "article": article,
            "theirs": article.edits.select_related("editor").order_by("version").last(),
            "differences": differences,
            "posted": conflicts.posted(request.POST),
        },
        status=409,
    )


def _version(request: HttpRequest) -> int:
    """The version the editor began from."""
    value = request.POST.get("draft_version", "")
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise BadRequest("draft_version is not a number")
    return int(value)
