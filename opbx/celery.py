"""The Celery application and its clock; tasks live in the apps."""

from __future__ import annotations

import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opbx.settings")

app = Celery("opbx")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_djangos_logging(**_kwargs: object) -> None:
    """Connected so that Celery leaves the logging of opbx.settings alone."""
