"""App configuration: provisioning is due work of its organization."""

from __future__ import annotations

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "tenants"
    verbose_name = "Organizations"

    def ready(self) -> None:
        from tenants.console.provisioning import provision  # noqa: PLC0415 - models are loaded by now
        from tenants.console.services import PROVISION  # noqa: PLC0415
        from tenants.due import register_sweep  # noqa: PLC0415

        register_sweep(PROVISION, provision)
