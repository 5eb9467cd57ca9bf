"""URLs of the Cloudonix settings."""

from __future__ import annotations

from django.urls import path

from cloudonix import views

app_name = "cloudonix"
urlpatterns = [
    path("", views.settings_page, name="settings"),
    path("connect/", views.connect, name="connect"),
    path("progress/", views.progress, name="progress"),
    path("check/", views.check, name="check"),
    path("request-key/", views.rotate, name="rotate"),
    path("disconnect/", views.disconnect, name="disconnect"),
    path("retry/", views.retry, name="retry"),
]
