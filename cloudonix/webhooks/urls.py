"""The URLs that Cloudonix calls, on the bare host."""

from __future__ import annotations

from django.urls import path, re_path

from cloudonix.webhooks import events, media, recording, voice

urlpatterns = [
    # With or without a slash at the end: a redirect would drop the call.
    re_path(r"^api/voice/route/?$", voice.route_call, name="voice-route"),
    path("api/voice/continue/<path:token>", voice.continue_call, name="voice-continue"),
    path("api/voice/media/<path:token>", media.play_sound, name="voice-media"),
    re_path(r"^api/webhooks/session-update/?$", events.session_update, name="session-update"),
    re_path(r"^api/webhooks/cdr/?$", events.cdr, name="cdr"),
    path("api/webhooks/recording/<path:token>", recording.recording_status, name="recording-status"),
    # The paths of the OPBX that came before this one; domains that are set up with them keep working.
    re_path(r"^api/webhooks/cloudonix/session-update/?$", events.session_update, name="session-update-alias"),
    re_path(r"^api/webhooks/cloudonix/cdr/?$", events.cdr, name="cdr-alias"),
]
