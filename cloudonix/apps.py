"""App configuration: the kinds of due work that Cloudonix needs."""

from __future__ import annotations

from django.apps import AppConfig


class CloudonixConfig(AppConfig):
    name = "cloudonix"

    def ready(self) -> None:
        from calls.inbox import register_reader  # noqa: PLC0415 - models are loaded now
        from cloudonix.webhooks.event_payloads import read_evidence  # noqa: PLC0415

        register_reader(read_evidence)
