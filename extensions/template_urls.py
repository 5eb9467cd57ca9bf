"""URLs of templates and of the organization's defaults."""

from __future__ import annotations

from django.urls import path

from extensions.views import templates

app_name = "templates"
urlpatterns = [
    path("", templates.template_list, name="list"),
    path("add/", templates.template_add, name="add"),
    path("defaults/", templates.defaults_edit, name="defaults"),
    path("<uuid:key>/", templates.template_detail, name="detail"),
    path("<uuid:key>/edit/", templates.template_edit, name="edit"),
    path("<uuid:key>/delete/", templates.template_delete, name="delete"),
]
