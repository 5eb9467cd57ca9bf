"""URLs of voicemail boxes."""

from __future__ import annotations

from django.urls import path

from extensions.views import voicemail

app_name = "voicemail"
urlpatterns = [
    path("options/", voicemail.box_options, name="options"),
]
