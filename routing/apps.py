"""App configuration: routing is what `opbx.configuration` publishes and what `opbx.references` asks."""

from __future__ import annotations

from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "routing"

    def ready(self) -> None:
        from extensions.importers import register_importer  # noqa: PLC0415
        from extensions.inheritance import register_heritage  # noqa: PLC0415 - models are loaded by now
        from extensions.internal_numbers import register_holders  # noqa: PLC0415
        from extensions.panels import register_layer_panel, register_panel  # noqa: PLC0415
        from opbx.configuration import register_publisher  # noqa: PLC0415
        from routing.absence_panels import absence_panel  # noqa: PLC0415
        from routing.inheritance import ForwardingHeritage  # noqa: PLC0415
        from routing.lock_panel import lock_panel  # noqa: PLC0415
        from routing.models import RoutedObject  # noqa: PLC0415
        from routing.outbound_inheritance import OutboundHeritage  # noqa: PLC0415
        from routing.outbound_panels import outbound_layer_panel, outbound_panel  # noqa: PLC0415
        from routing.outbound_references import register_outbound_references  # noqa: PLC0415
        from routing.panels import forwarding_panel, rules_panel  # noqa: PLC0415
        from routing.publish import publish  # noqa: PLC0415
        from routing.references import register_routing_references  # noqa: PLC0415
        from routing.services.absences import SWEEP, remove_past_absences  # noqa: PLC0415
        from routing.services.emergency import NOTICE, tell_of_emergency_calls  # noqa: PLC0415
        from routing.services.internal_numbers import code_names, object_names, speed_dial_names  # noqa: PLC0415
        from routing.services.number_import import NumberImporter  # noqa: PLC0415
        from tenants.due import register_sweep  # noqa: PLC0415

        for model in RoutedObject.__subclasses__():
            register_holders(str(model._meta.model_name), object_names(model))  # noqa: SLF001 - Django's documented name
        register_holders("feature_code", code_names)
        register_holders("speed_dial", speed_dial_names)
        register_heritage(ForwardingHeritage())
        register_heritage(OutboundHeritage())
        register_panel(forwarding_panel)
        register_panel(absence_panel)
        register_panel(outbound_panel)
        register_panel(lock_panel)
        register_layer_panel(rules_panel)
        register_layer_panel(outbound_layer_panel)
        register_importer(NumberImporter())
        register_publisher(publish)
        register_routing_references()
        register_outbound_references()
        register_sweep(NOTICE, tell_of_emergency_calls)
        register_sweep(SWEEP, remove_past_absences)
