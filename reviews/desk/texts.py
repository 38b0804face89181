"""The site's own texts at the desk: which stand, in which language, and a new version of one."""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxLengthValidator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import markdown
from articles.enums import SiteTextKind
from articles.errors import RuleError
from articles.languages import own_name
from articles.models import SiteText
from articles.pages.reading import block
from articles.policies import may_edit
from reviews import policies
from reviews.actions import signing_texts
from reviews.desk import outcomes
from reviews.desk.signing import PasswordAgainForm, signed_in


@dataclass(frozen=True)
class Line:
    """A kind of text in one language; `text` is None where nobody has published it."""

    kind: SiteTextKind
    language: str
    language_name: str
    text: SiteText | None
    may_sign: bool


class TextForm(forms.Form):
    """The words of a new version."""

    text = forms.CharField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy("Markdown. Readers see it from the next request on."),
        validators=[MaxLengthValidator(markdown.MAX_LENGTH)],
        widget=forms.Textarea(attrs={"rows": 16}),
    )


def index(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Every kind of text in every language of the site, and whether it stands (two queries)."""
    reviewer = policies.reviewer_of(request.user)
    today = timezone.localdate()
    newest = {(row.kind, row.language): row for row in SiteText.objects.order_by("pk")}
    why = {
        kind: policies.why_not_sign_text(request.user, reviewer, kind, on=today)
        for kind in SiteTextKind
    }
    if all(why.values()) and not may_edit(request.user):
        raise PermissionDenied
    lines = [
        Line(kind, code, own_name(code), newest.get((kind, code)), not why[kind])
        for kind in SiteTextKind
        for code, _name in settings.LANGUAGES
    ]
    return _screen(site, request, "index", {"title": _("Site texts"), "lines": lines})


def sign(site: AdminSite, request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """Write and sign a new version of one text."""
    if kind not in SiteTextKind.values or language not in dict(settings.LANGUAGES):
        raise Http404
    text_kind, now = SiteTextKind(kind), timezone.now()
    reviewer = policies.reviewer_of(request.user)
    why = policies.why_not_sign_text(request.user, reviewer, text_kind, on=timezone.localdate(now))
    if why:
        raise PermissionDenied(why)
    current = SiteText.objects.filter(kind=kind, language=language).order_by("pk").last()
    form = TextForm(request.POST or None, initial={"text": current.text if current else ""})
    password = PasswordAgainForm(request.POST or None, request=request, at=now)
    if request.method == "POST" and form.is_valid() and password.is_valid():
        try:
            signing_texts.sign_text(
                text_kind,
                form.cleaned_data["text"],
                language=language,
                by=signed_in(request),
                at=now,
            )
        except RuleError as error:
            outcomes.on_form(form, error)
        else:
            messages.success(request, _("Signed. Readers see it from now on."))
            return redirect("admin:site_texts")
    context = {
        "title": f"{text_kind.label} · {own_name(language)}",
        "form": form,
        "password": password,
        "current": current,
        "shown": block(current.text, {}, id_prefix="shown_") if current else "",
    }
    return _screen(site, request, "sign", context)


def _screen(
    site: AdminSite, request: HttpRequest, name: str, context: dict[str, object]
) -> HttpResponse:
    return TemplateResponse(
        request, f"admin/reviews/text/{name}.html", {**site.each_context(request), **context}
    )
