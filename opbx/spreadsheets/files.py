"""CSV and Excel files, read into rows of text and written from them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl

from opbx.errors import NotAcceptable
from opbx.web.exports import FORMULA, cell

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 1000
MOST_COLUMNS = 50
# An Excel file is a ZIP; what it unpacks to must stay in proportion.
MOST_UNPACKED = 40 * 1024 * 1024
MOST_CELL = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Line:
    """One row of a file. place: its number as the spreadsheet shows it. cells: header → text."""

    place: int
    cells: dict[str, str]


def read_file(content: bytes) -> tuple[list[str], list[Line]]:
    """The headers and the rows that are not empty. Raises NotAcceptable (field "file") for what cannot be read."""
    if len(content) > MOST_BYTES:
        raise _problem(f"The file is larger than {MOST_BYTES // 1024 // 1024} MB. Import it in parts.")
    rows = _excel_rows(content) if content.startswith(b"PK") else _csv_rows(content)
    header: list[str] = []
    lines: list[Line] = []
    for place, row in enumerate(rows, start=1):
        cells = [_plain(value) for value in row[:MOST_COLUMNS]]
        if not any(cells):
            continue
        if not header:
            header = cells
            continue
        if len(lines) >= MOST_ROWS:
            raise _problem(f"The file has more than {MOST_ROWS} rows. Import it in parts.")
        lines.append(Line(place, _named(header, cells)))
    if not header:
        raise _problem("The file is empty. Its first row holds the names of the columns.")
    return [name for name in header if name], lines


def write_excel(title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """An Excel file of one sheet, every cell a text, so that no program takes a number or a formula for its own."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.append(list(header))
    for row in rows:
        sheet.append([cell(value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _csv_rows(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    if "\x00" in text:
        raise _problem("This is no CSV or Excel file. Save your list as .csv or .xlsx and choose it again.")
    try:
        dialect: Any = csv.Sniffer().sniff(text.partition("\n")[0], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    dialect.doublequote = True
    try:
        yield from csv.reader(io.StringIO(text, newline=""), dialect)
    except csv.Error as error:
        raise _problem("The file breaks off inside a quoted cell. Save it again as .csv or .xlsx.") from error


def _decoded(content: bytes) -> str:
    """Excel writes UTF-8 with a mark, UTF-16, or the code page of its country."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _excel_rows(content: bytes) -> Iterator[Sequence[Any]]:
    # What a damaged file makes of a reader is anybody's guess, so every failure of it is the same sentence.
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked <= MOST_UNPACKED:
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            sheet = book.worksheets[0]
            yield from sheet.iter_rows(max_row=MOST_ROWS * 2, max_col=MOST_COLUMNS, values_only=True)
            return
    except Exception as error:
        raise _problem("This Excel file cannot be read. Save it again as .xlsx or as .csv.") from error
    raise _problem("The Excel file is too large. Import it in parts.")


def _plain(value: Any) -> str:  # noqa: ANN401 - whatever a cell holds
    """A cell as text: 101.0, which Excel makes of 101, is 101; our own guard against formulas is taken off."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip()[:MOST_CELL]
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA) else text


def _named(header: list[str], cells: list[str]) -> dict[str, str]:
    filled = cells + [""] * (len(header) - len(cells))
    return {name: text for name, text in zip(header, filled, strict=False) if name}


def _problem(sentence: str) -> NotAcceptable:
    return NotAcceptable(sentence, field="file")
