"""Dial-by-name directories: what may be said about one, and who is in it (tests/objects has what all kinds share)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Entry
from extensions.models import Department, ExtensionDefaults
from extensions.services import (
    Replacement,
    add_template,
    delete_department,
    delete_extension,
    update_extension,
)
from opbx.errors import NotAcceptable
from opbx.references import uses_of
from routing.compile import compile_plan
from routing.engine.destinations import HangUp, ToExtension
from routing.engine.objects.directories import SearchBy
from routing.models import Directory, DirectoryWay, PlanVersion
from routing.services import (
    ObjectReplacement,
    add_directory,
    delete_object,
    duplicate_object,
    update_directory,
)
from routing.services.announcements import ANNOUNCEMENTS
from routing.services.directories import DIRECTORIES

pytestmark = pytest.mark.usefixtures("in_acme")


def to(extension) -> dict:
    return {"destination_kind": "extension", "destination_extension": extension}


def found(acme, name: str = "Staff") -> list[str]:
    """The numbers of those whom the published directory would find."""
    plan = compile_plan(acme)
    directory = next(one for one in plan.directories if one.name == name)
    return sorted(extension.number for extension in plan.names_of(directory).people)


def test_a_directory_is_compiled_with_all_that_was_said(  # noqa: PLR0917 - all that can be said
    acme, boss, amara, ben, sales, make_announcement
):
    welcome = make_announcement()
    row = add_directory(
        boss,
        name="Staff",
        number="411",
        announcement=welcome,
        search_by="either",
        lists_all=False,
        departments=[sales],
        least_keys=2,
        names_at_once=4,
        tries=5,
        nobody=to(ben),
        operator=to(amara),
    )

    (directory,) = compile_plan(acme).directories
    assert (directory.key, directory.number, directory.by) == (row.key, "411", SearchBy.EITHER)
    assert (directory.nobody, directory.operator) == (ToExtension(ben.key), ToExtension(amara.key))
    assert (directory.least_keys, directory.names_at_once, directory.tries) == (2, 4, 5)
    assert directory.greeting is not None
    assert directory.departments == (sales.key,)
    assert found(acme) == ["101"]


def test_what_is_not_said_finds_everybody_and_hangs_up(acme, boss, amara, ben):
    add_directory(boss, name="Staff")

    (directory,) = compile_plan(acme).directories
    assert (directory.nobody, directory.operator, directory.departments) == (HangUp(), None, None)
    assert found(acme) == ["101", "102"]


def test_no_names_are_in_a_plan_without_a_directory(acme, amara):
    assert compile_plan(acme).listed == ()


def test_names_are_keys_in_the_plan_and_a_single_name_is_the_last_one(acme, make_extension, make_directory):
    make_extension("101", "Jürgen", last_name="Müller")
    make_extension("120", "Front desk")
    make_directory()

    one, two = compile_plan(acme).listed
    assert (one.last_keys, one.first_keys) == (("685537", "6835537"), ("587436", "5837436"))
    assert (two.last_keys, two.first_keys) == (("376683375", "3375"), ())


def test_an_extension_is_listed_by_its_own_value_its_template_or_the_organization(
    acme, boss, make_extension, make_directory
):
    make_directory()
    ExtensionDefaults.objects.create(in_directory=False)
    shown = add_template(boss, name="Shown", in_directory=True)
    make_extension("101", "As all")
    make_extension("102", "By template", template=shown)
    make_extension("103", "By own wish", in_directory=True)
    make_extension("104", "Against the template", template=shown, in_directory=False)

    assert found(acme) == ["102", "103"]


def test_disabled_and_deleted_extensions_are_not_found(acme, boss, amara, ben, make_directory):
    make_directory()

    update_extension(boss, ben, version=ben.version, is_enabled=False)
    assert found(acme) == ["101"]
    update_extension(boss, amara, version=amara.version, in_directory=False)
    assert found(acme) == []


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"lists_all": False}, "departments", "at least one department"),
        ({"search_by": "nickname"}, "search_by", "what callers spell"),
        ({"least_keys": 0}, "least_keys", "from 1 to 6"),
        ({"names_at_once": 9}, "names_at_once", "from 1 to 8"),
        ({"tries": 10}, "tries", "from 1 to 9"),
        (
            {"nobody": {"destination_kind": "extension"}},
            "nobody-destination_extension",
            "Choose an extension",
        ),
        ({"operator": {"destination_kind": "moon"}}, "operator-destination_kind", "Choose where calls go"),
    ],
)
def test_what_will_not_do_is_said_at_its_field(boss, values, field, sentence):
    with pytest.raises(NotAcceptable, match=sentence) as refusal:
        add_directory(boss, name="Staff", **values)

    assert refusal.value.field == field
    assert not Directory.objects.exists()


def test_a_department_or_greeting_that_was_deleted_meanwhile_is_refused(boss, sales, make_announcement):
    welcome = make_announcement()
    Department.objects.all().delete()

    with pytest.raises(NotAcceptable, match="Sales was deleted meanwhile"):
        add_directory(boss, name="Staff", lists_all=False, departments=[sales])
    delete_object(boss, ANNOUNCEMENTS, welcome)
    with pytest.raises(NotAcceptable, match="Welcome was deleted meanwhile"):
        add_directory(boss, name="Staff", announcement=welcome)


def test_a_directory_never_leads_to_itself(boss, make_directory):
    row = make_directory()
    itself = {"destination_kind": "directory", "destination_directory": row}

    for cause in ("nobody", "operator"):
        with pytest.raises(NotAcceptable, match="to itself") as refusal:
            update_directory(boss, row, version=1, **{cause: itself})
        assert refusal.value.field == f"{cause}-destination_directory"


def test_what_changed_is_in_the_audit_log_in_words(boss, amara, sales, make_directory):
    row = make_directory(operator=to(amara))

    update_directory(
        boss, row, version=1, search_by="either", lists_all=False, departments=[sales], operator=None
    )

    entry = Entry.objects.get(action="directory.updated")
    assert entry.changes == {
        "search_by": ["Last name", "Last or first name"],
        "lists_all": [True, False],
        "departments": [None, "Sales"],
        "operator": ["Extension 101 Amara Okafor", None],
    }


def test_saying_the_same_again_changes_nothing(boss, amara, sales, make_directory):
    row = make_directory(lists_all=False, departments=[sales], operator=to(amara))
    before = PlanVersion.objects.count()

    update_directory(
        boss,
        row,
        version=1,
        lists_all=False,
        departments=[sales],
        operator=to(amara),
        nobody={"destination_kind": "hang_up"},
    )

    assert not Entry.objects.filter(action="directory.updated").exists()
    assert PlanVersion.objects.count() == before


def test_a_copy_has_the_same_departments_and_ways(boss, amara, sales, make_directory):
    row = make_directory(lists_all=False, departments=[sales], operator=to(amara))

    copy = duplicate_object(boss, DIRECTORIES, row)

    assert (copy.name, copy.lists_all, list(copy.departments.all())) == ("Staff (copy)", False, [sales])
    assert copy.ways.get(cause="operator").destination_extension == amara
    assert DirectoryWay.objects.count() == 4


def test_its_ways_show_under_used_by_and_follow_a_replacement(boss, amara, ben, make_directory):
    make_directory(nobody=to(amara), operator=to(amara))
    assert [use.role for use in uses_of(amara)] == ["callers who find nobody go here", "key 0 leads here"]

    delete_extension(boss, amara, replacement=Replacement(ben))

    row = Directory.objects.get()
    assert {way.destination_extension for way in row.ways.all()} == {ben}
    assert row.version == 3


def test_without_a_replacement_nobody_hangs_up_and_there_is_no_operator(acme, boss, make_directory):
    other = make_directory("Other")
    make_directory(
        nobody={"destination_kind": "directory", "destination_directory": other},
        operator={"destination_kind": "directory", "destination_directory": other},
    )

    delete_object(boss, DIRECTORIES, other, replacement=ObjectReplacement(None))

    (directory,) = compile_plan(acme).directories
    assert (directory.nobody, directory.operator) == (HangUp(), None)


def test_a_replacement_that_would_lead_to_itself_hangs_up(acme, boss, make_directory):
    other = make_directory("Other")
    row = make_directory(nobody={"destination_kind": "directory", "destination_directory": other})

    delete_object(boss, DIRECTORIES, other, replacement=ObjectReplacement(row))

    (directory,) = compile_plan(acme).directories
    assert directory.nobody == HangUp()


def test_a_deleted_greeting_is_replaced_or_left_out(boss, make_announcement, make_directory):
    first, second = make_announcement("One"), make_announcement("Two")
    make_directory(announcement=first)
    assert [use.role for use in uses_of(first)] == ["plays it before callers spell a name"]

    delete_object(boss, ANNOUNCEMENTS, first, replacement=ObjectReplacement(second))
    assert Directory.objects.get().announcement == second
    delete_object(boss, ANNOUNCEMENTS, second, replacement=ObjectReplacement(None))
    assert Directory.objects.get().announcement is None


def test_a_deleted_department_leaves_the_directory_which_then_finds_nobody(
    acme, boss, amara, sales, make_directory
):
    make_directory(lists_all=False, departments=[sales])
    assert [use.label for use in uses_of(sales)] == ["Staff"]
    before = PlanVersion.objects.count()

    delete_department(boss, sales)

    assert found(acme) == []
    assert PlanVersion.objects.count() == before + 1
    assert Entry.objects.get(action="directory.updated").changes == {"departments": ["Sales", ""]}


def test_a_department_that_no_directory_lists_publishes_nothing(acme, boss, amara, sales, make_directory):
    make_directory()
    before = PlanVersion.objects.count()

    delete_department(boss, sales)

    assert PlanVersion.objects.count() == before


def test_more_names_take_no_more_queries(acme, make_directory, make_extension):
    make_directory()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            compile_plan(acme)
        return len(captured)

    make_extension("101", "Amara", last_name="Okafor")
    one = queries()
    for number in range(102, 106):
        make_extension(str(number), "Ann", last_name=f"Name {number}")

    assert queries() == one
