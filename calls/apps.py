"""App configuration: the kinds of due work that calls need, and what they add to the pages of voicemail boxes."""

from __future__ import annotations

from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "calls"

    def ready(self) -> None:
        from django.db.models.signals import post_delete  # noqa: PLC0415

        from calls import aftercare, inbox, sweeps  # noqa: PLC0415 - models are loaded now
        from calls.models import VoicemailMessage  # noqa: PLC0415
        from calls.models.voicemail import drop_sound_of_deleted  # noqa: PLC0415
        from calls.voicemail import changing, notices, panel, taking  # noqa: PLC0415
        from extensions.voicemail_panels import register_box_panel, register_message_counts  # noqa: PLC0415
        from tenants.due import register_sweep  # noqa: PLC0415

        register_sweep(inbox.INBOX, inbox.fold_inbox)
        register_sweep(sweeps.LIVE, aftercare.close_silent_calls)
        register_sweep(sweeps.STEPS, aftercare.tell_late_steps)
        register_sweep(taking.NOTICES, notices.send_waiting_notices)
        register_sweep(changing.PURGE, changing.remove_old_messages)
        post_delete.connect(drop_sound_of_deleted, sender=VoicemailMessage, dispatch_uid="calls.sounds")
        register_box_panel(panel.messages_panel)
        register_message_counts(panel.message_counts)
