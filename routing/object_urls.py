"""The URLs that every kind of routed object has."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import View, requires
from routing.pages import Pages
from routing.views import object_acts, object_bulk, objects

get_and_post = require_http_methods(["GET", "POST"])


def object_urls(pages: Pages) -> list[URLPattern]:
    """For the urlpatterns of a module whose app_name is the kind's area; a kind's own URLs may follow."""

    def page(
        route: str,
        name: str,
        view: Callable[..., HttpResponse],
        level: str,
        methods: Callable[[View], View] = require_GET,
    ) -> URLPattern:
        guarded = requires(f"{pages.kind.area}.{level}")(partial(view, pages))
        return path(route, methods(guarded), name=name)

    return [
        page("", "list", objects.object_list, "list"),
        page("add/", "add", objects.object_add, "write", get_and_post),
        page("export/", "export", objects.object_export, "read"),
        page("bulk/", "bulk", object_bulk.object_bulk, "write", require_POST),
        page("<uuid:key>/", "detail", objects.object_detail, "read"),
        page("<uuid:key>/edit/", "edit", objects.object_edit, "read", get_and_post),
        page("<uuid:key>/duplicate/", "duplicate", object_acts.object_duplicate, "read", require_POST),
        page("<uuid:key>/enabled/", "set_enabled", object_acts.object_set_enabled, "read", get_and_post),
        page("<uuid:key>/delete/", "delete", object_acts.object_delete, "read", get_and_post),
    ]
