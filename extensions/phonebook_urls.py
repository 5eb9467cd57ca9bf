"""URLs of the phonebook and of departments."""

from __future__ import annotations

from django.urls import path

from extensions.views import departments, phonebook

app_name = "phonebook"
urlpatterns = [
    path("", phonebook.phonebook, name="list"),
    path("departments/", departments.department_list, name="departments"),
    path("departments/add/", departments.department_add, name="department_add"),
    path("departments/<uuid:key>/edit/", departments.department_edit, name="department_edit"),
    path("departments/<uuid:key>/delete/", departments.department_delete, name="department_delete"),
]
