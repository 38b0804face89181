"""Answers at the desk: their list, a new one, and the addresses of the editor's screens."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.actions import drafting
from articles.models import Article, Condition, Publication
from articles.policies import may_create, may_edit
from reviews.desk import (
    editing,
    owning,
    previews,
    record,
    submitting,
    translating,
    uploads,
    versions,
)
from reviews.desk.answer_filters import (
    PUBLIC,
    FreshnessFilter,
    LanguageFilter,
    ListFilter,
    OpenRequestFilter,
    OwnerFilter,
    PublicFilter,
)
from reviews.desk.catalogue import AuditedAdmin
from reviews.desk.filters import NamedChangeList
from reviews.desk.opening import person
from reviews.enums import State
from reviews.models import ReviewRequest


class NewArticleForm(ModelForm[Article]):
    """A new answer: whose address, and whose overview, is not there yet."""

    # An import brings thousands of conditions: typed, with the browser's own suggestions.
    condition = forms.ModelChoiceField(
        Condition.objects.all(),
        label=_("Condition"),
        to_field_name="name",
        widget=forms.TextInput({"list": "conditions", "class": "vTextField"}),
        help_text=_("Type a part of its name and choose it."),
        error_messages={"invalid_choice": _("There is no condition of this name.")},
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, initial=settings.LANGUAGE_CODE
    )

    class Meta:
        model = Article
        fields = ("condition", "kind", "language", "question", "slug")

    def clean(self) -> dict[str, Any]:
        # Constraints that reach beyond the form's own fields are left out by Django.
        try:
            if not self.errors:
                Article(**self.cleaned_data).validate_constraints()
        except ValidationError as error:
            raise ValidationError(
                gettext("This condition has an overview, or an answer at this address, already.")
            ) from error
        return self.cleaned_data


class ArticleAdmin(AuditedAdmin[Article]):
    """Whoever may edit sees every answer; nobody deletes one."""

    form = NewArticleForm
    prepopulated_fields = {"slug": ("question",)}
    add_form_template = "admin/articles/article/add.html"
    list_display = ("question", "condition", "kind", "language", "readers_see", "due", "review")
    list_filter = (
        ListFilter,
        FreshnessFilter,
        PublicFilter,
        OpenRequestFilter,
        OwnerFilter,
        LanguageFilter,
        "kind",
    )
    list_select_related = ("condition",)
    list_per_page = 50
    search_fields = ("question", "condition__name", "condition__names__text")
    actions = None

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return NamedChangeList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        waiting = ReviewRequest.objects.open().filter(article=OuterRef("pk"))
        articles: QuerySet[Article] = super().get_queryset(request)
        published = Publication.objects.filter(article=OuterRef("pk"))
        return articles.annotate(
            review_state=Subquery(waiting.values("state")),
            public=Case(
                When(live__isnull=False, then=Value("live")),
                When(Exists(published), then=Value("withdrawn")),
                default=Value("never"),
            ),
            due_on=F("live__review_due_on"),
        )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:article_id>/preview/", previews.body, name="articles_article_preview"),
            path("<int:article_id>/reading/", previews.reading, name="articles_article_reading"),
            path("<int:article_id>/upload/", uploads.image, name="articles_article_upload"),
            path("<int:article_id>/page/", view(previews.page), name="articles_article_page"),
            path(
                "<int:article_id>/submit/", view(submitting.submit), name="articles_article_submit"
            ),
            path("<int:article_id>/owner/", view(owning.owner), name="articles_article_owner"),
            path(
                "<int:article_id>/reconfirm/",
                view(submitting.reconfirm),
                name="articles_article_reconfirm",
            ),
            path(
                "<int:article_id>/translate/",
                view(translating.start),
                name="articles_article_translate",
            ),
            path(
                "<int:article_id>/follow/", view(translating.follow), name="articles_article_follow"
            ),
            path(
                "<int:article_id>/versions/<int:number>/bring-back/",
                view(versions.roll_back),
                name="articles_article_roll_back",
            ),
            path(
                "<int:article_id>/versions/<int:number>/erratum/",
                view(versions.erratum),
                name="articles_article_erratum",
            ),
            path("<int:article_id>/evidence/", view(record.page), name="articles_article_evidence"),
            path(
                "<int:article_id>/evidence.json",
                view(record.export),
                name="articles_article_evidence_json",
            ),
            *super().get_urls(),
        ]

    @admin.display(description=_("readers see"), ordering="public")
    def readers_see(self, article: Article) -> str:
        return str(PUBLIC[getattr(article, "public")])  # noqa: B009 - an annotation of the list

    @admin.display(description=_("review due"), ordering="due_on", empty_value="")
    def due(self, article: Article) -> str | None:
        day: date | None = getattr(article, "due_on", None)
        return gettext("due %(day)s") % {"day": date_format(day, "j M Y")} if day else None

    @admin.display(description=_("review"), empty_value="")
    def review(self, article: Article) -> str | None:
        state: str | None = getattr(article, "review_state", None)
        return str(State(state).label) if state else None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_edit(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return may_edit(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return may_edit(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_create(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return False

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        names = Condition.objects.order_by("name").values_list("name", flat=True)
        return super().add_view(request, form_url, {"conditions": names, **(extra_context or {})})

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if not object_id.isdecimal():
            raise Http404
        return editing.edit(request, int(object_id))

    def save_model(
        self, request: HttpRequest, obj: Article, form: ModelForm[Article], change: bool
    ) -> None:
        drafting.start(obj, by=person(request), at=timezone.now())

    def response_add(
        self, request: HttpRequest, obj: Article, post_url_continue: str | None = None
    ) -> HttpResponse:
        """On to the draft: a question without an answer is only a beginning."""
        return redirect("admin:articles_article_change", obj.pk)
