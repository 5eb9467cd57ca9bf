"""The list of extensions as a file, and the pages of its import."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from accounts.access import SignedInRequest, requires
from extensions.access import extensions_for
from extensions.forms import ExtensionFilter
from extensions.import_pages import ImportPages
from extensions.services.extension_import import ExtensionImporter
from extensions.views.pages import COLUMNS as SORTS
from opbx.spreadsheets.downloads import list_download
from opbx.web.lists import sorted_by


def _name(cells: Mapping[str, str]) -> str:
    return " ".join(filter(None, (cells.get("first_name"), cells.get("last_name"))))


IMPORTER = ExtensionImporter()
IMPORT_PAGES = ImportPages(
    importer=IMPORTER,
    names="extensions:",
    list_name="extensions:list",
    title="Extensions",
    example=("101", "Amara", "Okafor", "amara@example.com", "", "", "", "", "yes", "", ""),
    column="Name",
    name_of=_name,
    applied="Their phones sign in as soon as Cloudonix has them.",
    undone="Deleted extensions can be restored for 30 days.",
)


@require_GET
@requires("extensions.list")
def extension_export(request: SignedInRequest) -> HttpResponse:
    """Exactly what the list shows with its filters, in the columns that the import reads; no passwords."""
    rows: Any = ExtensionFilter(request.GET).apply(extensions_for(request.user).with_sync())
    rows = rows.select_related("user", "department", "template")
    found = sorted_by(request, rows, SORTS, default="number")
    return list_download(request, "extensions", IMPORTER.columns, found)
