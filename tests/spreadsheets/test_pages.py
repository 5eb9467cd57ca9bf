"""The pages of import and export."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from extensions.models import Extension, ImportRun
from tenants.context import in_tenant
from tests.spreadsheets.conftest import csv_file


@pytest.fixture
def client(client_for, owner):
    return client_for(owner)


def upload(client, content: bytes, *, name: str = "people.csv", existing: str = "skip", **more):
    file = SimpleUploadedFile(name, content, content_type="text/csv")
    return client.post("/extensions/import/", {"file": file, "existing": existing}, **more)


def test_a_file_is_checked_looked_at_imported_and_undone(client, acme):
    checked = upload(client, csv_file("101,Amara,Okafor", "102,,"), follow=True)
    url = checked.redirect_chain[-1][0]
    text = checked.content.decode()
    assert "Import the 1 row without problems" in text
    assert "Enter a name." in text

    only = client.get(f"{url}?show=problem").content.decode()
    assert "Amara" not in only

    done = client.post(f"{url}apply/", {"only_good": "1"}, follow=True).content.decode()
    assert "1 extension added" in done
    question = client.get(f"{url}undo/").content.decode()
    assert "1 extension is deleted." in question
    client.post(f"{url}undo/")
    with in_tenant(acme):
        assert not Extension.objects.exists()
    assert "Undone" in client.get(url).content.decode()


def test_a_file_with_problems_cannot_be_imported_by_accident(client, acme):
    url = upload(client, csv_file("101,Amara,Okafor", "102,,"), follow=True).redirect_chain[-1][0]

    answer = client.post(f"{url}apply/")

    assert answer.status_code == 422
    assert "Some rows have problems." in answer.content.decode()
    with in_tenant(acme):
        assert not Extension.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty. Choose another one."),
        (b"First name\nAmara\n", "There is no column Number."),
        (b"PK\x03\x04 half", "This Excel file cannot be read."),
        (b"Number\n", "no rows below them"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_where_it_was_chosen(client, content, sentence):
    answer = upload(client, content)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_no_file_is_refused_with_what_to_do(client):
    answer = client.post("/extensions/import/", {"existing": "skip"})

    assert answer.status_code == 422
    assert "Choose a file." in answer.content.decode()


def test_columns_that_nobody_knows_are_named(client):
    content = csv_file("101,Amara,42", header="Number,First name,Shoe size")

    assert "Shoe size" in upload(client, content, follow=True).content.decode()


def test_markup_in_a_file_stays_text(client):
    text = upload(client, csv_file("101,<script>alert(1)</script>,"), follow=True).content.decode()

    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


def test_the_export_is_what_the_list_shows_and_imports_back_unchanged(client, make_extension):
    make_extension("101", "Amara", mobile="+491715550183", ring_seconds=30)
    make_extension("102", "=cmd()", is_enabled=False)

    content = client.get("/extensions/export/").content
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [(row["Number"], row["First name"], row["Active"]) for row in rows] == [
        ("101", "Amara", "yes"),
        ("102", "'=cmd()", "no"),
    ]
    run = upload(client, content, existing="update", follow=True)
    assert "There is nothing to import" in run.content.decode()

    active = client.get("/extensions/export/?status=active").content.decode()
    assert "102" not in active


def test_the_export_is_an_excel_file_too(client, make_extension):
    make_extension("101", "Amara")

    answer = client.get("/extensions/export/?format=xlsx")

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert [cell.value for cell in sheet[2]][:2] == ["101", "Amara"]


def test_a_users_export_has_the_own_extension_only(client_for, user, acme, make_extension):
    make_extension("101", "Somebody")
    make_extension("102", "Uma", user=user)

    content = client_for(user).get("/extensions/export/").content.decode()

    assert "Uma" in content
    assert "Somebody" not in content


def test_an_export_holds_no_password(client, acme, make_extension):
    extension = make_extension("101", "Amara")
    with in_tenant(acme):
        secret = extension.sip_accounts.get().get_secret("secret").reveal()

    assert secret not in client.get("/extensions/export/").content.decode()


def test_a_stranger_finds_no_import_of_others(client, client_for, stranger, acme):
    upload(client, csv_file("101,Amara,Okafor"))
    with in_tenant(acme):
        key = ImportRun.objects.get().key

    for path in ("", "undo/"):
        assert client_for(stranger).get(f"/extensions/import/{key}/{path}").status_code == 404
    assert client_for(stranger).post(f"/extensions/import/{key}/apply/").status_code == 404
