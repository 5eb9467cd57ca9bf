"""Reading and writing CSV and Excel files."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from extensions.import_columns import COLUMNS
from opbx.errors import NotAcceptable
from opbx.spreadsheets.columns import columns_of
from opbx.spreadsheets.files import MOST_BYTES, MOST_ROWS, read_file, write_excel


def cells(content: bytes) -> list[dict[str, str]]:
    return [line.cells for line in read_file(content)[1]]


def excel(*rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        "Number,Name\n101,Jürgen\n".encode(),
        "Number;Name\r\n101;Jürgen\r\n".encode("utf-8-sig"),
        "Number\tName\n101\tJürgen\n".encode("utf-16"),
        "Number;Name\n101;Jürgen\n".encode("cp1252"),
        'Number,Name\n"101","Jürgen"'.encode(),
        "\n\nNumber,Name\n\n101, Jürgen \n,,\n".encode(),
    ],
    ids=["utf-8", "excel-utf-8", "utf-16", "code-page", "quoted", "empty-lines"],
)
def test_the_ways_in_which_programs_write_csv_are_read_alike(content):
    assert cells(content) == [{"Number": "101", "Name": "Jürgen"}]


def test_an_excel_file_reads_like_a_csv_file():
    content = excel(["Number", "Name", "Active"], [101, "Jürgen", True], [102.0, None, False])

    assert cells(content) == [
        {"Number": "101", "Name": "Jürgen", "Active": "yes"},
        {"Number": "102", "Name": "", "Active": "no"},
    ]


def test_rows_are_told_by_the_number_that_the_spreadsheet_shows():
    _, lines = read_file(b"Number\n101\n\n102\n")

    assert [line.place for line in lines] == [2, 4]


def test_what_is_written_reads_back_and_no_cell_is_a_formula():
    names = ["=cmd()", "+49 171", "-1", "@here", "'t Hart", "plain"]

    content = write_excel("Extensions", ["Number", "Name"], [["101", name] for name in names])

    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert all(not str(cell.value).startswith(("=", "+", "-", "@")) for row in sheet.rows for cell in row)
    assert [row["Name"] for row in cells(content)] == names


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return out.getvalue()


def billion_laughs() -> bytes:
    """An Excel file whose sheet declares entities, which a careless parser would blow up."""
    whole = excel(["Number"], [101])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as before, zipfile.ZipFile(out, "w") as after:
        for part in before.infolist():
            text = before.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                text = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + text
            after.writestr(part, text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\n\n", "The file is empty."),
        (b"x" * (MOST_BYTES + 1), "larger than 2 MB"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "no CSV or Excel file"),
        (b"PK\x03\x04 half a file", "This Excel file cannot be read."),
        (b"Number\n" + b"1\n" * (MOST_ROWS + 1), f"more than {MOST_ROWS} rows"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(content, sentence):
    with pytest.raises(NotAcceptable) as refusal:
        read_file(content)

    assert sentence in refusal.value.message
    assert refusal.value.field == "file"


@pytest.mark.parametrize("make", [bomb, billion_laughs])
def test_an_excel_file_that_attacks_its_reader_is_refused(make):
    with pytest.raises(NotAcceptable):
        read_file(make())


def test_headers_are_known_by_title_field_and_common_names():
    known, unknown = columns_of(["Ext", "surname", "E-Mail", "Shoe size"], COLUMNS, "number")

    assert [column.field for column in known.values()] == ["number", "last_name", "email"]
    assert unknown == ["Shoe size"]


@pytest.mark.parametrize(
    ("header", "sentence"),
    [(["First name"], "There is no column Number."), (["Number", "Ext"], "Two columns are called Number.")],
)
def test_headers_that_leave_doubt_are_refused(header, sentence):
    with pytest.raises(NotAcceptable) as refusal:
        columns_of(header, COLUMNS, "number")

    assert sentence in refusal.value.message
