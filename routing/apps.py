"""App configuration: routing is what `opbx.configuration` publishes and what `opbx.references` asks."""

from __future__ import annotations

from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "routing"

    def ready(self) -> None:
        from extensions.panels import register_panel  # noqa: PLC0415 - models are loaded by now
        from opbx.configuration import register_publisher  # noqa: PLC0415
        from routing.panels import forwarding_panel  # noqa: PLC0415
        from routing.publish import publish  # noqa: PLC0415
        from routing.references import register_routing_references  # noqa: PLC0415

        register_panel(forwarding_panel)
        register_publisher(publish)
        register_routing_references()
