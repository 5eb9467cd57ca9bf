"""URLs of forwarding: on an extension's page, and the rules that many extensions share."""

from __future__ import annotations

from django.urls import path

from routing.views import forwarding

app_name = "forwarding"
urlpatterns = [
    path("extensions/<str:number>/forwarding/", forwarding.extension_rules, name="extension"),
    path("extensions/<str:number>/lock/", forwarding.switch_lock, name="lock"),
    path("extensions/<str:number>/do-not-disturb/", forwarding.switch_do_not_disturb, name="do_not_disturb"),
    path("extensions/<str:number>/mobile/", forwarding.switch_mobile, name="mobile"),
    path("settings/forwarding/", forwarding.default_rules, name="defaults"),
    path("settings/forwarding/templates/<uuid:key>/", forwarding.template_rules, name="template"),
]
