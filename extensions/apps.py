"""App configuration: due work applies imports and removes deleted extensions for good; cards of its own pages."""

from __future__ import annotations

from django.apps import AppConfig


class ExtensionsConfig(AppConfig):
    name = "extensions"

    def ready(self) -> None:
        from extensions.importers import register_importer  # noqa: PLC0415
        from extensions.internal_numbers import extension_names, register_holders  # noqa: PLC0415
        from extensions.panels import register_panel  # noqa: PLC0415 - models are loaded now
        from extensions.services.deleting import PURGE  # noqa: PLC0415
        from extensions.services.extension_import import ExtensionImporter  # noqa: PLC0415
        from extensions.services.imports import SWEEP, apply_waiting_imports  # noqa: PLC0415
        from extensions.services.internal_numbers import box_names  # noqa: PLC0415
        from extensions.services.purging import purge_deleted_extensions  # noqa: PLC0415
        from extensions.voicemail_card import voicemail_card  # noqa: PLC0415
        from tenants.due import register_sweep  # noqa: PLC0415

        register_importer(ExtensionImporter())
        register_sweep(SWEEP, apply_waiting_imports)
        register_sweep(PURGE, purge_deleted_extensions)
        register_holders("extension", extension_names)
        register_holders("voicemail_box", box_names)
        register_panel(voicemail_card)
