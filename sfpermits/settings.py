"""The one settings file. Everything that differs between places is in env.py."""

import logging
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from redis.backoff import NoBackoff
from redis.retry import Retry

from ops import embedded, logs, patient_redis
from ops.backups import address
from sfpermits import databases, env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = (BASE_DIR / env.text("SFPERMITS_VAR")).resolve()
SHARED_DIR = (BASE_DIR / env.text("SFPERMITS_SHARED")).resolve()
ROLE = env.choice("SFPERMITS_ROLE", frozenset({"web", "worker", "beat", "command"}))
VERSION = "0.1.0"


def _secret_key() -> str:
    """`SECRET_KEY`; for development alone, a random one kept in var/."""
    if env.boolean("DEBUG") and not env.optional("SECRET_KEY"):
        return embedded.secret_key(VAR_DIR)
    return env.text("SECRET_KEY")


# Core
SECRET_KEY = _secret_key()
DEBUG = env.boolean("DEBUG")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS")
PORT = env.integer("PORT", low=1, high=65535)
ROOT_URLCONF = "sfpermits.urls"
WSGI_APPLICATION = "sfpermits.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "django_structlog",
    "ops",
    "permits",
    "knowledge",
    "analysis",
    # Last: ops replaces some of its templates, and completes its groups.
    "django.contrib.admin",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ops.request_log.RequestLogMiddleware",
    "ops.middleware.MetricsMiddleware",
    "ops.middleware.ResponseHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "ops.middleware.BadTextMiddleware",
    "ops.middleware.UnavailableMiddleware",
    # After it, so that what the replica refuses is asked of the primary first.
    "ops.database.ReadsMiddleware",
    # None of these reads or sets a cookie unless a view asks for what it holds.
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    # Last, after what finds out who is signed in.
    "ops.limiting.RateLimitMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "sfpermits" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "permits.context.site",
            ],
        },
    },
]

# Database
PGBOUNCER, DB_POOL_MAX = databases.PGBOUNCER, databases.DB_POOL_MAX
# Web processes alone go through PgBouncer: jobs and commands are few, their
# transactions long, and what changes tables needs a session of its own.
DATABASE_POOLED = databases.database("DATABASE_URL", env.text("DATABASE_URL"))
_unpooled = env.optional("DATABASE_UNPOOLED_URL")
DATABASE_UNPOOLED = (
    databases.database("DATABASE_UNPOOLED_URL", _unpooled) if _unpooled else None
)
_primary = DATABASE_UNPOOLED if DATABASE_UNPOOLED and ROLE != "web" else DATABASE_POOLED
DATABASES = {"default": dict(_primary)}
if _readonly := env.optional("DATABASE_URL_READONLY"):
    DATABASES["replica"] = databases.replica(_readonly)
    DATABASE_ROUTERS = ["ops.database.ReadRouter"]
# What visitors write, or wait for: read where it is written, however far behind the
# replica is. Of the other models of these apps visitors read what loads wrote.
REPLICATED_APPS = frozenset({"permits", "knowledge"})
REPLICATED_MODELS = frozenset({"ops.dataversion"})
WRITTEN_BY_VISITORS = frozenset(
    {"knowledge.answer", "knowledge.answerrating", "knowledge.llmcall"}
    | {"knowledge.llmswitch"}
)

# Redis: numbered databases keep the cache, the limits and the broker apart.
REDIS_URL = env.text("REDIS_URL").rstrip("/")
if not REDIS_URL.startswith(("redis://", "rediss://", "unix://")):
    raise ImproperlyConfigured(
        "REDIS_URL must begin with redis://, rediss:// or unix://."
    )
CACHE_DATABASE, LIMITS_DATABASE, BROKER_DATABASE = 1, 2, 3


def redis_url(database: int) -> str:
    """The address of one numbered database of `REDIS_URL` (`redis://` or `unix://`)."""
    if REDIS_URL.startswith("unix://"):
        return f"{REDIS_URL}?db={database}"
    return f"{REDIS_URL}/{database}"


def broker_url() -> str:
    """The broker's address, in the form Celery wants."""
    if REDIS_URL.startswith("unix://"):
        path = REDIS_URL.removeprefix("unix://")
        return f"redis+socket://{path}?virtual_host={BROKER_DATABASE}"
    return redis_url(BROKER_DATABASE)


CELERY_BROKER_URL = broker_url()
CELERY_MODULE = "sfpermits.celery"
BROKER_REDIS_URL = redis_url(BROKER_DATABASE)


def _cache(database: int, *, connections: int, patience: float) -> dict[str, Any]:
    """A cache in one database of Redis; each command waits `patience` seconds."""
    return {
        "LOCATION": redis_url(database),
        "TIMEOUT": 300,
        "OPTIONS": {
            # JSON, never pickle: whoever can write to Redis must not run code here.
            "SERIALIZER": "django_redis.serializers.json.JSONSerializer",
            "SOCKET_CONNECT_TIMEOUT": 0.25,
            "SOCKET_TIMEOUT": patience,
            "CONNECTION_POOL_CLASS": "redis.BlockingConnectionPool",
            "CONNECTION_POOL_KWARGS": {
                "connection_class": patient_redis.connection_class(REDIS_URL),
                "max_connections": connections,
                "timeout": 1,
                "retry": Retry(NoBackoff(), 0),
            },
        },
    }


CACHES: dict[str, dict[str, Any]] = {
    "default": _cache(CACHE_DATABASE, connections=50, patience=0.5)
    | {"BACKEND": "ops.counted_cache.CountedCache"},
    # ops/limit_store.py decides what to do without it, so it hears of every failure.
    "limits": _cache(LIMITS_DATABASE, connections=16, patience=0.3)
    | {"BACKEND": "django_redis.cache.RedisCache"},
}
CACHES["default"]["OPTIONS"]["IGNORE_EXCEPTIONS"] = True
DJANGO_REDIS_LOG_IGNORED_EXCEPTIONS = True

# Finished pages (ops/public.py)
PAGE_CACHE_ENABLE = True
PAGE_CACHE_MB = env.integer("PAGE_CACHE_MB", low=1, high=100_000)

# Limits
RATELIMIT_ENABLE = True
RATELIMIT_USE_CACHE = "limits"
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")
LOAD_TEST_KEY = env.secret("LOAD_TEST_KEY", shortest=32)
WEB_CONCURRENCY = env.integer("WEB_CONCURRENCY", low=1, high=256)
WEB_REPLICAS = env.integer("WEB_REPLICAS", low=1, high=1000)

# Static files
STATIC_BASE_URL = env.optional("STATIC_BASE_URL") or ""
STATIC_URL = f"{STATIC_BASE_URL}/static/"
STATIC_ROOT = VAR_DIR / "static"


def _leaflet() -> tuple[str, Path]:
    """Leaflet's own files; of the app that brings them nothing else is used."""
    found = find_spec("leaflet")
    if found is None or found.origin is None:
        raise ImproperlyConfigured("django-leaflet, which brings Leaflet, is missing.")
    return "leaflet", Path(found.origin).parent / "static" / "leaflet"


STATICFILES_DIRS = [BASE_DIR / "sfpermits" / "static", _leaflet()]
STATICFILES_FINDERS = [
    "sfpermits.static_files.UsedFilesFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}

# Maps


def _tiles(url: str) -> list[str]:
    """The origin of the tile server as the content security policy names it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"MAP_TILE_URL: {error}.") from error
    host = re.fullmatch(r"[a-z0-9.-]+", parts.hostname or "")
    fields = sorted(re.findall(r"{.*?}", parts.path + parts.query))
    if parts.scheme not in {"http", "https"} or not host or parts.username:
        raise ImproperlyConfigured(
            "MAP_TILE_URL must begin with https:// and one host's name."
        )
    if not {"{x}", "{y}", "{z}"} <= set(fields) <= {"{x}", "{y}", "{z}", "{r}"}:
        raise ImproperlyConfigured("MAP_TILE_URL must contain {z}, {x} and {y}.")
    # Tiles without a word on whose they are would break their terms.
    env.text("MAP_TILE_ATTRIBUTION")
    return [f"{parts.scheme}://{parts.hostname}" + (f":{port}" if port else "")]


MAP_TILE_URL = env.optional("MAP_TILE_URL") or ""
MAP_TILE_ATTRIBUTION = env.optional("MAP_TILE_ATTRIBUTION") or ""
_TILES = _tiles(MAP_TILE_URL) if MAP_TILE_URL else []

# Security
_STATIC = [SELF, STATIC_BASE_URL] if STATIC_BASE_URL else [SELF]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": _STATIC,
        "style-src": _STATIC,
        "img-src": [*_STATIC, *_TILES, "data:"],
        "font-src": _STATIC,
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100

# Staff: the only visitors with a cookie (docs/adr/0042)
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# Who has one of these is never shown what is kept for everybody.
PERSONAL_COOKIES = ("sessionid", "sfpermits_wrote")
SESSION_COOKIE_SAMESITE, CSRF_COOKIE_SAMESITE = "Lax", "Strict"
# Behind a proxy that speaks HTTPS to the visitor, the forms come from there.
CSRF_TRUSTED_ORIGINS = [
    f"https://{'*' if host.startswith('.') else ''}{host}"
    for host in ALLOWED_HOSTS
    if host != "*"
]
CSRF_FAILURE_VIEW = "ops.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGIN_URL = "admin:login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Uploads and backups
MEDIA_ROOT = VAR_DIR / "uploads"
BACKUP_ADDRESS = address.parse(env.optional("BACKUP_URL"), VAR_DIR / "backups")
# Not below MEDIA_ROOT: backups keep that for weeks, and a plan set is kept for a day.
PLANS_ADDRESS = address.parse(
    env.optional("PLANS_URL"), VAR_DIR / "plans", name="PLANS_URL"
)

PLANS_LOOK_SHEETS = env.integer("PLANS_LOOK_SHEETS", high=100)

# Language and time: pages speak the city's clock; the database keeps UTC.
LANGUAGE_CODE = "en-us"
TIME_ZONE = "America/Los_Angeles"
USE_I18N = False
USE_TZ = True

# Outside sources
SODA_BASE_URL = env.text("SODA_BASE_URL").rstrip("/")
SODA_APP_TOKEN = env.optional("SODA_APP_TOKEN")
VOYAGE_API_KEY = env.optional("VOYAGE_API_KEY")
VOYAGE_BASE_URL = env.text("VOYAGE_BASE_URL").rstrip("/")
KNOWLEDGE_PATHS = [BASE_DIR / path for path in env.names("KNOWLEDGE_PATHS")]


def _key(name: str) -> str | None:
    """A key that goes into a header; what cannot would end up in an error's text."""
    value = (env.optional(name) or "").strip()
    if value and not re.fullmatch("[!-~]+", value):
        raise ImproperlyConfigured(f"{name} has characters that no key has.")
    return value or None


ANTHROPIC_API_KEY = _key("ANTHROPIC_API_KEY")
ANTHROPIC_MODEL = env.text("ANTHROPIC_MODEL")
ANTHROPIC_BASE_URL = env.text("ANTHROPIC_BASE_URL").rstrip("/")
if not ANTHROPIC_BASE_URL.startswith(("http://", "https://")):
    raise ImproperlyConfigured(
        "ANTHROPIC_BASE_URL must begin with http:// or https://."
    )
LLM_DAILY_BUDGET_USD = env.dollars("LLM_DAILY_BUDGET_USD")
HEARTBEAT_URL = env.optional("HEARTBEAT_URL") or ""
if HEARTBEAT_URL and not HEARTBEAT_URL.startswith(("http://", "https://")):
    raise ImproperlyConfigured("HEARTBEAT_URL must begin with http:// or https://.")

# Logs and metrics
LOGGING = logs.settings(
    env.choice("LOG_LEVEL", frozenset({"DEBUG", "INFO", "WARNING", "ERROR"}))
)
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_CELERY_DEFAULT_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = logging.INFO
DJANGO_STRUCTLOG_TRUST_UPSTREAM_REQUEST_ID = True
DJANGO_STRUCTLOG_USER_ID_FIELD = ""
METRICS_TOKEN = env.optional("METRICS_TOKEN") or ""
if SENTRY_DSN := env.optional("SENTRY_DSN"):
    logs.start_sentry(SENTRY_DSN, VERSION)
