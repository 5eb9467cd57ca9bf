"""URLs of the numbering plan, feature codes and speed dial."""

from __future__ import annotations

from django.urls import path

from routing.views import dialling

app_name = "dialling"
urlpatterns = [
    path("", dialling.numbering_plan, name="plan"),
    path("fallback/", dialling.fallback, name="fallback"),
    path("codes/", dialling.feature_codes, name="codes"),
    path("speed-dial/add/", dialling.speed_dial_add, name="speed_dial_add"),
    path("speed-dial/<uuid:key>/", dialling.speed_dial_edit, name="speed_dial_edit"),
    path("speed-dial/<uuid:key>/delete/", dialling.speed_dial_delete, name="speed_dial_delete"),
]
