"""The URLs of an import from a file, for whichever kind of object."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import View, requires
from extensions.import_pages import ImportPages
from extensions.views import imports

get_and_post = require_http_methods(["GET", "POST"])


def get_fresh(view: View) -> View:
    return require_GET(never_cache(view))


def import_urls(pages: ImportPages) -> list[URLPattern]:
    """For the urlpatterns of the module that has the list of these objects."""
    prefix = pages.names.partition(":")[2]

    def page(
        route: str, name: str, view: Callable[..., HttpResponse], methods: Callable[[View], View]
    ) -> URLPattern:
        guarded = requires(pages.importer.permission)(partial(view, pages))
        return path(route, methods(guarded), name=f"{prefix}{name}")

    return [
        page("import/", "import_start", imports.import_start, get_and_post),
        page("import/example/", "import_example", imports.import_example, require_GET),
        page("import/<uuid:key>/", "import", imports.import_detail, get_fresh),
        page("import/<uuid:key>/apply/", "import_apply", imports.import_apply, require_POST),
        page("import/<uuid:key>/undo/", "import_undo", imports.import_undo, get_and_post),
    ]
