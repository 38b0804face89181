"""All addresses."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.cache import never_cache

from healthinfo import views
from reviews.desk import styleguide
from reviews.desk.registry import site

# Only these of allauth's pages exist here, under its own names; none may be kept by a cache.
_ACCOUNT = (
    ("logout/", account.logout, "account_logout"),
    ("password/", account.reauthenticate, "account_reauthenticate"),
    ("second-factor/", mfa.index, "mfa_index"),
    ("second-factor/sign-in/", mfa.authenticate, "mfa_authenticate"),
    ("second-factor/confirm/", mfa.reauthenticate, "mfa_reauthenticate"),
    ("app/add/", totp.activate_totp, "mfa_activate_totp"),
    ("app/remove/", totp.deactivate_totp, "mfa_deactivate_totp"),
    ("recovery-codes/", recovery_codes.view_recovery_codes, "mfa_view_recovery_codes"),
    ("recovery-codes/new/", recovery_codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    ("recovery-codes/file/", recovery_codes.download_recovery_codes, "mfa_download_recovery_codes"),
    ("passkeys/", webauthn.list_webauthn, "mfa_list_webauthn"),
    ("passkeys/add/", webauthn.add_webauthn, "mfa_add_webauthn"),
    ("passkeys/confirm/", webauthn.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    ("passkeys/<int:pk>/remove/", webauthn.remove_webauthn, "mfa_remove_webauthn"),
    ("passkeys/<int:pk>/rename/", webauthn.edit_webauthn, "mfa_edit_webauthn"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    *i18n_patterns(
        path("admin/login/", site.login, name="account_login"),
        *(path(f"admin/account/{at}", never_cache(view), name=name) for at, view, name in _ACCOUNT),
        path("admin/", site.urls),
        path("styleguide/", styleguide.view, name="styleguide"),
        path("", include("reviews.urls")),
        path("", include("articles.urls")),
        prefix_default_language=False,
    ),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
