"""A list as a file that its import reads again, in CSV or for Excel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from opbx.spreadsheets.columns import Column
from opbx.spreadsheets.files import XLSX, write_excel
from opbx.web.exports import csv_download


def list_download(
    request: HttpRequest, name: str, columns: Sequence[Column], rows: Iterable[Any]
) -> HttpResponse:
    """name: of the file, without its ending. The query's format=xlsx asks for an Excel file."""
    titles = [column.title for column in columns]
    lines = ([column.shown(row) for column in columns] for row in rows)
    if request.GET.get("format") != "xlsx":
        return csv_download(f"{name}.csv", titles, lines)
    sheet = name.replace("-", " ").capitalize()
    answer = HttpResponse(write_excel(sheet, titles, lines), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    answer["Cache-Control"] = "no-store"
    return answer
