"""The one URL."""

from __future__ import annotations

from django.urls import path

from opbx.benchmarks.usual.views import route_call

urlpatterns = [path("api/voice/route", route_call)]
