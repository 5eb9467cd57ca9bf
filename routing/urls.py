"""URLs of phone numbers."""

from __future__ import annotations

from django.urls import path

from routing.views import numbers

app_name = "routing"
urlpatterns = [
    path("", numbers.number_list, name="number_list"),
    path("add/", numbers.number_add, name="number_add"),
    path("options/", numbers.number_options, name="number_options"),
    path("options/<str:model>/", numbers.object_options, name="options"),
    path("<str:digits>/", numbers.number_detail, name="number_detail"),
    path("<str:digits>/edit/", numbers.number_edit, name="number_edit"),
    path("<str:digits>/delete/", numbers.number_delete, name="number_delete"),
]
