"""All settings, read from the environment (`docs/operations.md` lists the variables)."""

from pathlib import Path
from typing import Any

import django_stubs_ext
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from healthinfo import env

# Lets `ModelAdmin[Article]` and its like stand in code, as the type checker wants them.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("HEALTHINFO_VAR", str(BASE_DIR / "var")))

DEBUG = env.flag("HEALTHINFO_DEBUG")
# A demonstration says so on every page, in every machine rendering, and keeps out of search
# engines; only there may staff sign in without a second factor.
DEMO = env.flag("HEALTHINFO_DEMO")
# A database that holds nothing but a benchmark's answers, which nobody reviewed: every page says
# so. `benchmark_corpus` fills it.
BENCHMARK = env.flag("HEALTHINFO_BENCHMARK")
SECRET_KEY = env.secret("HEALTHINFO_SECRET_KEY", kept_in=VAR_DIR / "secret_key")
ALLOWED_HOSTS = env.words("HEALTHINFO_HOSTS", "localhost,127.0.0.1,[::1]")

SITE_NAME = env.text("HEALTHINFO_SITE_NAME", "HealthInfo")
PUBLISHER = env.text("HEALTHINFO_PUBLISHER", SITE_NAME)
CONTACT_EMAIL = env.address("HEALTHINFO_CONTACT", "editors@example.org")
# Who is told at once when a reader's text speaks of danger: a name, perhaps with a number.
URGENT_LEAD = env.text("HEALTHINFO_URGENT_LEAD", CONTACT_EMAIL)

INSTALLED_APPS = [
    "healthinfo",
    "reviews",
    "articles",
    "markdownx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "healthinfo.middleware.headers",
    "healthinfo.middleware.language",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "healthinfo.urls"
WSGI_APPLICATION = "healthinfo.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "healthinfo.context.site",
            ],
        },
    }
]


def _database() -> dict[str, Any]:
    """SQLite under `var/`, or what DATABASE_URL names; both with what our transactions need."""
    database = env.database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'healthinfo.sqlite3'}")
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["OPTIONS"] = {
            # SQLite ignores select_for_update: the write lock is taken at BEGIN instead.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # A text that its author took back is overwritten, not only unlinked.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;"
            ),
        }
    else:
        database["CONN_MAX_AGE"] = 0
        options = database.setdefault("OPTIONS", {})
        options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 20}
    return database


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "healthinfo" / "locale"]
TIME_ZONE = env.time_zone("HEALTHINFO_TIME_ZONE", "UTC")
USE_I18N = True
FORMAT_MODULE_PATH = "healthinfo.formats"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "uploads"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]

# Signing in: `docs/adr/0006-sign-in.md`. Nobody signs up here, and e-mail plays no part in it.
AUTHENTICATION_BACKENDS = ["healthinfo.auth.StaffBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "admin:index"
ACCOUNT_ADAPTER = "healthinfo.auth.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True  # as long as SESSION_COOKIE_AGE says
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = SITE_NAME
# Count for all workers of this machine: attempts to sign in, and apart from them what comes through
# the forms open to the world, so that a flood there pushes no attempt out.
_COUNTS = {
    "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
    "OPTIONS": {"MAX_ENTRIES": 10_000},
}
CACHES = {
    "default": {**_COUNTS, "LOCATION": (VAR_DIR / "cache").absolute()},
    "open_forms": {**_COUNTS, "LOCATION": (VAR_DIR / "open-forms").absolute()},
}

# A long treatment answer has some twenty fields a treatment; Django's own limit is 1,000.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000

MARKDOWNX_EDITOR_RESIZABLE = False

# Where TLS ends at a proxy, name the header it sets, e.g. HEALTHINFO_TLS=1 behind one.
TLS = env.flag("HEALTHINFO_TLS")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS else None
# The proxy's own entry in X-Forwarded-For is the last one.
ALLAUTH_TRUSTED_PROXY_COUNT = int(TLS)
SECURE_SSL_REDIRECT = TLS
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = TLS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
SESSION_COOKIE_NAME = "healthinfo_session"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = env.words("HEALTHINFO_TRUSTED_ORIGINS")
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Months between reviews by kind of question, and days of grace after which an answer lapses.
REVIEW_INTERVALS = {"treatment": 12, "research": 6}
REVIEW_INTERVAL_DEFAULT = 24
GRACE_DAYS = {"treatment": 60}
GRACE_DAYS_DEFAULT = 180
DUE_SOON_DAYS = 60

# Letters to staff, and the links in them. A demonstration prints what it would send.
SITE_URL = env.origin("HEALTHINFO_SITE_URL", "http://127.0.0.1:8000")
EMAIL_BACKEND = f"django.core.mail.backends.{'console' if DEMO or DEBUG else 'smtp'}.EmailBackend"
EMAIL_HOST = env.text("HEALTHINFO_SMTP_HOST", "localhost")
EMAIL_PORT = env.port("HEALTHINFO_SMTP_PORT", 25)
EMAIL_HOST_USER = env.optional("HEALTHINFO_SMTP_USER")
EMAIL_HOST_PASSWORD = env.optional("HEALTHINFO_SMTP_PASSWORD")
_SMTP_TLS = env.choice("HEALTHINFO_SMTP_TLS", ["none", "starttls", "implicit"], "none")
EMAIL_USE_TLS, EMAIL_USE_SSL = _SMTP_TLS == "starttls", _SMTP_TLS == "implicit"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.address("HEALTHINFO_SMTP_FROM", CONTACT_EMAIL)

_LEVELS = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]
LOG_LEVEL = env.choice("HEALTHINFO_LOG_LEVEL", _LEVELS, "INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "healthinfo.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
