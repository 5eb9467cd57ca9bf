"""Settings, all from the environment through opbx.env; `.env.example` lists every variable."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import SELF

from opbx.env import env_bool, env_int, env_list, env_secret, env_str
from opbx.logs import logging_config

BASE_DIR = Path(__file__).resolve().parent.parent

# --- core ---------------------------------------------------------------------------------------------------
DEBUG = env_bool("OPBX_DEBUG", default=False)
DEMO = env_bool("OPBX_DEMO", default=False)
TEST_CLOCK = ""  # the file of a test clock; opbx.clock refuses it outside test settings
SECRET_KEY = env_secret("OPBX_SECRET_KEY")
SECRET_KEY_FALLBACKS = env_list("OPBX_SECRET_KEY_FALLBACKS")
KEY_RING = env_secret("OPBX_KEY_RING")
ROOT_URLCONF = "opbx.urls"
WSGI_APPLICATION = "opbx.wsgi.application"
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- tenancy ------------------------------------------------------------------------------------------------
HOST_SUFFIX = env_str("OPBX_HOST_SUFFIX", default="localhost")
PUBLIC_URL = env_str("OPBX_PUBLIC_URL", default="http://localhost:8000").rstrip("/")
# Hosts are checked against the host-name table by tenants.middleware, which answers 404 to all others:
# an organization may bring its own host name without a restart.
ALLOWED_HOSTS = ["*"]
TENANT_MODEL = "tenants.Organization"
TENANT_DOMAIN_MODEL = "tenants.HostName"
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
TENANT_LIMIT_SET_CALLS = True
SHARED_APPS = ["django_tenants", "tenants"]
TENANT_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "accounts",
    "audit",
    "axes",
    "allauth",
    "allauth.account",
    "extensions",
    "routing",
    "calls",
    "cloudonix",
]

# --- apps and middleware --------------------------------------------------------------------------------------
INSTALLED_APPS = [
    *SHARED_APPS,
    *TENANT_APPS,
    "opbx",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "rules.apps.AutodiscoverRulesConfig",
    "csp",
]
MIDDLEWARE = [
    "tenants.middleware.TenantMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",  # only the middleware: its app would add static files of its own
    "allauth.account.middleware.AccountMiddleware",
    "tenants.middleware.TimeZoneMiddleware",
    "axes.middleware.AxesMiddleware",
]
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
                "opbx.frame.frame",
            ],
            "builtins": ["opbx.templatetags.ui"],
        },
    }
]

# --- database and cache ---------------------------------------------------------------------------------------
_database = urlsplit(env_str("DATABASE_URL", default="postgres://opbx@127.0.0.1:5432/opbx"))
DATABASES = {
    "default": {
        "ENGINE": "django_tenants.postgresql_backend",
        "NAME": _database.path.lstrip("/"),
        "USER": unquote(_database.username or ""),
        "PASSWORD": unquote(_database.password or ""),
        "HOST": _database.hostname or "",
        "PORT": _database.port or "",
        # The pool is for the threaded web server; a forked worker or a command keeps one connection instead
        # (a pool that existed before a fork hangs in the child).
        "CONN_MAX_AGE": 0 if env_bool("OPBX_DB_POOL", default=False) else 300,
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": env_int("OPBX_DB_POOL_SIZE", default=8), "timeout": 5}
            if env_bool("OPBX_DB_POOL", default=False)
            else False,
            # Prepared statements are kept per schema and only grow a connection's memory with many tenants.
            "prepare_threshold": None,
            "application_name": "opbx",
        },
    }
}
REDIS_URL = env_str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_FUNCTION": "django_tenants.cache.make_key",
        "REVERSE_KEY_FUNCTION": "django_tenants.cache.reverse_key",
    },
    # Keys that all organizations share; for counters of the installation, never for anybody's data.
    "shared": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "shared",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    },
}

# --- celery -----------------------------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 1000
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A message is only a hint (the sweep is the guarantee), so a request never waits for a broker that is away.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 1, "socket_timeout": 5}
CELERY_BEAT_SCHEDULE = {
    # Everything that must happen at a time or must not be forgotten is a row of tenants.DueWork.
    "sweep-due-work": {"task": "tenants.tasks.sweep_due_work", "schedule": 2.0, "options": {"expires": 4}},
}

# --- sign-in ----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "accounts.backends.PasswordBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_CONFIRMATION_HMAC = (
    False  # the signed key holds only a pk, which would be good in every organization
)
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = (
    False  # a session ends with the browser, and after SESSION_COOKIE_AGE at the latest
)
ACCOUNT_RATE_LIMITS = (
    False  # allauth counts per organization and fails without a cache: accounts.attempts counts instead
)
PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "accounts.tokens.ResetTokens"  # noqa: S105 - a class, not a secret
ACCOUNT_FORMS = {"user_token": "accounts.forms.ResetTokenForm"}
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_REAUTHENTICATION_REQUIRED = True
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "accounts.lockout.username_of"
AXES_CLIENT_IP_CALLABLE = "accounts.client.client_address"
AXES_LOCKOUT_CALLABLE = "accounts.lockout.locked_out"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the locked page names a time, and keeps its word
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # the audit log has it
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False

# --- security ---------------------------------------------------------------------------------------------------
TLS = env_bool("OPBX_TLS", default=False)
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-opbx" if TLS else "opbx"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = TLS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if TLS else "csrf"
CSRF_COOKIE_SECURE = TLS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "opbx.web.errors.csrf_failed"
SECURE_SSL_REDIRECT = TLS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = TLS
SECURE_HSTS_PRELOAD = TLS
BEHIND_PROXY = env_bool("OPBX_BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # data: for the check marks that Tabler draws as SVG
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "opbx.web.uploads.BoundedUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- files ------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env_str("OPBX_STATIC_ROOT", default=str(BASE_DIR / "build" / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
# Uploads, each organization's in a folder of its own. Never served by path: a view asks for permission first.
MEDIA_ROOT = Path(env_str("OPBX_MEDIA_ROOT", default=str(BASE_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "opbx.web.storage.HashedStaticFiles"
    },
}

# --- cloudonix --------------------------------------------------------------------------------------------------
# One base URL for the installation, never per organization: nobody can point our client at another host.
CLOUDONIX_URL = env_str("OPBX_CLOUDONIX_URL", default="https://api.cloudonix.io").rstrip("/")
SIMULATOR_URL = env_str("OPBX_SIMULATOR_URL", default="").rstrip("/")
# Names, each with all below it, that recordings may be fetched from besides the API and Cloudonix's own hosts.
RECORDING_HOSTS = env_list("OPBX_RECORDING_HOSTS")

# --- e-mail -----------------------------------------------------------------------------------------------------
_email = urlsplit(env_str("OPBX_EMAIL_URL", default="console:"))
_email_backends = {"smtp": "smtp", "smtp+tls": "smtp", "file": "filebased", "console": "console"}
EMAIL_BACKEND = f"django.core.mail.backends.{_email_backends[_email.scheme]}.EmailBackend"
EMAIL_FILE_PATH = unquote(_email.path)  # for "file:" only
EMAIL_HOST = _email.hostname or ""
EMAIL_PORT = _email.port or 587
EMAIL_HOST_USER = unquote(_email.username or "")
EMAIL_HOST_PASSWORD = unquote(_email.password or "")
EMAIL_USE_TLS = _email.scheme == "smtp+tls"
DEFAULT_FROM_EMAIL = env_str("OPBX_EMAIL_FROM", default="OPBX <opbx@localhost>")

# --- logging ----------------------------------------------------------------------------------------------------
LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logging_config(env_str("OPBX_LOG_LEVEL", default="INFO"))
