"""URLs of forwarding: on an extension's page, and the rules that many extensions share."""

from __future__ import annotations

from django.urls import path

from routing.views import absences, forwarding

app_name = "forwarding"
urlpatterns = [
    path("extensions/<str:number>/forwarding/", forwarding.extension_rules, name="extension"),
    path("extensions/<str:number>/lock/", forwarding.switch_lock, name="lock"),
    path("extensions/<str:number>/do-not-disturb/", forwarding.switch_do_not_disturb, name="do_not_disturb"),
    path("extensions/<str:number>/mobile/", forwarding.switch_mobile, name="mobile"),
    path("extensions/<str:number>/absences/add/", absences.absence_add, name="absence_add"),
    path("extensions/<str:number>/absences/<uuid:key>/", absences.absence_edit, name="absence_edit"),
    path(
        "extensions/<str:number>/absences/<uuid:key>/delete/", absences.absence_delete, name="absence_delete"
    ),
    path("settings/forwarding/", forwarding.default_rules, name="defaults"),
    path("settings/forwarding/templates/<uuid:key>/", forwarding.template_rules, name="template"),
]
