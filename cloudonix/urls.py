"""URLs of the Cloudonix settings."""

from __future__ import annotations

from django.urls import path

from cloudonix.views import checklist, connection, health, sign_in

app_name = "cloudonix"
urlpatterns = [
    path("", connection.settings_page, name="settings"),
    path("connect/", connection.connect, name="connect"),
    path("progress/", connection.progress, name="progress"),
    path("check/", connection.check, name="check"),
    path("request-key/", connection.rotate, name="rotate"),
    path("disconnect/", connection.disconnect, name="disconnect"),
    path("phones/", sign_in.sign_in, name="sign_in"),
    path("set-up/", checklist.set_up, name="set_up"),
    path("set-up/progress/", checklist.set_up_progress, name="set_up_progress"),
    path("set-up/hide/", checklist.checklist_hide, name="checklist_hide"),
    path("health/", health.health_page, name="health"),
    path("health/check/", health.health_check, name="health_check"),
    path("retry/", connection.retry, name="retry"),
]
