"""The product's settings with keys for tests; servers come from DATABASE_URL and REDIS_URL as everywhere."""

from __future__ import annotations

import base64
import os

os.environ.setdefault("OPBX_SECRET_KEY", "tests-only-" + "0123456789abcdef" * 4)
os.environ.setdefault("OPBX_KEY_RING", "v1:" + base64.b64encode(bytes(range(32))).decode())
os.environ.setdefault("OPBX_DEBUG", "true")  # static files without a collectstatic run

from opbx.settings import *  # noqa: F403
from opbx.settings import REDIS_URL as SERVER
from tests.broker import broker_url

REDIS_URL = broker_url(SERVER)

DEBUG = False
# One real hasher is enough for the sign-in tests; its cost would only slow down the fixtures.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "django.contrib.auth.hashers.Argon2PasswordHasher",
]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "KEY_FUNCTION": "django_tenants.cache.make_key",
        "REVERSE_KEY_FUNCTION": "django_tenants.cache.reverse_key",
    },
    "shared": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "shared"},
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Messages stay in memory: the tests say when due work runs (tests.work.run_due_work).
CELERY_BROKER_URL = "memory://"
WHITENOISE_AUTOREFRESH = True  # no collected directory is needed
