"""URLs of holiday sets."""

from __future__ import annotations

from django.urls import path

from routing.views import holidays

app_name = "holidays"
urlpatterns = [
    path("", holidays.set_list, name="list"),
    path("export/", holidays.set_export, name="export"),
    path("add/", holidays.set_add, name="add"),
    path("import/", holidays.holidays_import, name="import"),
    path("<uuid:key>/", holidays.set_detail, name="detail"),
    path("<uuid:key>/rename/", holidays.set_rename, name="rename"),
    path("<uuid:key>/days/", holidays.day_set, name="set_day"),
    path("<uuid:key>/days/delete/", holidays.days_delete, name="delete_days"),
    path("<uuid:key>/delete/", holidays.set_delete, name="delete"),
]
