"""URLs of the call flow."""

from __future__ import annotations

from django.urls import path

from routing.views import flow

app_name = "flow"
urlpatterns = [
    path("", flow.flow_index, name="index"),
    path("<str:kind>/<str:which>/", flow.flow_of, name="of"),
    path("<str:kind>/<str:which>/picture.svg", flow.flow_picture, name="picture"),
]
