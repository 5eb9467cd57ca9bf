"""URLs of the platform console."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "organizations"
urlpatterns: list[URLPattern] = []
