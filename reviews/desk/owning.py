"""Handing an answer over to another editor."""

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.actions import owning
from articles.errors import RuleError
from reviews.desk import outcomes
from reviews.desk.opening import editable, person, screen


class _Editors(forms.ModelChoiceField[User]):
    def label_from_instance(self, obj: User) -> str:
        return obj.get_full_name() or obj.get_username()


class OwnerForm(forms.Form):
    """Which editor looks after the answer from now on."""

    owner = _Editors(queryset=User.objects.none(), label=gettext_lazy("Owner"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments
        editors = User.objects.with_perm("articles.change_article")
        self.fields["owner"].queryset = editors.order_by("first_name", "username")  # type: ignore[attr-defined]


def owner(request: HttpRequest, article_id: int) -> HttpResponse:
    """Show who may look after the answer, and hand it over."""
    article = editable(request, article_id)
    form = OwnerForm(
        request.POST if request.method == "POST" else None, initial={"owner": article.owner_id}
    )
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["owner"]
        try:
            owning.hand_over(article.pk, to=to, by=person(request), at=timezone.now())
        except RuleError as error:
            outcomes.on_form(form, error)
        else:
            name = to.get_full_name() or to.get_username()
            messages.success(request, _("%(name)s looks after it now.") % {"name": name})
            return redirect("admin:articles_article_change", article.pk)
    return screen(request, "owner", {"title": _("Hand over"), "article": article, "form": form})
