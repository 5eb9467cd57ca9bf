"""URLs of outbound calls."""

from __future__ import annotations

from django.urls import path

from routing.views import calling_classes, outbound

app_name = "outbound"
urlpatterns = [
    path("", calling_classes.class_list, name="list"),
    path("test/", outbound.test_number, name="test"),
    path("classes/export/", calling_classes.class_export, name="export"),
    path("classes/add/", calling_classes.class_add, name="add"),
    path("classes/<uuid:key>/", calling_classes.class_detail, name="detail"),
    path("classes/<uuid:key>/edit/", calling_classes.class_edit, name="edit"),
    path("classes/<uuid:key>/copy/", calling_classes.class_copy, name="copy"),
    path("classes/<uuid:key>/delete/", calling_classes.class_delete, name="delete"),
    path("holders/", outbound.holders, name="holders"),
    path("caller-ids/", outbound.caller_ids, name="caller_ids"),
    path("caller-ids/export/", outbound.caller_ids_export, name="caller_ids_export"),
    path("emergency/", outbound.emergency, name="emergency"),
    path("limits/", outbound.limits, name="limits"),
    path("dialling/", outbound.habits, name="habits"),
    path("extension/<str:number>/", outbound.extension_layer, name="extension"),
    path("template/<uuid:key>/", outbound.template_layer, name="template"),
]
