"""URLs of blocked and allowed callers."""

from __future__ import annotations

from django.urls import path

from routing.views import callers

app_name = "callers"
urlpatterns = [
    path("", callers.caller_list, name="list"),
    path("add/", callers.caller_add, name="add"),
    path("bulk/", callers.caller_bulk, name="bulk"),
    path("export/", callers.caller_export, name="export"),
    path("<uuid:key>/", callers.caller_edit, name="edit"),
    path("<uuid:key>/delete/", callers.caller_delete, name="delete"),
]
