"""The one settings file. Everything that differs between places is in env.py."""

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from ops import embedded
from sfpermits import env

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
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "ops",
    "permits",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ops.middleware.ResponseHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "ops.middleware.BadTextMiddleware",
    "ops.middleware.UnavailableMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "sfpermits" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "permits.context.site",
            ],
        },
    },
]

# Database


def _database(url: str) -> dict[str, Any]:
    """Django's database settings from a `postgresql://` address.

    Percent-escapes are undone; `?host=/folder` names a Unix socket; what else follows
    the question mark is passed to libpq.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL: {error}.") from error
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not name:
        raise ImproperlyConfigured(
            "DATABASE_URL must be of the form postgresql://user:password@host/name."
        )
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": query.pop("port", "") or str(port or ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query
        | {
            "connect_timeout": env.integer("DB_CONNECT_TIMEOUT", low=1, high=120),
            "application_name": f"sfpermits-{ROLE}",
            "pool": _pool() if ROLE == "web" else False,
        },
    }


def _pool() -> dict[str, int]:
    """The web tier's pool: 3 s in a bounded queue, then ops/middleware answers."""
    most = env.integer("DB_POOL_MAX", low=1, high=500)
    least = env.integer("DB_POOL_MIN", low=0, high=500)
    if least > most:
        raise ImproperlyConfigured(f"DB_POOL_MIN={least} is above DB_POOL_MAX={most}.")
    return {
        "min_size": least,
        "max_size": most,
        "timeout": 3,
        "max_waiting": 4 * most,
        "max_lifetime": 1800,
        "max_idle": 300,
    }


DATABASES = {"default": _database(env.text("DATABASE_URL"))}

# Redis: numbered databases keep the cache and the broker apart.
REDIS_URL = env.text("REDIS_URL").rstrip("/")
if not REDIS_URL.startswith(("redis://", "rediss://", "unix://")):
    raise ImproperlyConfigured(
        "REDIS_URL must begin with redis://, rediss:// or unix://."
    )
CACHE_DATABASE, BROKER_DATABASE = 1, 3


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
CACHES = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": redis_url(CACHE_DATABASE),
        "TIMEOUT": 300,
        "OPTIONS": {
            # JSON, never pickle: whoever can write to Redis must not run code here.
            "SERIALIZER": "django_redis.serializers.json.JSONSerializer",
            "SOCKET_CONNECT_TIMEOUT": 0.25,
            "SOCKET_TIMEOUT": 0.5,
            "CONNECTION_POOL_CLASS": "redis.BlockingConnectionPool",
            "CONNECTION_POOL_KWARGS": {"max_connections": 50, "timeout": 1},
            "IGNORE_EXCEPTIONS": True,
        },
    },
}
DJANGO_REDIS_LOG_IGNORED_EXCEPTIONS = True

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

# Language and time: pages speak the city's clock; the database keeps UTC.
LANGUAGE_CODE = "en-us"
TIME_ZONE = "America/Los_Angeles"
USE_I18N = False
USE_TZ = True

# Outside sources
SODA_BASE_URL = env.text("SODA_BASE_URL").rstrip("/")
SODA_APP_TOKEN = env.optional("SODA_APP_TOKEN")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "httpx": {"level": "WARNING"},
        # A line for each task sent, received and done says nothing that a job does not.
        "celery.beat": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
    },
}
