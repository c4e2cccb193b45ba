"""Django settings. Everything a county may set comes from the environment; the defaults serve one PC."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlparse

from csp.constants import NONE, SELF

from fuxue.project.keys import secret_key


def _words(name: str, default: str = "") -> list[str]:
    """A comma-separated setting as a list without empty words."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


DATA_DIR = Path(os.environ.get("FUXUE_DATA", "data")).resolve()
DEBUG = os.environ.get("FUXUE_DEBUG", "") == "1"
SECRET_KEY = os.environ.get("FUXUE_SECRET_KEY") or secret_key(DATA_DIR / "keys")

# --- Where we are served ---------------------------------------------------------------------------------------------
# Addresses people type, e.g. https://fuxue.example.gov.cn; HTTPS among them makes every cookie a secure one.
ORIGINS = _words("FUXUE_ORIGINS")
HTTPS = any(origin.startswith("https://") for origin in ORIGINS)
ALLOWED_HOSTS = [
    *_words("FUXUE_HOSTS", "127.0.0.1,localhost,[::1]"),
    *(urlparse(origin).hostname or "" for origin in ORIGINS),
]
CSRF_TRUSTED_ORIGINS = ORIGINS
ROOT_URLCONF = "fuxue.project.urls"
WSGI_APPLICATION = "fuxue.project.wsgi.application"


# --- Database --------------------------------------------------------------------------------------------------------
def database(url: str, role: str) -> dict[str, object]:
    """Django's form of a PostgreSQL address. `role` is taken at session start, so that row-level security binds."""
    parts = urlparse(url)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    options: dict[str, object] = {k: v for k, v in query.items() if k not in {"host", "port"}}
    if role:
        options["options"] = f"-c role={role}"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", parts.hostname or ""),
        "PORT": str(parts.port or query.get("port", "")),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,  # a restarted PostgreSQL costs nobody a failed page
        "TEST": {"NAME": os.environ.get("FUXUE_TEST_DB", "test_fuxue")},
    }


DATABASES = {
    "default": database(
        os.environ.get("DATABASE_URL", "postgresql://fuxue_owner@/fuxue"), os.environ.get("FUXUE_DB_ROLE", "")
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Parts -----------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "fuxue.project.apps.StaticFiles",
    "django_htmx",
    "procrastinate.contrib.django",
    "fuxue.vault",
    "fuxue.audit",
    "fuxue.access",
    "fuxue.ledger",
    "fuxue.evidence",
    "fuxue.intake",
    "fuxue.fieldwork",
    "fuxue.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "fuxue.project.middleware.PersonalPages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "fuxue.project.middleware.SessionLimit",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "fuxue.access.middleware.ActorMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
FUXUE_PROFILE = os.environ.get("FUXUE_PROFILE", "")

# --- People ----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "access.User"
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in [
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ("username", "name")}),
    ]
]
SESSION_COOKIE_AGE = 30 * 60  # seconds without a request; the limit of eight hours is in `middleware.SessionLimit`
SESSION_ABSOLUTE_AGE = 8 * 60 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "fuxue.web.pages.errors.forbidden"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- What a browser may do -------------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
if os.environ.get("FUXUE_BEHIND_PROXY", "") == "1":  # only where a proxy of ours sets the header itself
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "script-src": [SELF],
        "style-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- Files -----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("FUXUE_STATIC") or Path(__file__).resolve().parents[3] / "build" / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
MAX_UPLOAD_BYTES = 20 * 1024 * 1024  # one file; the evidence store refuses above it with a sentence
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # form fields; files are not counted
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

# --- Words and time --------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- Log: what happened, never to whom. Query strings and bodies can hold names and numbers. --------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"impersonal": {"()": "fuxue.project.logs.Impersonal"}},
    "formatters": {"line": {"()": "fuxue.project.logs.PlaceOnly", "format": "%(asctime)s %(levelname)s %(message)s"}},
    "handlers": {"screen": {"class": "logging.StreamHandler", "filters": ["impersonal"], "formatter": "line"}},
    "root": {"handlers": ["screen"], "level": os.environ.get("FUXUE_LOG", "WARNING")},
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}
