"""URLs of calls."""

from __future__ import annotations

from django.urls import path

from calls import views

app_name = "calls"
urlpatterns = [
    path("", views.call_list, name="list"),
    path("<uuid:key>/block/", views.call_block, name="block"),
    path("<uuid:key>/transfer/", views.call_transfer, name="transfer"),
    path("<uuid:key>/", views.call_detail, name="detail"),
]
