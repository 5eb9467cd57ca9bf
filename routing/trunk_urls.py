"""URLs of trunks."""

from __future__ import annotations

from django.urls import path

from routing.views import trunks

app_name = "trunks"
urlpatterns = [
    path("", trunks.trunk_list, name="list"),
    path("add/", trunks.trunk_add, name="add"),
    path("export/", trunks.trunk_export, name="export"),
    path("trunk/<str:name>/", trunks.trunk_detail, name="detail"),
    path("trunk/<str:name>/edit/", trunks.trunk_edit, name="edit"),
    path("trunk/<str:name>/enabled/", trunks.trunk_set_enabled, name="set_enabled"),
    path("trunk/<str:name>/delete/", trunks.trunk_delete, name="delete"),
]
