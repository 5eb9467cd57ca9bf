"""Phone numbers in and out of files: checked row by row, imported, undone; an export comes back unchanged."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from extensions.errors import ImportNotPossible
from extensions.models import ImportRun, VoicemailBox
from extensions.services import apply_import, check_import, undo_import
from routing.models import Menu, PhoneNumber, PlanVersion, RingGroup, Trunk
from routing.services import add_number_rule, set_caller_ids, update_number
from routing.services.numbers import add_number
from tenants.context import in_tenant
from tenants.models import NumberClaim

HEADER = "Number,Label,Goes to,Before the caller’s name,Active"
BERLIN, LONDON = "+493055501210", "+442071838750"


def file_of(*lines: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *lines]).encode()


def check(actor, *lines: str, updates: bool = True, header: str = HEADER) -> ImportRun:
    content = file_of(*lines, header=header)
    return check_import(
        actor, kind="numbers", file_name="numbers.csv", content=content, updates_existing=updates
    )


def actions(run: ImportRun) -> list[str]:
    return [row["action"] for row in run.rows]


@pytest.fixture
def anna(make_extension):
    return make_extension("101", "Anna")


@pytest.mark.usefixtures("in_acme", "anna")
class TestTheService:
    def test_checking_changes_nothing_and_importing_adds_all_with_one_publish(self, boss, acme):
        versions = PlanVersion.objects.count()
        run = check(boss, "030 5550 1210,Office,Extension 101 Anna,Sales:,yes", f"{LONDON},,Hang up,,no")
        assert actions(run) == ["new", "new"]
        assert not PhoneNumber.objects.exists()
        assert not NumberClaim.objects.exists()

        apply_import(boss, run)

        rows = PhoneNumber.objects.order_by("e164").values_list(
            "e164", "label", "destination_kind", "caller_name_prefix", "is_enabled"
        )
        assert list(rows) == [
            (LONDON, "", "hang_up", "", False),
            (BERLIN, "Office", "extension", "Sales:", True),
        ]
        assert PlanVersion.objects.count() == versions + 1
        assert PlanVersion.objects.order_by("-number")[0].summary == (
            "2 phone numbers were imported from numbers.csv"
        )

    def test_every_kind_of_destination_is_read_as_an_export_writes_it(self, boss, make_extension):
        RingGroup.objects.create(name="Sales", number="300")
        Trunk.objects.create(name="carrier-out", host="sip.example", direction=Trunk.Direction.OUTBOUND)
        Menu.objects.create(name="Main menu", text="Press 1.")
        VoicemailBox.objects.create(name="Front desk")
        goals = [
            ("extension 101", "destination_extension"),
            ("101", "destination_extension"),
            ("Extension 101 Anna’s old name", "destination_extension"),
            ("Ring group sales", "destination_ring_group"),
            ("Ring group 300", "destination_ring_group"),
            ("IVR menu Main  menu", "destination_menu"),
            ("Voicemail box Front desk", "destination_voicemail_box"),
            ("External number +49 30 55501299", "destination_outside"),
            ("hang up", ""),
        ]
        lines = [f"+4930555012{10 + place},,{goal},," for place, (goal, _) in enumerate(goals)]

        run = check(boss, *lines)

        assert [row["problems"] for row in run.rows if row["problems"]] == []
        apply_import(boss, run)
        rows = PhoneNumber.objects.order_by("e164")
        assert all(getattr(row, column) for row, (_, column) in zip(rows, goals, strict=True) if column)

    def test_every_problem_is_told_at_its_row_and_column(self, boss, globex, stranger, actor_for):
        with in_tenant(globex):
            add_number(actor_for(stranger), e164="+12125550130", destination_kind="hang_up")
        for name in ("Twin", "Twin"):
            VoicemailBox.objects.create(name=name)
        run = check(
            boss,
            "reception,,Hang up,,",
            f"{BERLIN},,Extension 999,,",
            f"{BERLIN},,Hang up,,",
            f"{LONDON},,,,",
            "+12125550130,,Hang up,,",
            "+493055501211,,to the moon,,",
            "+493055501212,,External number 0900 1 234567,,",
            "+493055501213,,Hang up,,perhaps",
            f"+493055501214,{'x' * 61},Hang up,,",
            "+493055501215,,Voicemail box Twin,,",
            ",,Hang up,,",
        )

        told = [row["problems"] for row in run.rows]
        assert actions(run) == ["problem"] * 2 + ["problem"] * 9
        assert told[0]["e164"].startswith("This is not a phone number.")
        assert told[1] == {"destination": "There is no extension 999. Add it first, or correct the cell."}
        assert told[2] == {"e164": f"Row 3 has the number {BERLIN} as well. Keep one of them."}
        assert told[3]["destination"].startswith("Enter where calls go, for example Extension 101")
        assert "already in use on this platform" in told[4]["e164"]
        assert told[5]["destination"].startswith("“to the moon” says no destination.")
        assert told[6]["destination"].startswith("Calls cannot go to")
        assert told[7] == {"is_enabled": "Enter yes or no."}
        assert set(told[8]) == {"label"}
        assert told[9]["destination"].startswith("Several are called Twin.")
        assert set(told[10]) == {"e164"}

    def test_a_new_number_needs_a_destination_an_existing_one_keeps_its_own(self, boss, make_number, anna):
        make_number(BERLIN, to=anna)
        run = check(boss, f"{BERLIN},Office", f"{LONDON},London", header="Number,Label")

        assert actions(run) == ["changed", "problem"]
        assert run.rows[1]["problems"]["destination"].startswith("Enter where its calls go")
        apply_import(boss, run, only_good=True)
        row = PhoneNumber.objects.get()
        assert (row.label, row.destination_extension) == ("Office", anna)

    def test_numbers_that_exist_are_skipped_or_changed_as_wished(self, boss, make_number, anna):
        make_number(BERLIN, to=anna)

        assert actions(check(boss, f"{BERLIN},Office,Hang up,,", updates=False)) == ["skipped"]
        run = check(boss, f"{BERLIN},Office,Hang up,,")
        assert run.rows[0]["changes"] == {
            "Label": ["", "Office"],
            "Goes to": ["Extension 101 Anna", "Hang up"],
        }

    def test_undoing_deletes_what_was_added_and_brings_back_what_was_changed(self, boss, make_number, anna):
        make_number(BERLIN, to=anna)
        run = apply_import(boss, check(boss, f"{BERLIN},Office,Hang up,S:,no", f"{LONDON},,Hang up,,"))

        undo_import(boss, run)

        row = PhoneNumber.objects.get()
        assert (row.e164, row.label, row.destination_extension, row.is_enabled) == (BERLIN, "", anna, True)
        assert not NumberClaim.objects.filter(e164=LONDON).exists()

    def test_undoing_stops_when_a_number_was_changed_or_is_needed(self, boss):
        run = apply_import(boss, check(boss, f"{LONDON},,Hang up,,"))
        number = PhoneNumber.objects.get()
        set_caller_ids(boss, version=1, caller_id=number, withholds_number=False, ranges=())
        with pytest.raises(ImportNotPossible, match="is named by"):
            undo_import(boss, run)

        update_number(boss, number, version=1, label="Mine", destination_kind="hang_up")
        with pytest.raises(ImportNotPossible, match=r"Somebody changed \+442071838750"):
            undo_import(boss, run)
        assert PhoneNumber.objects.exists()

    def test_user_and_reporter_may_not_import(self, boss, actor_for, user, reporter):
        run = check(boss, f"{LONDON},,Hang up,,")
        for somebody in (user, reporter):
            with pytest.raises(PermissionDenied):
                check(actor_for(somebody), f"{BERLIN},,Hang up,,")
            with pytest.raises(PermissionDenied):
                apply_import(actor_for(somebody), run)


class TestThePages:
    @pytest.fixture
    def client(self, client_for, owner):
        return client_for(owner)

    def upload(self, client, content: bytes, existing: str = "update") -> str:
        file = SimpleUploadedFile("numbers.csv", content, content_type="text/csv")
        answer = client.post("/numbers/import/", {"file": file, "existing": existing}, follow=True)
        return answer.content.decode()

    def test_a_file_is_checked_imported_and_undone(self, client, acme, anna):
        text = self.upload(client, file_of(f"{BERLIN},Office,Extension 101,,", f"{LONDON},,nowhere,,"))
        assert "Import the 1 row without problems" in text
        assert "<strong>Goes to:</strong> “nowhere” says no destination." in text
        with in_tenant(acme):
            url = f"/numbers/import/{ImportRun.objects.get().key}/"

        done = client.post(f"{url}apply/", {"only_good": "1"}, follow=True).content.decode()
        assert "1 phone number added. Calls reach new numbers as soon as Cloudonix has them." in done
        assert "1 phone number is deleted." in client.get(f"{url}undo/").content.decode()
        client.post(f"{url}undo/")
        with in_tenant(acme):
            assert not PhoneNumber.objects.exists()

    def test_an_export_comes_back_unchanged_whatever_it_holds(self, client, acme, boss, make_number, anna):
        with in_tenant(acme):
            for _ in range(2):
                box = VoicemailBox.objects.create(name="Twin")
            to_box = {"destination_kind": "voicemail", "destination_voicemail_box": box}
            add_number(boss, e164=LONDON, label="=1+1", caller_name_prefix="Sales:", **to_box)
            number = make_number(BERLIN, to=anna)
            add_number_rule(boss, number, caller="+44*", destination_kind="hang_up")

        content = client.get("/numbers/export/").content
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
        assert [row["Goes to"] for row in rows] == ["Voicemail box Twin", "Extension 101 Anna"]
        assert [row["Rules by caller"] for row in rows] == ["", "'+44*: Hang up"]
        text = self.upload(client, content)

        assert "There is nothing to import" in text
        assert "OPBX does not know them" not in text

    def test_the_export_is_an_excel_file_too_and_the_example_can_be_imported(self, client, make_number, anna):
        make_number(LONDON, to=anna)

        answer = client.get("/numbers/export/?format=xlsx")
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        assert [cell.value for cell in sheet[2]][:3] == [f"'{LONDON}", None, "Extension 101 Anna"]
        text = self.upload(client, client.get("/numbers/import/example/").content)
        assert "Import 1 row" in text

    def test_imports_of_extensions_are_not_found_here_nor_are_others(
        self, client, client_for, stranger, acme, boss
    ):
        with in_tenant(acme):
            people = check_import(
                boss, file_name="p.csv", content=b"Number,Name\n101,A\n", updates_existing=False
            )
            numbers = check(boss, f"{LONDON},,Hang up,,")

        assert client.get(f"/numbers/import/{people.key}/").status_code == 404
        assert client.get(f"/extensions/import/{numbers.key}/").status_code == 404
        assert client_for(stranger).get(f"/numbers/import/{numbers.key}/").status_code == 404
