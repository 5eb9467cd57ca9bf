"""The URLs of a host name that belongs to nobody: everything is 404, in words."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
handler404 = "opbx.web.errors.unknown_host"
