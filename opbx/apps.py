"""The project package as an app: templates tags and management commands that belong to no other app."""

from __future__ import annotations

from django.apps import AppConfig


class OpbxConfig(AppConfig):
    name = "opbx"
    verbose_name = "OPBX"

    def ready(self) -> None:
        from opbx.clock import refuse_test_clock  # noqa: PLC0415 - it reads the settings

        refuse_test_clock()
        # Here and not in opbx/__init__.py: dev.py imports opbx.embedded before any package is installed.
        from opbx import celery  # noqa: F401, PLC0415 - tasks queued by this process find their app
