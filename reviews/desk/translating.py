"""An answer in other languages, at the desk: begin a translation, and keep it up."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.actions import translating
from articles.errors import RuleError
from articles.languages import own_name
from articles.models import Article
from reviews.desk import outcomes
from reviews.desk.opening import editable, person


@dataclass(frozen=True)
class Languages:
    """The translations of an original, and the languages it could be translated into.

    `original` is what a translation translates, and None for an original; `behind` is the number
    of the original's live version where the draft follows an older one.
    """

    original: Article | None
    follows: int
    behind: int
    translations: tuple[tuple[str, Article], ...]
    possible: tuple[tuple[str, str], ...]


def languages_of(article: Article) -> Languages:
    """How the answer stands in the site's languages (three queries at most)."""
    original = article.translation_of
    if original is not None:
        assert article.follows is not None
        live, follows = original.live, article.follows
        moved_on = live is not None and live.revision_id != follows.revision_id
        behind = live.revision.number if live and moved_on else 0
        return Languages(original, follows.revision.number, behind, (), ())
    made = list(article.translations.select_related("condition").order_by("language"))
    taken = {article.language, *(row.language for row in made)}
    free = [code for code, _name in settings.LANGUAGES if code not in taken]
    return Languages(
        original=None,
        follows=0,
        behind=0,
        translations=tuple((own_name(row.language), row) for row in made),
        possible=tuple((code, own_name(code)) for code in free) if article.live_id else (),
    )


@require_POST
def start(request: HttpRequest, article_id: int) -> HttpResponse:
    """Begin a translation into the posted `language`, and go on to its draft."""
    article = editable(request, article_id)
    try:
        made = translating.start(
            article.pk,
            language=request.POST.get("language", ""),
            by=person(request),
            at=timezone.now(),
        )
    except RuleError as error:
        outcomes.as_message(request, error)
        return redirect("admin:articles_article_change", article.pk)
    messages.success(
        request,
        _("Here are the live words to translate. Readers see nothing of it before its own review."),
    )
    return redirect("admin:articles_article_change", made.pk)


@require_POST
def follow(request: HttpRequest, article_id: int) -> HttpResponse:
    """Say that the draft has been brought up to the original's live version."""
    article = editable(request, article_id)
    try:
        translating.follow(article.pk, by=person(request), at=timezone.now())
    except RuleError as error:
        outcomes.as_message(request, error)
    else:
        messages.success(request, _("The draft now follows the live version of the original."))
    return redirect("admin:articles_article_change", article.pk)
