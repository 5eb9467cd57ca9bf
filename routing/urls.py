"""URLs of phone numbers."""

from __future__ import annotations

from django.urls import path

from extensions.import_urls import import_urls
from routing.views import number_bulk, number_rules, numbers

app_name = "routing"
urlpatterns = [
    path("", numbers.number_list, name="number_list"),
    path("bulk/", number_bulk.number_bulk, name="number_bulk"),
    path("export/", numbers.number_export, name="number_export"),
    *import_urls(numbers.IMPORT_PAGES),
    path("add/", numbers.number_add, name="number_add"),
    path("options/", numbers.number_options, name="number_options"),
    path("options/<str:model>/", numbers.object_options, name="options"),
    path("<str:digits>/", numbers.number_detail, name="number_detail"),
    path("<str:digits>/rules/add/", number_rules.rule_add, name="rule_add"),
    path("<str:digits>/rules/<uuid:key>/", number_rules.rule_edit, name="rule_edit"),
    path("<str:digits>/rules/<uuid:key>/raise/", number_rules.rule_raise, name="rule_raise"),
    path("<str:digits>/rules/<uuid:key>/delete/", number_rules.rule_delete, name="rule_delete"),
    path("<str:digits>/edit/", numbers.number_edit, name="number_edit"),
    path("<str:digits>/delete/", numbers.number_delete, name="number_delete"),
]
