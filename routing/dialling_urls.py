"""URLs of the numbering plan, feature codes and speed dial."""

from __future__ import annotations

from django.urls import path

from routing.views import dialling, speed_dials

app_name = "dialling"
urlpatterns = [
    path("", dialling.numbering_plan, name="plan"),
    path("fallback/", dialling.fallback, name="fallback"),
    path("codes/", dialling.feature_codes, name="codes"),
    path("speed-dial/", speed_dials.speed_dial_list, name="speed_dials"),
    path("speed-dial/bulk/", speed_dials.speed_dial_bulk, name="speed_dial_bulk"),
    path("speed-dial/export/", speed_dials.speed_dial_export, name="speed_dial_export"),
    path("speed-dial/add/", speed_dials.speed_dial_add, name="speed_dial_add"),
    path("speed-dial/<uuid:key>/", speed_dials.speed_dial_edit, name="speed_dial_edit"),
    path("speed-dial/<uuid:key>/delete/", speed_dials.speed_dial_delete, name="speed_dial_delete"),
]
