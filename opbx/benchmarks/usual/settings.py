"""What `django-admin startproject` gives, with django-tenants added as its documentation says."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from opbx.env import env_secret, env_str

DEBUG = False
SECRET_KEY = env_secret("OPBX_SECRET_KEY")
ROOT_URLCONF = "opbx.benchmarks.usual.urls"
WSGI_APPLICATION = "opbx.benchmarks.usual.wsgi.application"
ALLOWED_HOSTS = ["*"]
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TENANT_MODEL = "customers.Customer"
TENANT_DOMAIN_MODEL = "customers.Host"
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
SHARED_APPS = ["django_tenants", "opbx.benchmarks.usual.customers"]
TENANT_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "opbx.benchmarks.usual.pbx",
]
INSTALLED_APPS = [*SHARED_APPS, *TENANT_APPS]
MIDDLEWARE = [
    "django_tenants.middleware.main.TenantMainMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

_database = urlsplit(env_str("DATABASE_URL"))
DATABASES = {
    "default": {
        "ENGINE": "django_tenants.postgresql_backend",
        "NAME": _database.path.lstrip("/"),
        "USER": _database.username or "",
        "HOST": _database.hostname or "",
        "PORT": _database.port or "",
        "CONN_MAX_AGE": None,
    }
}
