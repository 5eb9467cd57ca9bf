"""The URLs that Cloudonix calls, on the bare host."""

from __future__ import annotations

from django.urls import path, re_path

from cloudonix.webhooks import voice

urlpatterns = [
    # With or without a slash at the end: a redirect would drop the call.
    re_path(r"^api/voice/route/?$", voice.route_call, name="voice-route"),
    path("api/voice/continue/<path:token>", voice.continue_call, name="voice-continue"),
]
