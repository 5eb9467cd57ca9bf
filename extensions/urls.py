"""URLs of extensions."""

from __future__ import annotations

from django.urls import path

from extensions.import_urls import import_urls
from extensions.views import (
    bulk,
    changes,
    deleting,
    pages,
    passwords,
    phones,
    ranges,
    service_pins,
    settings,
    setup,
    spreadsheets,
)

app_name = "extensions"
urlpatterns = [
    path("", pages.extension_list, name="list"),
    path("add/", changes.extension_add, name="add"),
    path("add/range/", ranges.extension_add_range, name="add_range"),
    path("bulk/", bulk.extension_bulk, name="bulk"),
    path("deleted/", deleting.deleted_list, name="deleted"),
    path("deleted/<uuid:key>/restore/", deleting.extension_restore, name="restore"),
    path("options/", pages.extension_options, name="options"),
    path("export/", spreadsheets.extension_export, name="export"),
    *import_urls(spreadsheets.IMPORT_PAGES),
    path("change-template/", settings.change_template, name="change_template"),
    path("<str:number>/", pages.extension_detail, name="detail"),
    path("<str:number>/edit/", changes.extension_edit, name="edit"),
    path("<str:number>/enabled/", changes.extension_set_enabled, name="set_enabled"),
    path("<str:number>/settings/", settings.extension_settings, name="settings"),
    path("<str:number>/delete/", deleting.extension_delete, name="delete"),
    path("<str:number>/service-pin/", service_pins.service_pin, name="service_pin"),
    path("<str:number>/service-pin/remove/", service_pins.service_pin_remove, name="service_pin_remove"),
    path("<str:number>/accounts/add/", phones.phone_add, name="phone_add"),
    path("<str:number>/accounts/<uuid:key>/edit/", phones.phone_edit, name="phone_edit"),
    path("<str:number>/accounts/<uuid:key>/enabled/", phones.phone_set_enabled, name="phone_set_enabled"),
    path("<str:number>/accounts/<uuid:key>/remove/", phones.phone_remove, name="phone_remove"),
    path("<str:number>/accounts/<uuid:key>/reveal/", passwords.reveal, name="reveal"),
    path("<str:number>/accounts/<uuid:key>/qr/", passwords.show_qr, name="show_qr"),
    path("<str:number>/accounts/<uuid:key>/settings/", setup.phone_settings, name="phone_settings"),
    path("<str:number>/accounts/<uuid:key>/rotate/", passwords.rotate, name="rotate"),
]
