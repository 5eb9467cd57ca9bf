"""Checking, applying and undoing an import."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Entry
from cloudonix.models import OutboxItem
from extensions.errors import ImportNotPossible
from extensions.models import Department, Extension, ImportRun, SipAccount
from extensions.services import apply_import, check_import, imports, undo_import, update_extension
from opbx.errors import NotAcceptable
from routing.models import PlanVersion
from tests.spreadsheets.conftest import csv_file

pytestmark = pytest.mark.usefixtures("in_acme")


def check(actor, content: bytes, *, updates: bool = False) -> ImportRun:
    return check_import(actor, file_name="people.csv", content=content, updates_existing=updates)


def actions(run: ImportRun) -> list[str]:
    return [row["action"] for row in run.rows]


def test_checking_changes_nothing(boss):
    run = check(boss, csv_file("101,Amara,Okafor", "102,Ben,Schmidt"))

    assert actions(run) == ["new", "new"]
    assert not Extension.with_deleted.exists()
    assert not SipAccount.with_deleted.exists()
    assert not OutboxItem.objects.exists()
    assert not PlanVersion.objects.exists()
    assert list(Entry.objects.values_list("action", flat=True)) == ["import.checked"]


def test_applying_adds_all_rows_with_one_publish(boss):
    run = apply_import(boss, check(boss, csv_file("101,Amara,Okafor", "102,Front desk,")))

    assert run.state == "applied"
    assert list(Extension.objects.by_number().values_list("number", "name")) == [
        ("101", "Amara Okafor"),
        ("102", "Front desk"),
    ]
    assert SipAccount.objects.count() == OutboxItem.objects.count() == 2
    assert [version.summary for version in PlanVersion.objects.all()] == [
        "2 extensions were imported from people.csv"
    ]


def test_every_problem_is_told_at_its_row_and_column(boss, make_extension, reporter):
    make_extension("120")
    header = "Number,First name,Mobile,Department,User,Active,Ring for (seconds)"
    run = check(
        boss,
        csv_file(
            "12a,Anna,,,,,",
            "101,,,,,,",
            "102,Ben,12,,,,",
            "103,Cem,,Sales,,,",
            "104,Dana,,,nobody@acme.example,,",
            f"105,Eva,,,{reporter.email},,",
            "106,Fritz,,,,perhaps,",
            "107,Gina,,,,,soon",
            "108,Hugo,,,,,500",
            "109,Ines,,,,,",
            "109,Ivan,,,,,",
            "112,Rescue,,,,,",
            ",Nobody,,,,,",
            header=header,
        ),
    )

    told = [row["problems"] for row in run.rows]
    assert told[0] == {"number": "Use 1 to 20 digits, for example 101."}
    assert told[1] == {"first_name": "Enter a name."}
    assert set(told[2]) == {"mobile"}
    assert told[3] == {"department": "There is no department Sales. Add it first, or correct the cell."}
    assert told[4] == {"user": "There is no user nobody@acme.example. Add it first, or correct the cell."}
    assert "does not include an extension" in told[5]["user"]
    assert told[6] == {"is_enabled": "Enter yes or no."}
    assert told[7] == {"ring_seconds": "Enter whole seconds, for example 20."}
    assert told[8] == {"ring_seconds": "Enter a whole number from 5 to 120."}
    assert told[9] == {}
    assert told[10] == {"number": "Row 11 has the number 109 as well. Keep one of them."}
    assert set(told[11]) == {"number"}
    assert set(told[12]) == {"number"}


def test_rows_about_extensions_that_exist_are_skipped_or_changed_as_wished(boss, make_extension):
    make_extension("101", "Amara")
    make_extension("102", "Ben")
    content = csv_file("101,Amara,Okafor", "102,Ben,")

    assert actions(check(boss, content)) == ["skipped", "unchanged"]
    run = check(boss, content, updates=True)

    assert actions(run) == ["changed", "unchanged"]
    assert run.rows[0]["changes"] == {"Last name": ["", "Okafor"]}
    apply_import(boss, run)
    assert Extension.objects.get(number="101").name == "Amara Okafor"


def test_columns_that_the_file_lacks_stay_as_they_are(boss, make_extension):
    sales = Department.objects.create(name="Sales")
    make_extension("101", "Amara", department=sales, ring_seconds=45)

    apply_import(boss, check(boss, csv_file("101,Amara,Okafor"), updates=True))

    row = Extension.objects.get()
    assert (row.department, row.ring_seconds) == (sales, 45)


def test_a_file_with_problems_is_refused_as_a_whole_unless_the_good_rows_are_wanted(boss):
    run = check(boss, csv_file("101,Amara,Okafor", "102,,"))

    with pytest.raises(ImportNotPossible):
        apply_import(boss, run)
    assert not Extension.objects.exists()

    apply_import(boss, run, only_good=True)
    assert Extension.objects.get().number == "101"


def test_an_import_counts_once(boss):
    run = apply_import(boss, check(boss, csv_file("101,Amara,Okafor")))

    with pytest.raises(ImportNotPossible):
        apply_import(boss, run)

    assert Extension.objects.count() == 1


def test_when_a_row_does_not_fit_any_more_nothing_is_imported(boss, make_extension):
    run = check(boss, csv_file("101,Amara,Okafor", "102,Ben,Schmidt"))
    make_extension("102", "Somebody else")

    with pytest.raises(ImportNotPossible) as refusal:
        apply_import(boss, run)

    assert "row 3 no longer fits" in refusal.value.message
    assert list(Extension.objects.values_list("number", flat=True)) == ["102"]
    assert ImportRun.objects.get().state == "failed"


def test_a_large_file_is_imported_by_a_worker(boss, run_due_work, monkeypatch):
    monkeypatch.setattr(imports, "ROWS_AT_ONCE", 2)
    lines = [f"{1000 + count},Room {count}," for count in range(3)]

    run = apply_import(boss, check(boss, csv_file(*lines)))
    assert (run.state, Extension.objects.count()) == ("applying", 0)

    run_due_work()
    run.refresh_from_db()
    assert (run.state, Extension.objects.count()) == ("applied", 3)
    assert Entry.objects.get(action="import.applied").actor_label == "Olivia"


def test_undoing_deletes_what_was_added_and_brings_back_what_was_changed(boss, make_extension):
    make_extension("101", "Amara", ring_seconds=45)
    header = "Number,First name,Ring for (seconds)"
    run = apply_import(boss, check(boss, csv_file("101,Anna,", "102,Ben,30", header=header), updates=True))
    assert Extension.objects.get(number="101").ring_seconds is None

    undo_import(boss, run)

    row = Extension.objects.get()
    assert (row.number, row.first_name, row.ring_seconds) == ("101", "Amara", 45)
    assert ImportRun.objects.get().state == "undone"


def test_undoing_stops_when_somebody_changed_one_of_them_since(boss, actor_for, admin):
    run = apply_import(boss, check(boss, csv_file("101,Amara,Okafor", "102,Ben,Schmidt")))
    extension = Extension.objects.get(number="102")
    update_extension(actor_for(admin), extension, version=1, first_name="Benjamin")

    with pytest.raises(ImportNotPossible) as refusal:
        undo_import(boss, run)

    assert "102 Benjamin Schmidt" in refusal.value.message
    assert Extension.objects.count() == 2


@pytest.mark.parametrize("who", ["user", "reporter"])
def test_user_and_reporter_may_not_import(request, boss, actor_for, who):
    actor = actor_for(request.getfixturevalue(who))
    run = check(boss, csv_file("101,Amara,Okafor"))

    with pytest.raises(PermissionDenied):
        check(actor, csv_file("102,Ben,Schmidt"))
    with pytest.raises(PermissionDenied):
        apply_import(actor, run)
    with pytest.raises(PermissionDenied):
        undo_import(actor, run)


def test_a_file_without_rows_is_refused(boss):
    with pytest.raises(ImportNotPossible):
        check(boss, b"Number,Name\n")
    with pytest.raises(NotAcceptable):
        check(boss, b"")
