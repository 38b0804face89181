"""People: reviewers, whom another administrator verifies, and the accounts of staff."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.admin import GroupAdmin as StockGroupAdmin
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.actions import audit
from reviews.actions import vouching
from reviews.desk.catalogue import AuditedAdmin
from reviews.desk.filters import Choice, NamedChangeList, OnFrontPage
from reviews.desk.signing import signed_in
from reviews.frontpage import people
from reviews.frontpage.values import Rows
from reviews.models import Reviewer, Specialty
from reviews.policies import what_account_lacks, why_not_vouch


class ReviewerListFilter(OnFrontPage):
    """By list of the front page."""

    def selections(self, request: HttpRequest) -> Iterable[Rows]:
        return people.reviewers(signed_in(request), on=timezone.localdate())


class AccountListFilter(OnFrontPage):
    """By list of the front page."""

    def selections(self, request: HttpRequest) -> Iterable[Rows]:
        return people.accounts(signed_in(request))


class VerificationFilter(Choice):
    """By whether somebody vouches for them today, and how much longer."""

    title = _("verification")
    parameter_name = "verification"

    def words(self, request: HttpRequest) -> Iterable[tuple[str, Any]]:
        return [
            ("ending", _("ends within 60 days")),
            ("ended", _("ended")),
            ("missing", _("not verified")),
        ]

    def rule(self, request: HttpRequest, word: str) -> Q:
        if word == "missing":
            return people.unverified()
        rule = people.ended if word == "ended" else people.ending
        return rule(on=timezone.localdate())


class SpecialtyAdmin(AuditedAdmin[Specialty]):
    """Specialties and the conditions they look after: who is suggested, and who may claim."""

    list_display = ("name", "pharmacy")
    search_fields = ("name", "conditions__name")
    prepopulated_fields = {"slug": ("name",)}
    # A box for keys with a look-up, as for the conditions that are related (`ConditionAdmin`).
    raw_id_fields = ("conditions",)

    def has_delete_permission(self, request: HttpRequest, obj: Specialty | None = None) -> bool:
        """What reviewers were verified for stays."""
        return (
            super().has_delete_permission(request, obj)
            and obj is not None
            and not obj.reviewers.exists()
        )


class ReviewerForm(forms.ModelForm[Reviewer]):
    """A verification is whole: on which evidence, and until when."""

    class Meta:
        model = Reviewer
        fields = (
            "user",
            "name",
            "slug",
            "credentials",
            "register",
            "registration_number",
            "specialties",
            "languages",
            "other_languages",
            "standing_conflicts",
            "verification",
            "valid_until",
            "suspended",
        )

    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        help_text=_("They are asked for answers in these; in every language where none is ticked."),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    # Set by the admin: who fills in the form.
    administrator: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["languages"] = list(filter(None, self.instance.languages.split(",")))

    def clean_languages(self) -> str:
        return ",".join(sorted(self.cleaned_data["languages"]))

    def clean_user(self) -> User:
        """Raises for one's own account: another administrator adds and verifies."""
        user: User = self.cleaned_data["user"]
        if user == self.administrator:
            raise forms.ValidationError(_("Somebody else has to add and verify you."))
        return user

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if bool(data.get("valid_until")) != bool((data.get("verification") or "").strip()):
            self.add_error(
                "verification", _("Say on which evidence you verified them, and until when.")
            )
        return data


class ReviewerAdmin(AuditedAdmin[Reviewer]):
    """Reviewers are added and verified by administrators, suspended, and never deleted."""

    form = ReviewerForm
    list_display = ("name", "credentials", "verified_by", "valid_until", "suspended")
    list_filter = (ReviewerListFilter, VerificationFilter, "suspended", "specialties")
    search_fields = ("name", "user__username", "registration_number")
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": ("user", "name", "slug", "credentials")}),
        (_("Registration"), {"fields": ("register", "registration_number")}),
        (_("What they review"), {"fields": ("specialties", "languages", "other_languages")}),
        (None, {"fields": ("standing_conflicts",)}),
        (
            _("Verification"),
            {"fields": ("verification", "valid_until", "verified_by", "suspended")},
        ),
    )
    list_select_related = ("verified_by",)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return NamedChangeList

    def get_form(
        self, request: HttpRequest, obj: Reviewer | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm[Reviewer]]:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"administrator": signed_in(request)})

    def get_readonly_fields(
        self, request: HttpRequest, obj: Reviewer | None = None
    ) -> tuple[str, ...]:
        fixed = ("verified_by", "user") if obj else ("verified_by",)
        # Signed pages lead to it.
        return (*fixed, "slug") if obj and obj.records.exists() else fixed

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Reviewer | None = None
    ) -> dict[str, Sequence[str]]:
        # A published address stays.
        return {} if obj else {"slug": ("name",)}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not why_not_vouch(request.user, Reviewer())

    def has_change_permission(self, request: HttpRequest, obj: Reviewer | None = None) -> bool:
        """Nobody changes their own profile: that would be verifying oneself."""
        return super().has_change_permission(request, obj) and not why_not_vouch(
            request.user, obj or Reviewer()
        )

    def has_delete_permission(self, request: HttpRequest, obj: Reviewer | None = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: Reviewer, form: forms.ModelForm[Reviewer], change: bool
    ) -> None:
        specialties = form.cleaned_data["specialties"]
        vouching.save(obj, specialties=specialties, by=signed_in(request), at=timezone.now())
        lacks = [] if obj.suspended else what_account_lacks(obj.user)
        if lacks:
            sentence = _("%(name)s cannot sign with the account “%(account)s”.") % {
                "name": obj.name,
                "account": obj.user,
            }
            url = reverse("admin:auth_user_change", args=[obj.user_id])
            says = (" ".join([sentence, *lacks]), url, _("Change the account"))
            messages.warning(request, format_html('{} <a href="{}">{}</a>', *says))


class UserAdmin(AuditedAdmin[User], StockUserAdmin[User]):
    """Accounts. Who has left evidence is deactivated: the database refuses to delete them."""

    list_filter = (AccountListFilter, *StockUserAdmin.list_filter)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return NamedChangeList

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Only superusers give single permissions; nobody gives themselves a role."""
        if request.user.is_superuser:
            return ("last_login", "date_joined")
        own = ("groups", "is_staff") if obj is not None and obj.pk == request.user.pk else ()
        return ("last_login", "date_joined", "is_superuser", "user_permissions", *own)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Only superusers change superusers."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    @transaction.atomic
    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        """Set somebody's password, and record who did."""
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            user = User.objects.get(pk=id)
            audit.record("set password", user, by=signed_in(request), at=timezone.now())
        return response


class GroupAdmin(AuditedAdmin[Group], StockGroupAdmin):
    """The roles (`reviews/roles.py`), set again after every migration."""
