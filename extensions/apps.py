"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class ExtensionsConfig(AppConfig):
    name = "extensions"

    def ready(self) -> None:
        from extensions.services.imports import SWEEP, apply_waiting_imports  # noqa: PLC0415 - models are loaded now
        from tenants.due import register_sweep  # noqa: PLC0415

        register_sweep(SWEEP, apply_waiting_imports)
