"""App configuration: the kinds of due work that calls need."""

from __future__ import annotations

from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "calls"

    def ready(self) -> None:
        from calls import aftercare, inbox, sweeps  # noqa: PLC0415 - models are loaded now
        from tenants.due import register_sweep  # noqa: PLC0415

        register_sweep(inbox.INBOX, inbox.fold_inbox)
        register_sweep(sweeps.LIVE, aftercare.close_silent_calls)
        register_sweep(sweeps.STEPS, aftercare.tell_late_steps)
