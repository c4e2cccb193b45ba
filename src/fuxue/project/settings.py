"""Django settings. Everything a county may set comes from the environment; the defaults serve one PC."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlparse

DATA_DIR = Path(os.environ.get("FUXUE_DATA", "data")).resolve()
DEBUG = os.environ.get("FUXUE_DEBUG", "") == "1"


def _database(url: str, role: str) -> dict[str, object]:
    """Django's form of a PostgreSQL address. `role` is taken at session start, so that row-level security binds."""
    parts = urlparse(url)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    options: dict[str, object] = {k: v for k, v in query.items() if k != "host"}
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
        "TEST": {"NAME": os.environ.get("FUXUE_TEST_DB", "test_fuxue")},
    }


DATABASES = {
    "default": _database(
        os.environ.get("DATABASE_URL", "postgresql://fuxue_owner@/fuxue"), os.environ.get("FUXUE_DB_ROLE", "")
    )
}

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
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
AUTH_USER_MODEL = "access.User"
ROOT_URLCONF = "fuxue.project.urls"
WSGI_APPLICATION = "fuxue.project.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
