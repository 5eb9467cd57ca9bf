"""The URLs that machines call: Cloudonix's webhooks and the health check. No session, no tenant by host."""

from __future__ import annotations

from django.urls import include, path

from opbx.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("cloudonix.webhooks.urls")),
]
