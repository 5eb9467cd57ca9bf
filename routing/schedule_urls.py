"""URLs of business hours."""

from __future__ import annotations

from django.urls import path

from routing.object_urls import object_urls
from routing.views import schedule_exceptions, schedules

app_name = "schedules"
urlpatterns = [
    *object_urls(schedules.PAGES),
    path("<uuid:key>/override/", schedules.schedule_override, name="override"),
    path("<uuid:key>/at/", schedules.schedule_at, name="at"),
    path("<uuid:key>/exceptions/add/", schedule_exceptions.exception_add, name="add_exception"),
    path(
        "<uuid:key>/exceptions/<uuid:exception>/", schedule_exceptions.exception_edit, name="edit_exception"
    ),
    path(
        "<uuid:key>/exceptions/<uuid:exception>/delete/",
        schedule_exceptions.exception_delete,
        name="delete_exception",
    ),
]
