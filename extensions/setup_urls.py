"""URLs behind one-time links: short, since they are drawn as QR codes."""

from __future__ import annotations

from django.urls import path

from extensions.views import setup

app_name = "phone_setup"
urlpatterns = [
    path("linphone/<str:token>/", setup.linphone, name="linphone"),
    path("<str:token>/", setup.open_link, name="open"),
]
