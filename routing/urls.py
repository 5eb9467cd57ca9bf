"""URLs of phone numbers."""

from __future__ import annotations

from django.urls import path

from routing import views

app_name = "routing"
urlpatterns = [
    path("", views.number_list, name="number_list"),
    path("add/", views.number_add, name="number_add"),
    path("<str:digits>/", views.number_detail, name="number_detail"),
    path("<str:digits>/edit/", views.number_edit, name="number_edit"),
    path("<str:digits>/delete/", views.number_delete, name="number_delete"),
]
