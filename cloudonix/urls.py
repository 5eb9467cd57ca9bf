"""URLs of the Cloudonix settings."""

from __future__ import annotations

from django.urls import path

from cloudonix.views import connection, health

app_name = "cloudonix"
urlpatterns = [
    path("", connection.settings_page, name="settings"),
    path("connect/", connection.connect, name="connect"),
    path("progress/", connection.progress, name="progress"),
    path("check/", connection.check, name="check"),
    path("request-key/", connection.rotate, name="rotate"),
    path("disconnect/", connection.disconnect, name="disconnect"),
    path("health/", health.health_page, name="health"),
    path("health/check/", health.health_check, name="health_check"),
    path("retry/", connection.retry, name="retry"),
]
