"""Files that people download: what a list shows, as a spreadsheet opens it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

# A cell that begins with one of these is a formula to a spreadsheet, and may send data away when it is opened.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_download(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A CSV file (UTF-8 with a byte order mark, for spreadsheets) of a list that fits in memory."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    for row in rows:
        writer.writerow([cell(value) for value in row])
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def cell(value: Any) -> str:  # noqa: ANN401 - a column's value
    """A value as text. A leading apostrophe keeps a spreadsheet from taking it for a formula."""
    text = "" if value is None else ("yes" if value else "no") if isinstance(value, bool) else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
